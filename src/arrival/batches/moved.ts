import { add, compare, type Decimal, equal, negate, subtract, ZERO } from '../../model/money.ts';
import type { Group } from './group.ts';
import { couldHold } from './near.ts';
import type { BatchedOrder } from './orders.ts';
import type { Segment } from './sequence.ts';
import { sumOfInvoices, sumOfOrders } from './sums.ts';

/**
 * An order that somebody touched later than the export took it stands behind its batch, and one that the export took late stands
 * before it: so one stretch has an order too few, and another just that order too many. Put where it belongs, both agree.
 */
export function withMoved(rest: readonly Segment[]): {
  readonly equal: readonly Group[];
  readonly rest: readonly Segment[];
} {
  const segments = [...rest];
  for (const [place, given] of rest.entries()) {
    const lacks = subtract(sumOfInvoices(given.invoices).total, sumOfOrders(given.orders).total);
    if (compare(lacks, ZERO) <= 0 || given.invoices.length === 0) continue;
    const found = moveInto(segments, place, lacks);
    if (found === undefined) continue;
    const { order, from } = found;
    const [to, other] = [segments[place], segments[from]];
    if (to === undefined || other === undefined) continue;
    segments[place] = { ...to, orders: [...to.orders, order] };
    segments[from] = { ...other, orders: other.orders.filter((one) => one !== order) };
  }
  const isAgreed = ({ orders, invoices }: Segment): boolean =>
    orders.length > 0 && invoices.length > 0 && equal(sumOfOrders(orders).total, sumOfInvoices(invoices).total);
  return {
    equal: segments.filter(isAgreed),
    rest: segments.filter((one) => !isAgreed(one) && one.orders.length + one.invoices.length > 0),
  };
}

/** One of just that total, out of a stretch with more orders than its batches come to. */
function moveInto(
  segments: readonly Segment[],
  place: number,
  lacks: Decimal,
): { readonly order: BatchedOrder; readonly from: number } | undefined {
  const to = segments[place];
  if (to === undefined) return undefined;
  for (const [from, other] of segments.entries()) {
    if (from === place || currencyOf(other) !== currencyOf(to)) continue;
    const spare = negate(subtract(sumOfInvoices(other.invoices).total, sumOfOrders(other.orders).total));
    if (compare(spare, lacks) < 0) continue;
    const order = other.orders.find(
      (one) => equal(one.total, lacks) && to.invoices.some((batch) => couldHold(batch, [one])),
    );
    if (order !== undefined) return { order, from };
  }
  return undefined;
}

export function currencyOf({ orders, invoices }: Group): string {
  return orders[0]?.currency ?? invoices[0]?.currency ?? '';
}

/** By how much the batches come to more than these orders. */
export function excessOver(orders: readonly BatchedOrder[], { invoices }: Pick<Group, 'invoices'>): Decimal {
  return subtract(sumOfInvoices(invoices).total, add(ZERO, ...orders.map(({ total }) => total)));
}
