import type { Counts } from '../src/ledger/run-entry.ts';
import type { RunSummary } from '../src/run/summary.ts';
import { atLeast, type Bound, equal, most } from './bound.ts';
import type { StoreTally } from './messages.ts';
import type { FinishedRun } from './processes.ts';

interface Tallies {
  readonly primary: StoreTally;
  readonly secondary: StoreTally;
}

export interface Measured {
  readonly orders: number;
  readonly first: FinishedRun;
  readonly afterFirst: Tallies;
  /** Runs between the first and the one with nothing new, over which a limit spread what is due once a day. */
  readonly spread: number;
  /** The run with nothing new, which makes the backup of the day, and what the stores had been asked before and after it. */
  readonly second: FinishedRun;
  readonly before: Tallies;
  readonly afterSecond: Tallies;
  /** One more with nothing new, and with nothing that is done once a day. */
  readonly third: FinishedRun;
}

export interface Setting {
  readonly batch: number;
  /** Milliseconds. */
  readonly latency: number;
  /** Requests a minute. */
  readonly limit: number | undefined;
}

/** Seconds and processor time of so many orders are bounded, and of more as many times as much. A smaller benchmark stays far below. */
const BOUNDED = 10_000;
const SECONDS = 60;
const MEGABYTES = 260;
/** However many orders more. */
const MORE_MEGABYTES = 20;
/** A run that finds nothing. */
const MEGABYTES_OF_NOTHING = 160;
/** Seconds of the run's process, also beside other work. */
const PROCESSOR = 60;
const PROCESSOR_OF_NOTHING = 1;
/** Seconds for each order, once a day: the ledger is copied, and the copy is read whole to be checked. */
const BACKUP_PER_ORDER = 0.000_008;
const REQUESTS_PER_ORDER = 0.24;
/** In batches of 50. */
const REQUESTS_PER_ORDER_LARGE = 0.12;
const REQUESTS_TO_SECONDARY = 0.045;
/** Above the time that the store's limit makes of the requests to it. */
const WAITING = 1.1;
/** Above the time in which at least one answer of a store was under way. */
const BESIDE_ANSWERS = 1.5;
/** Of the limit, in the minutes between the one in which the run begins and the one of its last write. */
const USED = 0.95;
/** Seconds that runs of few orders take besides: the first records, which go alone, and the closing and the proof, which keep to a quarter. */
const BEGIN_AND_END = 60;
/** From so many orders on all requests count; of fewer those are taken off that are sent once, whatever the number of orders. */
const ALL_COUNT_FROM = 10_000;
/** Names, times, and the two passes over each listing. */
const ONCE_OF_SECONDARY = 20;
/** What is asked once, and what the first records cost that are written alone (look-up, write and read-back of each step). */
const ONCE = 80;
/** Requests to each store of a run with nothing new: three for each of products, customers, orders, payments. */
const QUIET = 3 * 4;

/** What the benchmark promises. A fast run that lost something would be no good one. */
export function boundsOf(
  { orders, first, second, third, afterFirst, before, afterSecond }: Measured,
  { batch, latency, limit }: Setting,
): Bound[] {
  const perOrder = batch >= 50 ? REQUESTS_PER_ORDER_LARGE : batch >= 20 ? REQUESTS_PER_ORDER : Number.POSITIVE_INFINITY;
  const requests = sum(Object.values(afterFirst.primary.actions));
  const [once, onceOfSecondary] = orders >= ALL_COUNT_FROM ? [0, 0] : [ONCE, ONCE_OF_SECONDARY];
  const again = requestsAgain({ before, afterSecond });
  const [times, moreMegabytes] = orders > BOUNDED ? [orders / BOUNDED, MORE_MEGABYTES] : [1, 0];
  const withBackup = Number((PROCESSOR_OF_NOTHING + BACKUP_PER_ORDER * orders).toFixed(2));
  return [
    equal('orders copied, approved, to the cent', copiesAsMeant(afterFirst), orders),
    equal('payments copied', afterFirst.primary.paidAt.length, orders),
    equal('writes to the secondary', afterSecond.secondary.writes, 0),
    equal('mails to shoppers, stock moves', afterSecond.primary.mails + afterSecond.primary.stockMoves, 0),
    ...timesOf({ orders, first, afterFirst }, { latency, limit }),
    most('first run, processor time in seconds', first.processorSeconds, PROCESSOR * times),
    most('first run, peak memory in MB', first.megabytes, MEGABYTES + moreMegabytes),
    most('first run, requests to the primary per order', Math.max(0, requests - once) / orders, perOrder),
    most(
      'first run, requests to the secondary per order',
      Math.max(0, sum(Object.values(afterFirst.secondary.actions)) - onceOfSecondary) / orders,
      REQUESTS_TO_SECONDARY,
    ),
    most('second run, seconds', second.seconds, SECONDS),
    most('second run, processor time in seconds, with the backup of the day', second.processorSeconds, withBackup),
    most('second run, peak memory in MB', second.megabytes, MEGABYTES_OF_NOTHING + moreMegabytes),
    equal('second run, writes to the primary', afterSecond.primary.writes - afterFirst.primary.writes, 0),
    most('second run, requests to the primary', again.primary, QUIET),
    most('second run, requests to the secondary', again.secondary, QUIET),
    most('third run, processor time in seconds', third.processorSeconds, PROCESSOR_OF_NOTHING),
    most('third run, peak memory in MB', third.megabytes, MEGABYTES_OF_NOTHING),
    equal('runs that were not good', [first, second, third].filter(({ summary }) => !isGood(summary)).length, 0),
  ];
}

/** By the limit, where there is one: the store that was asked most decides. */
function timesOf(
  { orders, first: { seconds }, afterFirst: { primary, secondary } }: Pick<Measured, 'orders' | 'first' | 'afterFirst'>,
  { latency, limit }: Omit<Setting, 'batch'>,
): Bound[] {
  if (limit === undefined) {
    if (latency === 0) return [most('first run, seconds', seconds, SECONDS * Math.max(1, orders / BOUNDED))];
    const chain = secondsAwaited([...primary.awaited, ...secondary.awaited]);
    return [
      most(
        'first run, seconds, beside those in which an answer was awaited',
        seconds,
        Math.round(BESIDE_ANSWERS * chain),
      ),
    ];
  }
  const asked = Math.max(...[primary, secondary].map(({ actions }) => sum(Object.values(actions))));
  const least = (asked / limit) * 60 + (orders >= ALL_COUNT_FROM ? 0 : BEGIN_AND_END);
  // The last write may come early in its minute.
  const between = primary.byMinute.slice(1, primary.minuteOfLastWrite);
  const used = sum(between) / (limit * between.length);
  return [
    most('first run, seconds, beside what the limit makes of its requests', seconds, Math.round(WAITING * least)),
    ...(between.length === 0 ? [] : [atLeast('first run, part of the primary’s limit that is used', used, USED)]),
  ];
}

/** Whether a run sent no more than one with nothing new may. */
export function isQuiet(run: Pick<Measured, 'before' | 'afterSecond'>): boolean {
  const { primary, secondary } = requestsAgain(run);
  return primary <= QUIET && secondary <= QUIET;
}

function requestsAgain({ before, afterSecond }: Pick<Measured, 'before' | 'afterSecond'>) {
  const sent = (store: keyof Tallies) =>
    sum(Object.values(afterSecond[store].actions)) - sum(Object.values(before[store].actions));
  return { primary: sent('primary'), secondary: sent('secondary') };
}

/** In which at least one of them was under way: the chain of answers that a run waits for. */
export function secondsAwaited(awaited: StoreTally['awaited']): number {
  let total = 0;
  let until = Number.NEGATIVE_INFINITY;
  for (const [from, to] of [...awaited].sort(([a], [b]) => a - b)) {
    total += Math.max(0, to - Math.max(from, until));
    until = Math.max(until, to);
  }
  return total / 1000;
}

/** Copies whose total is the source's own, and that are approved. */
function copiesAsMeant({ primary, secondary }: Tallies): number {
  const copies = new Set(primary.orders);
  return secondary.orders.filter((order) => copies.has(order.replace(/^N/, 'W'))).length;
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
