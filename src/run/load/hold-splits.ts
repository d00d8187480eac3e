import { originOfSplit } from '../../entities/order/transform/split.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import { awaiting } from '../../model/awaited.ts';
import { type Decimal, equal, formatMoney, ZERO } from '../../model/money.ts';
import { type Order, orderSchema } from '../../model/order.ts';
import { upperKey } from '../../model/text-key.ts';
import type { StoreRun } from '../../session/store-run.ts';
import { type Quarantined, quarantine } from '../../transform/outcome.ts';
import type { ReadingRun } from '../context/parts.ts';
import { statesNow } from '../copies/orders-now.ts';

interface CopyNow {
  readonly total: Decimal;
  readonly cancelled: boolean;
}

/**
 * Which of these orders can't be copied beside the one they were split off or combined from. Two orders that are both
 * not copied yet are copied as they stand now; once one is, its copy must still come to what its order comes to.
 * Their store is asked anew for the other orders: what was staged may be from before the split.
 * @param ordersBefore resolves when none of the others is under way any more
 * @returns by source id; those that can be copied are left out
 */
export async function holdSplits(
  context: ReadingRun,
  store: StoreRun,
  orders: readonly Order[],
  ordersBefore: () => Promise<void>,
): Promise<Map<string, Quarantined>> {
  const quarantined = new Map<string, Quarantined>();
  const splits = orders.flatMap((order) => {
    const origin = originOfSplit(order, store.fixed.prefix);
    return origin === undefined ? [] : [{ order, origin }];
  });
  if (splits.length === 0) return quarantined;
  await ordersBefore();
  const { ledger, signal } = context;
  const ids = [...new Set(splits.map(({ origin }) => origin))];
  const known = await ledger.known(store.fixed.store, 'orders', ids);
  const concerned = [...known.values()].filter((record) => record.state === 'staged' || record.targetId !== null);
  const concernedIds = concerned.map(({ sourceId }) => sourceId);
  const others = await store.source.orders(concernedIds, { signal });
  const now = new Map(others.map((order) => [order.id, order]));
  const copies = await copiesOf(context, concerned);
  for (const { order, origin } of splits) {
    const record = concerned.find(({ sourceId }) => sourceId === origin);
    const problem = record && judge(order, record, now.get(origin), copies.get(origin));
    if (problem !== undefined) quarantined.set(order.id, problem);
  }
  return quarantined;
}

function judge(
  order: Order,
  origin: LedgerRecord,
  now: Order | undefined,
  copy: CopyNow | undefined,
): Quarantined | undefined {
  if (origin.state === 'staged' && origin.targetId !== null) {
    return waitsFor(origin, `${origin.sourceId}, which ${order.id} belongs to, has changed after its copy`);
  }
  if (origin.state === 'staged') {
    const staged = orderSchema.parse(JSON.parse(origin.payload ?? ''));
    if (now !== undefined && equal(staged.grandTotal, now.grandTotal)) return undefined;
    return waitsFor(origin, `${origin.sourceId}, which ${order.id} belongs to, is changing; it is read again`);
  }
  const cancelled = now?.status.toLowerCase() === 'cancelled';
  const copyTotal = copy?.total;
  // Taken back on both sides, it stands in nobody's books.
  if (cancelled && copy?.cancelled === true) return undefined;
  if (now !== undefined && !cancelled && copyTotal !== undefined && equal(copyTotal, now.grandTotal)) return undefined;
  const comes = `${origin.targetId ?? 'its copy'} comes to ${formatMoney(copyTotal ?? ZERO)}`;
  const source = now === undefined ? 'is gone from its store' : `comes to ${formatMoney(now.grandTotal)} in its store`;
  const message = `${order.id} was split off or combined with ${origin.sourceId}, which was copied before: ${comes}, and ${origin.sourceId} ${source}${cancelled ? ' and is cancelled' : ''}`;
  return quarantine('split-after-copy', message);
}

function waitsFor({ sourceId }: LedgerRecord, message: string): Quarantined {
  return { ...quarantine('waits-for', message), seen: awaiting('orders', [sourceId]) };
}

/** As the primary has them; one that a plan would only make comes to what its order did when it was read. */
async function copiesOf(context: ReadingRun, origins: readonly LedgerRecord[]): Promise<Map<string, CopyNow>> {
  const copied = origins.filter(({ targetId }) => targetId !== null);
  const states = await statesNow(
    context,
    copied.map(({ targetId }) => targetId ?? ''),
  );
  return new Map(
    copied.map(({ sourceId, targetId, amount }) => {
      const state = states.get(upperKey(targetId ?? ''));
      const cancelled = state?.status.toLowerCase() === 'cancelled';
      return [sourceId, { total: state?.grandTotal ?? amount ?? ZERO, cancelled }];
    }),
  );
}
