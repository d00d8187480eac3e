import type { LedgerRecord } from '../../ledger/record.ts';

/** Whether what stands for it in the primary was entered there by hand, and so is never written to. */
export function isByHand({ byHand = [] }: Pick<LedgerRecord, 'byHand'>): boolean {
  return byHand.length > 0;
}

/** Of what the primary shows those that people have linked to one of these records, by the primary's own ids. */
export function claimedByHand(records: Iterable<LedgerRecord>): ReadonlyMap<string, LedgerRecord> {
  const claims = new Map<string, LedgerRecord>();
  for (const record of records) {
    if (record.state === 'skipped') continue;
    for (const id of record.byHand ?? []) claims.set(id, record);
  }
  return claims;
}

/** Why nothing is written on the copy of an order. */
export function enteredByHand(what: string, order: Pick<LedgerRecord, 'sourceId' | 'targetId'>): string {
  return `${what} is not written to ${order.targetId ?? ''}, the copy of ${order.sourceId}, which was entered by hand: enter it there by hand too, then \`link\` it.`;
}
