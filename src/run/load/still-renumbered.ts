import type { Decision } from '../../ledger/decision.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import { commandLine, shellWord } from '../../model/command-lines.ts';
import { idsThatMayBe, isSaidAnother, mayBe } from '../../model/may-be.ts';
import { isCancelled, type Order } from '../../model/order.ts';
import { sourceOf } from '../../model/origin.ts';
import type { ReadingRun } from '../context/parts.ts';
import { ordersNow } from '../copies/orders-now.ts';
import type { ReleasedOrder } from './entered-orders.ts';

/**
 * Orders that the primary once stored under numbers of its own choice, and that are tried again: as long as those stand there,
 * another one would be the second.
 * @returns decisions on those that still stand
 * @throws ConsolidatorError where the primary can't be read
 */
export async function stillRenumbered(context: ReadingRun, orders: readonly ReleasedOrder[]): Promise<Decision[]> {
  const decisions: Decision[] = [];
  for (const { key } of orders) {
    const ids = key.targetId === null ? [] : idsThatMayBe(key.seen ?? []);
    const asked = ids.filter((id) => !isSaidAnother(key.acceptedAs, id));
    if (asked.length === 0) continue;
    const stored = await ordersNow(context, asked);
    const there = stored.filter((one) => !isCancelled(one) && mayBeOf(one, key)).map(({ id }) => id);
    const [first] = there;
    if (first === undefined) continue;
    const message = `${there.join(', ')}, which the primary stored in place of ${key.targetId ?? ''}, still stands there. Delete or cancel it there and retry, or \`${commandLine('link', [key.sourceId], `--as ${shellWord(first)}`)}\`.`;
    decisions.push({ kind: 'quarantine', key, reason: 'renumbered-by-primary', message, seen: mayBe(asked) });
  }
  return decisions;
}

/** In one request with others nobody knows whose number is whose, but for what the orders say themselves. */
function mayBeOf(order: Order, { store, sourceId }: LedgerRecord): boolean {
  const named = sourceOf(order);
  return named === undefined || (named.store === store && named.sourceId === sourceId);
}
