import type { RunReport, StoreTally } from './messages.ts';

interface Tallies {
  readonly primary: StoreTally;
  readonly secondary: StoreTally;
}

export interface Measured {
  readonly orders: number;
  readonly first: RunReport;
  readonly second: RunReport;
  readonly afterFirst: Tallies;
  readonly afterSecond: Tallies;
}

export interface Bound {
  readonly what: string;
  readonly value: string;
  readonly bound: string;
  readonly holds: boolean;
}

/** As long and as large as the whole benchmark of 10,000 orders may be. */
const SECONDS = 60;
const MEGABYTES = 300;
const REQUESTS_PER_ORDER = 0.4;
/** What a run asks once, however many orders there are: names, times, articles, the first small batches. */
const ONCE = 60;
const REQUESTS_PER_ENTITY = 3;
/** Products, customers, orders, payments. */
const ENTITIES = 4;
const PAGE_SIZE = 100;
/** The pages of the look-back, the one behind the last that shows the end, and one that overlaps. */
const LOOK_BACK_DAYS = 45;
const DAYS = 120;

/** What the benchmark promises. A fast run that lost something would be no good one. */
export function boundsOf(measured: Measured): Bound[] {
  const { orders, first, second, afterFirst, afterSecond } = measured;
  const requests = sum(afterFirst.primary.actions);
  const primaryAgain = sum(afterSecond.primary.actions) - requests;
  const secondaryAgain = sum(afterSecond.secondary.actions) - sum(afterFirst.secondary.actions);
  const lookBackPages = Math.ceil((orders * Math.min(1, LOOK_BACK_DAYS / DAYS)) / PAGE_SIZE) + 2;
  return [
    equal('orders copied, approved, to the cent', copiesAsMeant(afterFirst), orders),
    equal('payments copied', afterFirst.primary.payments, orders),
    equal('requests that change the secondary', afterSecond.secondary.writes, 0),
    equal('mails to shoppers, stock moves', afterSecond.primary.mails + afterSecond.primary.stockMoves, 0),
    most('first run, seconds', first.seconds, SECONDS),
    most('first run, peak memory, MB', first.megabytes, MEGABYTES),
    most('requests to the primary per order', Math.max(0, requests - ONCE) / orders, REQUESTS_PER_ORDER),
    most('second run, seconds', second.seconds, SECONDS),
    equal('second run, records written', sum(second.created), 0),
    most('second run, requests to the primary', primaryAgain, REQUESTS_PER_ENTITY * ENTITIES),
    most('second run, requests to the secondary', secondaryAgain, REQUESTS_PER_ENTITY * ENTITIES + lookBackPages),
    equal('problems', first.problems.length + second.problems.length, 0),
  ];
}

/** Copies whose total is the source's own, and that are approved. */
function copiesAsMeant({ primary, secondary }: Tallies): number {
  const copies = new Set(primary.orders);
  return secondary.orders.filter((order) => copies.has(order.replace(/^N/, 'W'))).length;
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}

function equal(what: string, value: number, bound: number): Bound {
  return { what, value: String(value), bound: `= ${bound}`, holds: value === bound };
}

function most(what: string, value: number, bound: number): Bound {
  return { what, value: value.toFixed(value < 10 ? 2 : 0), bound: `<= ${bound}`, holds: value <= bound };
}
