/** The mark up to which a run has been closed; what appears between two runs is looked at by the second. */
export const CLOSING = 'closing';
