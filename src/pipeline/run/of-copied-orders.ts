import type { Decision, LedgerRecord } from '../../ledger/ledger.ts';
import type { RunContext, StoreRun } from './context.ts';

export interface OfCopiedOrder {
  readonly record: LedgerRecord;
  readonly order: LedgerRecord;
}

/** The payments or returns whose order is copied, each with it; the others are left out, or wait for theirs. */
export async function ofCopiedOrders(
  { ledger, run }: RunContext,
  store: StoreRun,
  records: readonly LedgerRecord[],
): Promise<OfCopiedOrder[]> {
  const parents = [...new Set(records.map(({ parent }) => parent ?? ''))];
  const orders = await ledger.known(store.fixed.store, 'orders', parents);
  const decisions: Decision[] = [];
  const due: OfCopiedOrder[] = [];
  for (const record of records) {
    const order = orders.get(record.parent ?? '');
    if (order?.state === 'loaded') due.push({ record, order });
    else decisions.push(withoutOrder(record, order));
  }
  await ledger.decide(run, decisions);
  return due;
}

function withoutOrder(key: LedgerRecord, order: LedgerRecord | undefined): Decision {
  if (order === undefined || order.state === 'skipped') {
    return { kind: 'skip', key, reason: 'order-not-copied', message: `${key.parent ?? 'Its order'} is not copied.` };
  }
  return { kind: 'quarantine', key, reason: 'waits-for', message: `Waits for the order ${order.sourceId}.` };
}
