import { nameKeys } from '../../entities/order/compare/expect-order.ts';
import type { Decision } from '../../ledger/decision.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { AuditEntry, LedgerRecord } from '../../ledger/record.ts';
import { commandLine, shellWord } from '../../model/command-lines.ts';
import { isSaidAnother, mayBe } from '../../model/may-be.ts';
import { equal, formatMoney } from '../../model/money.ts';
import { accountingDate, isCancelled, type Order } from '../../model/order.ts';
import { sourceOf } from '../../model/origin.ts';
import { sameKey } from '../../model/text-key.ts';
import { type LocalDate, localDateOf } from '../../model/time.ts';
import { isNearly } from '../../transform/entered-sums.ts';
import type { StoreRules } from '../../transform/rules.ts';
import type { ReadingRun } from '../context/parts.ts';

export interface ReleasedOrder {
  readonly key: LedgerRecord;
  readonly order: Order;
}

/**
 * Orders that were quarantined, and that somebody may have entered in the primary by hand meanwhile: on an account that is not
 * the house's there is one with the same name, day and, to a cent or two, total, and it is nobody's copy. Only what was quarantined before is looked
 * for: nobody enters what is copied by itself.
 * @returns decisions on those that may be there
 * @throws ConsolidatorError where the primary can't be read
 */
export async function enteredMeanwhile(
  context: ReadingRun,
  rules: StoreRules,
  orders: readonly ReleasedOrder[],
): Promise<Decision[]> {
  const decisions: Decision[] = [];
  const unwritten = orders.filter(({ key }) => key.targetId === null);
  const ids = unwritten.map(({ key }) => key.sourceId);
  const histories = await context.ledger.histories(rules.store, 'orders', ids);
  for (const { key, order } of unwritten) {
    if (!tellsOfQuarantine(histories.get(key.sourceId) ?? [])) continue;
    const found: Order[] = [];
    for (const day of daysOf(order, rules.timeZone)) {
      for (const one of await context.lookups.ordersOf(day)) {
        if (!found.includes(one) && isLike(order, one, rules, context.primary.timeZone)) found.push(one);
      }
    }
    const open = found.filter(({ id }) => !isSaidAnother(key.acceptedAs, id));
    const owners = await context.ledger.findByTargets(
      'orders',
      open.map(({ id }) => id),
    );
    const free = open.filter(({ id }) => (owners.get(id) ?? []).length === 0);
    const [first] = free;
    if (first === undefined) continue;
    const named = free.map(({ id, grandTotal }) =>
      equal(grandTotal, order.grandTotal) ? id : `${id} (${formatMoney(grandTotal)})`,
    );
    const message = `${order.id} was quarantined, and the primary has ${named.join(', ')} with the same name, total (${formatMoney(order.grandTotal)}, or a cent or two beside it) and day, which nobody copied: perhaps it was entered by hand. If so: \`${commandLine('link', [order.id], `--as ${shellWord(first.id)}`)}\`. If it is another order: \`${commandLine('quarantine retry', [order.id], '--another')}\`.`;
    decisions.push({ kind: 'quarantine', key, reason: 'may-be-there', message, seen: mayBe(free.map(({ id }) => id)) });
  }
  return decisions;
}

/** Whether a person had a reason to enter it by hand. */
export async function wasQuarantined(ledger: Pick<Ledger, 'history'>, key: LedgerRecord): Promise<boolean> {
  return tellsOfQuarantine(await ledger.history(key));
}

export function tellsOfQuarantine(history: readonly AuditEntry[]): boolean {
  return history.some(({ event }) => event === 'quarantined');
}

function isLike(source: Order, existing: Order, rules: StoreRules, timeZone: string): boolean {
  if (isCancelled(existing) || sourceOf(existing) !== undefined || !isNearly(existing.grandTotal, source.grandTotal))
    return false;
  const house = rules.customers.policy === 'house' ? (rules.customers.house?.username ?? '') : '';
  if (house !== '' && sameKey(house, existing.username)) return false;
  const names = nameKeys(source.billing);
  if (names.every((name) => name === '') || nameKeys(existing.billing).some((name, place) => name !== names[place]))
    return false;
  const days = daysOf(source, rules.timeZone);
  return daysOf(existing, timeZone).some((day) => days.includes(day));
}

/** The day in the books, and the one on which it was placed. */
function daysOf(order: Order, timeZone: string): LocalDate[] {
  const booked = accountingDate(order, timeZone);
  const placed = order.placedAt === null ? undefined : localDateOf(order.placedAt, timeZone);
  return [...new Set([booked, placed].filter((day) => day !== undefined))];
}
