import type { Counts } from '../src/ledger/run-entry.ts';
import type { RunSummary } from '../src/run/summary.ts';
import type { StoreTally } from './messages.ts';
import type { FinishedRun } from './processes.ts';

interface Tallies {
  readonly primary: StoreTally;
  readonly secondary: StoreTally;
}

export interface Measured {
  readonly orders: number;
  /** By the clock of the stores. */
  readonly today: Date;
  readonly first: FinishedRun;
  readonly second: FinishedRun;
  readonly afterFirst: Tallies;
  readonly afterSecond: Tallies;
}

export interface Bound {
  readonly what: string;
  readonly value: string;
  readonly bound: string;
  readonly holds: boolean;
}

/** Those of 10,000 orders; a smaller benchmark stays far below. */
const SECONDS = 60;
const MEGABYTES = 300;
const REQUESTS_PER_ORDER = 0.4;
/** What is asked once, and what the first records cost that are written alone (look-up, write and read-back of each step). */
const ONCE = 80;
const REQUESTS_PER_ENTITY = 3;
/** Products, customers, orders, payments. */
const ENTITIES = 4;
/** The pipeline file's defaults. */
const LOOK_BACK_DAYS = 45;
const PAGE_SIZE = 100;

/** What the benchmark promises. A fast run that lost something would be no good one. */
export function boundsOf({ orders, today, first, second, afterFirst, afterSecond }: Measured): Bound[] {
  const requests = sum(Object.values(afterFirst.primary.actions));
  const primaryAgain = sum(Object.values(afterSecond.primary.actions)) - requests;
  const secondaryAgain =
    sum(Object.values(afterSecond.secondary.actions)) - sum(Object.values(afterFirst.secondary.actions));
  return [
    equal('orders copied, approved, to the cent', copiesAsMeant(afterFirst), orders),
    equal('payments copied', afterFirst.primary.paidAt.length, orders),
    equal('writes to the secondary', afterSecond.secondary.writes, 0),
    equal('mails to shoppers, stock moves', afterSecond.primary.mails + afterSecond.primary.stockMoves, 0),
    most('first run, seconds', first.seconds, SECONDS),
    most('first run, peak memory in MB', first.megabytes, MEGABYTES),
    most('first run, requests to the primary per order', Math.max(0, requests - ONCE) / orders, REQUESTS_PER_ORDER),
    most('second run, seconds', second.seconds, SECONDS),
    most('second run, peak memory in MB', second.megabytes, MEGABYTES),
    equal('second run, writes to the primary', afterSecond.primary.writes - afterFirst.primary.writes, 0),
    most('second run, requests to the primary', primaryAgain, REQUESTS_PER_ENTITY * ENTITIES),
    most(
      'second run, requests to the secondary',
      secondaryAgain,
      REQUESTS_PER_ENTITY * ENTITIES + lookBackPages(afterSecond.secondary, today),
    ),
    equal('runs that were not good', [first, second].filter(({ summary }) => !isGood(summary)).length, 0),
  ];
}

/** Copies whose total is the source's own, and that are approved. */
function copiesAsMeant({ primary, secondary }: Tallies): number {
  const copies = new Set(primary.orders);
  return secondary.orders.filter((order) => copies.has(order.replace(/^N/, 'W'))).length;
}

function lookBackPages({ paidAt }: StoreTally, today: Date): number {
  const from = new Date(today.getTime() - LOOK_BACK_DAYS * 86_400_000).toISOString().replace('T', ' ');
  return Math.ceil(paidAt.filter((at) => at >= from).length / PAGE_SIZE);
}

/** Also: everything that was read is accounted for. */
function isGood({ status, stores }: RunSummary): boolean {
  const counts = Object.values(stores).flatMap((entities) => Object.values(entities));
  return status === 'good' && counts.every(isAccountedFor);
}

function isAccountedFor({ read, created, updated, unchanged, skipped, quarantined, pending }: Counts): boolean {
  return pending === 0 && read === created + updated + unchanged + skipped + quarantined;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, count) => total + count, 0);
}

function equal(what: string, value: number, bound: number): Bound {
  return { what, value: String(value), bound: `= ${bound}`, holds: value === bound };
}

function most(what: string, value: number, bound: number): Bound {
  return { what, value: value.toFixed(value < 10 ? 2 : 0), bound: `<= ${bound}`, holds: value <= bound };
}
