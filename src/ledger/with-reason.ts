/** What was changed, with the person's own words where they have given any, as the audit keeps it. */
export function withReason(change: string, reason: string): string {
  return reason === '' ? change : `${change}: ${reason}`;
}
