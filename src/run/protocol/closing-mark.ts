/** The mark up to which a run has been closed; what appears between two runs is looked at by the second. */
export const CLOSING = 'closing';
/** When the first run of a ledger began: until one has been closed, each has to look back so far. */
export const CLOSING_FROM = 'closing-from';
