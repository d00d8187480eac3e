import { dayAfter, daysAfter, daysBetween, type LocalDate } from '../../model/time.ts';
import type { XeroInvoice } from '../../xero/records.ts';
import type { Group } from './group.ts';
import { couldHold } from './near.ts';
import type { BatchedOrder } from './orders.ts';
import { cutInSequence, type Segment } from './sequence.ts';
import { isTotalAlike, sumOfInvoices, sumOfOrders } from './sums.ts';

export interface Grouped {
  readonly equal: readonly Group[];
  /** What is left over, in one currency each; either side may be empty. */
  readonly rest: readonly Segment[];
  /** By so many days all batches are dated later than their orders. */
  readonly shift: number;
  /** Most batches hold the orders of one day; else those of one run of the export. */
  readonly isByDay: boolean;
}

/** What the batches hold: the orders of a day, or those of a run of the export. */
export type Cut = 'day' | 'run';

/** By batches that are known; undefined where those are too few to tell. */
export function cutOf(groups: readonly Group[]): Cut | undefined {
  if (groups.length < FEWEST_KNOWN) return undefined;
  const days = groups.map(({ orders }) => [...new Set(orders.map(({ day, currency }) => `${day} ${currency}`))]);
  const perDay = Map.groupBy(days.flat(), (day) => day);
  const ofDays = days.filter((own) => own.length === 1 && perDay.get(own[0] ?? '')?.length === 1);
  if (ofDays.length * 2 <= groups.length) return 'run';
  // In a small shop many runs happen to take all orders of a day.
  return ofDays.length * 10 >= groups.length * 9 ? 'day' : undefined;
}

const FEWEST_KNOWN = 3;

/** So many of the first batches may hold orders from before the days that are looked at. */
const MOST_BEFORE = 3;
/** A zone that one of the two takes for another moves days by one. */
const SHIFTS = [0, 1, -1];

/**
 * Puts orders and batches together by their sums alone: day by day, and what that leaves in the order in which the orders
 * became due, as an export does that batches what has gathered since its last run; or all of them in that order, where that
 * explains more.
 * @param isSettled whether the export has had its time for an order
 */
export function groupBySums(
  orders: readonly BatchedOrder[],
  invoices: readonly XeroInvoice[],
  { isSettled, cut }: { readonly isSettled: (order: BatchedOrder) => boolean; readonly cut: Cut | undefined },
): Grouped {
  const inRuns = (): Grouped => {
    const none = { equal: [], rest: byCurrency(orders, invoices), shift: 0 };
    return { ...withRuns(none, MOST_BEFORE, isSettled), ...(cut === 'run' ? { isByDay: false } : {}) };
  };
  // Of a few orders a day may come to the batch of that day by chance.
  if (cut === 'run') return inRuns();
  const all = SHIFTS.map((shift) => byDays(orders, invoices, shift));
  const best = all.reduce((one, other) => (coveredBy(other.equal) > coveredBy(one.equal) ? other : one));
  // Where days agree, a batch too many is none of the time before.
  const days = withRuns(best, best.equal.length === 0 ? MOST_BEFORE : 0, isSettled);
  if (best.equal.length === 0 || days.rest.length === 0 || cut === 'day') return days;
  const runs = inRuns();
  return coveredBy(runs.equal) > coveredBy(days.equal) ? runs : days;
}

function withRuns(
  { equal, rest, shift }: { readonly equal: readonly Group[]; readonly rest: readonly Group[]; readonly shift: number },
  mostBefore: number,
  isSettled: (order: BatchedOrder) => boolean,
): Grouped {
  const segments = rest.flatMap((group) => bySequence(group, mostBefore, isSettled));
  const inRuns = segments.filter(({ isEqual }) => isEqual);
  return {
    equal: [...equal, ...inRuns],
    rest: segments.filter(({ isEqual }) => !isEqual),
    shift,
    isByDay: coveredBy(equal) >= coveredBy(inRuns),
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
  const rest = byCurrency(orders, invoices).map((all): Group => {
    const left: { orders: BatchedOrder[]; invoices: XeroInvoice[] } = { orders: [], invoices: [] };
    for (const group of daysOf(all.orders, all.invoices, shift)) {
      const isBoth = group.orders.length > 0 && group.invoices.length > 0;
      if (isBoth && isTotalAlike(sumOfOrders(group.orders), sumOfInvoices(group.invoices))) equal.push(group);
      else {
        left.orders.push(...group.orders);
        left.invoices.push(...group.invoices);
      }
    }
    return left;
  });
  return { equal, rest, shift };
}

function byCurrency(orders: readonly BatchedOrder[], invoices: readonly XeroInvoice[]): Group[] {
  return [...new Set([...orders, ...invoices].map((one) => one.currency))].map((currency) => ({
    orders: orders.filter((one) => one.currency === currency),
    invoices: invoices.filter((one) => one.currency === currency),
  }));
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

/** By one of the keys by which an export may take orders, whichever explains most. */
function bySequence(
  { orders, invoices: given }: Group,
  mostBefore: number,
  isSettled: (order: BatchedOrder) => boolean,
): Segment[] {
  // What is of long before all orders is of none of them.
  const invoices = given.filter((one) => orders.length === 0 || couldHold(one, orders));
  const others = given.filter((one) => !invoices.includes(one));
  const alone = others.length === 0 ? [] : [{ orders: [], invoices: others, isEqual: false, isBegun: false }];
  let best: Segment[] | undefined;
  for (const keyOfOrder of orders.some(({ completedAt }) => completedAt != null) ? [completed, changed] : [changed])
    for (const keyOfInvoice of [byChange, byNumber]) {
      const found = inSequence(sortedBy(orders, keyOfOrder), sortedBy(invoices, keyOfInvoice), mostBefore, isSettled);
      if (best === undefined || isBetter(equalIn(found), equalIn(best))) best = found;
    }
  return [...(best ?? []), ...alone];
}

/** More orders, or the same in more groups: the finer they are cut, the less is by chance. */
function isBetter(one: readonly Segment[], other: readonly Segment[]): boolean {
  const [covered, before] = [coveredBy(one), coveredBy(other)];
  return covered > before || (covered === before && one.length > other.length);
}

function equalIn(segments: readonly Segment[]): Segment[] {
  return segments.filter(({ isEqual }) => isEqual);
}

/** The first batches may hold what was due before these days, and the first orders lie in batches from before them. */
function inSequence(
  orders: readonly BatchedOrder[],
  invoices: readonly XeroInvoice[],
  mostBefore: number,
  isSettled: (order: BatchedOrder) => boolean,
): Segment[] {
  const first = orders
    .filter(({ isBeside }) => isBeside !== true)
    .map(({ day }) => day)
    .sort()[0];
  const early = invoices.filter(
    ({ day }) => first !== undefined && day !== null && daysBetween(dayAfter(first), day) <= 0,
  );
  const beside = orders.findIndex(({ isBeside }) => isBeside !== true);
  const starts = Array.from({ length: 1 + Math.min(mostBefore, early.length) }, (_, place) => place).flatMap((place) =>
    [...new Set([0, Math.max(0, beside)])].map((before) => ({ orders: before, invoices: place })),
  );
  return cutInSequence(orders, invoices, { starts, isEnded: orders.every(isSettled) });
}

type KeyOf<One> = (one: One) => string;

const changed: KeyOf<BatchedOrder> = ({ changedAt, day }) => changedAt ?? day;
const completed: KeyOf<BatchedOrder> = (order) => order.completedAt ?? changed(order);
const byChange: KeyOf<XeroInvoice> = ({ day, updatedAt, number }) => [day ?? '', updatedAt ?? '', number].join(' ');
const byNumber: KeyOf<XeroInvoice> = ({ day, number }) =>
  [day ?? '', number.replace(/\d+/g, (digits) => digits.padStart(12, '0'))].join(' ');

function sortedBy<One>(all: readonly One[], keyOf: KeyOf<One>): One[] {
  const keyed = all.map((one) => ({ one, key: keyOf(one) }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ one }) => one);
}
