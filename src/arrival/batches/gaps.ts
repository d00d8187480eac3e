import { add, compare, type Decimal, equal, formatMoney, negate, ZERO } from '../../model/money.ts';
import type { XeroInvoice } from '../../xero/records.ts';
import type { Batch } from '../verdicts.ts';
import { deadBatch, lost, ofOrders, ofWrongCurrency } from './lacking-batches.ts';
import { type Around, batch, knownBy, namesOf } from './make-batch.ts';
import { currencyOf, excessOver } from './moved.ts';
import { couldHold } from './near.ts';
import type { BatchedOrder } from './orders.ts';
import type { Segment } from './sequence.ts';
import { sumOfOrders } from './sums.ts';

interface Gap extends Segment {
  /** Orders that have to be in these batches by now: the export has had its time, and no earlier batch can hold them. */
  readonly due: readonly BatchedOrder[];
  /** By how much the batches come to more than those. */
  readonly excess: Decimal;
}

/**
 * Stretches between sums that agree, of an export that is cut by its runs. Which order is in which of their batches is not known,
 * but what they come to is: orders that are due come to more than all batches that could hold them, so they are lacking. That
 * the batches come to more is no proof: orders of long ago that were approved late go into the next run, too.
 */
export function gapsOf(rest: readonly Segment[], around: Around): Batch[] {
  const gaps = rest.map((given): Gap => {
    const segment = { ...given, invoices: given.invoices.filter((one) => couldHold(one, given.orders)) };
    const due = segment.orders.filter((one) => around.isSettled(one) && (segment.isBegun || one.isBeside !== true));
    return { ...segment, due, excess: excessOver(due, segment) };
  });
  const held = new Set(gaps.flatMap(({ invoices }) => invoices));
  const alone = rest.flatMap(({ invoices }) => invoices.filter((one) => !held.has(one)));
  return gaps
    .filter(({ orders }) => orders.some(({ isBeside }) => isBeside !== true))
    .map((gap) => judgeGap(gap, { gaps, alone, around }));
}

function judgeGap(
  gap: Gap,
  {
    gaps,
    alone,
    around,
  }: { readonly gaps: readonly Gap[]; readonly alone: readonly XeroInvoice[]; readonly around: Around },
): Batch {
  const { orders, invoices, due, excess } = gap;
  const sums = `${ofOrders(orders)} come to ${formatMoney(sumOfOrders(orders).total)} in the primary`;
  const young = orders.filter((one) => !around.isSettled(one));
  const there = invoices.length === 0 ? 'are in no batch yet' : `${batches(gap)} to ${formatMoney(totalOf(invoices))}`;
  const unproven = (message: string): Batch =>
    batch(gap, { verdict: 'unproven', cause: 'batched', message, remedy: '' });
  if (!around.isSure && young.length === 0)
    return unproven(`${sums}; no invoices in Xero come to that, so which of them are the batches is not known.`);
  const lacking = negate(excess);
  if (compare(lacking, ZERO) > 0 && around.isSure) {
    // What another stretch has beyond what has to be there may be these orders, which the export took late.
    const elsewhere = add(ZERO, ...gaps.map((other) => (other === gap ? ZERO : beyond(other, gap))));
    if (compare(lacking, elsewhere) > 0) return ofLacking(gap, lacking, { alone, around });
    if (young.length === 0) {
      const message = `${sums}, ${there}; ${formatMoney(lacking)} of that may be in other batches, which come to more than their orders.`;
      return unproven(message);
    }
  }
  const isUnread = young.length > 0 && young.every(around.isOld);
  if (isUnread)
    return unproven(
      `${sums}, ${there}; some were changed after these days, and may be in batches of after those that were read.`,
    );
  if (young.length > 0) {
    const message =
      invoices.length === 0
        ? `${ofOrders(orders)} ${there}; ${knownBy(young, around.settings)}`
        : `${sums}, ${there}; some are so young that the export may still take them. ${knownBy(young, around.settings)}`;
    return batch(gap, { verdict: 'pending', cause: 'usual-delay', message, remedy: '' });
  }
  const again = invoices.find((one) => invoices.some((other) => isAgain(one, other)));
  if (again !== undefined && equal(excess, again.total)) {
    const message = `${sums}, ${there}: ${again.number} over ${formatMoney(again.total)} is there again under another number.`;
    return batch(gap, { verdict: 'different', cause: 'doubled', message, remedy: 'Void one of them in Xero.' });
  }
  const why =
    due.length < orders.length
      ? 'the first of them may hold orders of the days before'
      : 'orders of earlier days that were approved late may be among them, or something is in the books that is not in the primary';
  return unproven(`${sums}, ${there}: ${why}.`);
}

function batches(gap: Gap): string {
  return `${gap.invoices.length === 1 ? 'their batch' : 'their batches'} in Xero (${namesOf(gap)})`;
}

/** Another one of the same day, over the same. */
function isAgain(one: XeroInvoice, other: XeroInvoice): boolean {
  return one.id !== other.id && one.day === other.day && equal(one.total, other.total);
}

/** What of another stretch's batches could hold orders of this one. */
function beyond(other: Gap, gap: Gap): Decimal {
  if (currencyOf(other) !== currencyOf(gap) || compare(other.excess, ZERO) <= 0) return ZERO;
  const most = totalOf(other.invoices.filter((one) => couldHold(one, gap.orders)));
  return compare(most, other.excess) < 0 ? most : other.excess;
}

function totalOf(invoices: readonly XeroInvoice[]): Decimal {
  return add(ZERO, ...invoices.map(({ total }) => total));
}

/** The sums prove that so much is not there. */
function ofLacking(
  gap: Gap,
  lacking: Decimal,
  { alone, around }: { readonly alone: readonly XeroInvoice[]; readonly around: Around },
): Batch {
  const { due, invoices, orders } = gap;
  const isAll = due.length === orders.length;
  for (const total of [lacking, negate(excessOver(orders, gap))]) {
    const dead = deadBatch(gap, total, around.all);
    if (dead !== undefined) return dead;
    const other = alone.find((one) => one.currency !== currencyOf(gap) && equal(one.total, total));
    if (other !== undefined) return ofWrongCurrency({ orders, invoices: [] }, other);
  }
  if (invoices.length === 0 && isAll) return lost(gap);
  const one = due.find(({ total }) => equal(total, lacking));
  const which = one === undefined ? '' : ` ${one.number} comes to just that.`;
  const young = isAll ? '' : ' at least';
  const there =
    invoices.length === 0
      ? 'none of which is in a batch'
      : `but ${batches(gap)} to ${formatMoney(totalOf(invoices))}, and no other batch holds the rest`;
  const message = `${ofOrders(due)} come to ${formatMoney(sumOfOrders(due).total)} in the primary, ${there}:${young} ${formatMoney(lacking)} are not in Xero.${which}`;
  const remedy =
    "See in the primary's Xero export log which orders went into these batches. What changed after its batch was posted does not go again: correct it in Xero by hand.";
  return batch(gap, { verdict: 'different', cause: 'total', message, remedy });
}
