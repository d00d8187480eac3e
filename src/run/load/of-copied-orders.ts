import { concernsMoney } from '../../entities/order/transform/followed-fields.ts';
import type { Decision } from '../../ledger/decision.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import { awaiting } from '../../model/awaited.ts';
import { changeOf, parseSnapshot } from '../../model/order-snapshot.ts';
import type { QuarantineReason } from '../../model/reasons.ts';
import type { StoreRun } from '../../session/store-run.ts';
import type { RunBasics } from '../context/parts.ts';
import { quarantinedFileChange } from '../copies/orders-of-files.ts';

export interface OfCopiedOrder {
  readonly record: LedgerRecord;
  readonly order: LedgerRecord;
}

/** The payments or returns whose order is copied, each with it; the others are left out, or wait for theirs. */
export async function ofCopiedOrders(
  context: RunBasics,
  store: StoreRun,
  records: readonly LedgerRecord[],
): Promise<OfCopiedOrder[]> {
  const { ledger, run } = context;
  const parents = [...new Set(records.map(({ parent }) => parent ?? ''))];
  const orders = await ledger.known(store.fixed.store, 'orders', parents);
  const decisions: Decision[] = [];
  const due: OfCopiedOrder[] = [];
  for (const record of records) {
    const order = orders.get(record.parent ?? '');
    if (order !== undefined && (order.state === 'loaded' || (await isQuarantinedForText(context, order, store))))
      due.push({ record, order });
    else decisions.push(withoutOrder(record, order));
  }
  await ledger.decide(run, decisions);
  return due;
}

/** Reasons for which a change of a copy is quarantined; the copy itself stands, and was right when it was made. */
const OF_CHANGES: readonly string[] = [
  'changed-after-copy',
  'changed-on-both-sides',
  'read-back-differs',
  'text-too-long',
  'shipping-method-unmapped',
] satisfies QuarantineReason[];

/** Quarantined for a change that is neither money, a day, the account nor the goods: money never waits for a text. */
async function isQuarantinedForText(context: RunBasics, order: LedgerRecord, { fixed }: StoreRun): Promise<boolean> {
  const { state, reason, copiedAs, readAs = null } = order;
  if (state !== 'quarantined' || !OF_CHANGES.includes(reason ?? '')) return false;
  const change =
    copiedAs === null || readAs === null
      ? await quarantinedFileChange(context, order, fixed)
      : changeOf(parseSnapshot(copiedAs), parseSnapshot(readAs));
  return change !== undefined && !concernsMoney(change, fixed);
}

function withoutOrder(key: LedgerRecord, order: LedgerRecord | undefined): Decision {
  if (order === undefined || order.state === 'skipped') {
    return { kind: 'skip', key, reason: 'order-not-copied', message: `${key.parent ?? 'Its order'} is not copied.` };
  }
  const seen = awaiting('orders', [order.sourceId]);
  return { kind: 'quarantine', key, reason: 'waits-for', message: `Waits for the order ${order.sourceId}.`, seen };
}
