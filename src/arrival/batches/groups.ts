import { add, type Decimal, ZERO } from '../../model/money.ts';
import { dayAfter, daysAfter, daysBetween, type LocalDate } from '../../model/time.ts';
import type { XeroInvoice } from '../../xero/records.ts';
import type { Group } from './group.ts';
import { areNear } from './near.ts';
import type { BatchedOrder } from './orders.ts';
import { isTotalAlike, sumOfInvoices, sumOfOrders } from './sums.ts';

export interface Grouped {
  readonly equal: readonly Group[];
  /** What is left over, in one currency each; either side may be empty. */
  readonly rest: readonly Group[];
  /** By so many days all batches are dated later than their orders. */
  readonly shift: number;
  /** Most batches hold the orders of one day; else those of one run of the export. */
  readonly isByDay: boolean;
}

/** So many of the first batches may hold orders from before the days that are looked at. */
const MOST_BEFORE = 3;
/** A zone that one of the two takes for another moves days by one. */
const SHIFTS = [0, 1, -1];

/**
 * Puts orders and batches together by their sums alone: day by day, and what that leaves in the order in which the orders
 * became due, as an export does that batches what has gathered since its last run.
 */
export function groupBySums(orders: readonly BatchedOrder[], invoices: readonly XeroInvoice[]): Grouped {
  const all = SHIFTS.map((shift) => byDays(orders, invoices, shift));
  const best = all.reduce((one, other) => (coveredBy(other.equal) > coveredBy(one.equal) ? other : one));
  // Where days agree, a batch too many is none of the time before.
  const mayBegin = best.equal.length === 0;
  const runs = best.rest.map((group) => bySequence(group, mayBegin ? MOST_BEFORE : 0));
  const inRuns = runs.flatMap(({ equal }) => equal);
  return {
    equal: [...best.equal, ...inRuns],
    rest: runs.map(({ rest }) => rest).filter((rest) => rest.orders.length + rest.invoices.length > 0),
    shift: best.shift,
    isByDay: coveredBy(best.equal) >= coveredBy(inRuns),
  };
}

/** How many orders lie in groups that agree. */
export function coveredBy(groups: readonly Group[]): number {
  return groups.reduce((sum, { orders }) => sum + orders.length, 0);
}

function byDays(
  orders: readonly BatchedOrder[],
  invoices: readonly XeroInvoice[],
  shift: number,
): { readonly equal: Group[]; readonly rest: Group[]; readonly shift: number } {
  const equal: Group[] = [];
  const rest: Group[] = [];
  for (const currency of new Set([...orders, ...invoices].map((one) => one.currency))) {
    const left: { orders: BatchedOrder[]; invoices: XeroInvoice[] } = { orders: [], invoices: [] };
    for (const group of daysOf(ofCurrency(orders, currency), ofCurrency(invoices, currency), shift)) {
      const isBoth = group.orders.length > 0 && group.invoices.length > 0;
      if (isBoth && isTotalAlike(sumOfOrders(group.orders), sumOfInvoices(group.invoices))) equal.push(group);
      else {
        left.orders.push(...group.orders);
        left.invoices.push(...group.invoices);
      }
    }
    rest.push(left);
  }
  return { equal, rest, shift };
}

/** What is of one day on each side. */
export function daysOf(
  orders: readonly BatchedOrder[],
  invoices: readonly XeroInvoice[],
  shift: number,
): (Group & { readonly day: LocalDate })[] {
  const ofOrders = Map.groupBy(orders, ({ day }) => day);
  const ofInvoices = Map.groupBy(
    invoices.filter(({ day }) => day !== null),
    ({ day }) => daysAfter(day as LocalDate, -shift),
  );
  return [...new Set([...ofOrders.keys(), ...ofInvoices.keys()])]
    .sort()
    .map((day) => ({ day, orders: ofOrders.get(day) ?? [], invoices: ofInvoices.get(day) ?? [] }));
}

function ofCurrency<One extends { readonly currency: string }>(all: readonly One[], currency: string): One[] {
  return all.filter((one) => one.currency === currency);
}

/** The first batches may be left out, where those hold what was due before these days. */
function bySequence(group: Group, mostBefore: number): { readonly equal: Group[]; readonly rest: Group } {
  const orders = [...group.orders].sort((a, b) => ((a.changedAt ?? '') < (b.changedAt ?? '') ? -1 : 1));
  const invoices = [...group.invoices].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const first = orders.map(({ day }) => day).sort()[0];
  const early = invoices.filter(
    ({ day }) => first !== undefined && day !== null && daysBetween(dayAfter(first), day) <= 0,
  );
  const starts = Array.from({ length: 1 + Math.min(mostBefore, early.length) }, (_, place) => place);
  const all = starts.map((start) => inSequence(orders, invoices, start));
  return all.reduce((one, other) => (coveredBy(other.equal) > coveredBy(one.equal) ? other : one));
}

function inSequence(
  orders: readonly BatchedOrder[],
  invoices: readonly XeroInvoice[],
  start: number,
): { readonly equal: Group[]; readonly rest: Group } {
  const places = new Map<Decimal, number[]>();
  let sum: Decimal = ZERO;
  for (const [place, { total }] of orders.entries()) {
    sum = add(sum, total);
    const known = places.get(sum);
    if (known === undefined) places.set(sum, [place + 1]);
    else known.push(place + 1);
  }
  const equal: Group[] = [];
  let [taken, used, batched]: [number, number, Decimal] = [0, start, ZERO];
  for (const [place, { total }] of invoices.entries()) {
    if (place < start) continue;
    batched = add(batched, total);
    const end = places.get(batched)?.find((one) => one > taken);
    if (end === undefined) continue;
    const group = { orders: orders.slice(taken, end), invoices: invoices.slice(used, place + 1) };
    if (!areNear(group)) continue;
    equal.push(group);
    [taken, used] = [end, place + 1];
  }
  const rest = { orders: orders.slice(taken), invoices: [...invoices.slice(0, start), ...invoices.slice(used)] };
  return { equal, rest };
}

function keyOf({ day, updatedAt, number }: XeroInvoice): string {
  return [day ?? '', updatedAt ?? '', number].join(' ');
}
