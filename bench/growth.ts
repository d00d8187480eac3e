import { type Bound, most } from './bound.ts';
import type { Measured } from './bounds.ts';

/** Of time and requests: so much above what as many orders more take by the smaller run. */
const ABOVE_LINEAR = 1.1;
/** Megabytes more, however many orders. */
const MORE_MEGABYTES = 20;
/** Seconds of processor time more that a run with nothing new takes where the ledger is larger. */
const MORE_OF_NOTHING = 0.2;

/** What a run of more orders may take beside a smaller one that was measured just before it. */
export function growthOf(small: Measured, large: Measured): Bound[] {
  const times = large.orders / small.orders;
  const linear = (what: string, of: (run: Measured) => number): Bound =>
    most(`${what}, in times of the smaller one's`, of(large) / of(small), round(times * ABOVE_LINEAR));
  const more = (what: string, of: (run: Measured) => number, bound: number): Bound =>
    most(`${what}, more than the smaller one's`, of(large) - of(small), bound);
  return [
    linear('first run, processor time', ({ first }) => first.processorSeconds),
    linear('first run, requests to the primary', ({ afterFirst }) => sum(afterFirst.primary.actions)),
    linear('first run, requests to the secondary', ({ afterFirst }) => sum(afterFirst.secondary.actions)),
    more('first run, peak memory in MB', ({ first }) => first.megabytes, MORE_MEGABYTES),
    more('nothing new, processor time in seconds', ({ third }) => third.processorSeconds, MORE_OF_NOTHING),
    more('nothing new, peak memory in MB', ({ third }) => third.megabytes, MORE_MEGABYTES),
    more('nothing new and a backup, peak memory in MB', ({ second }) => second.megabytes, MORE_MEGABYTES),
  ];
}

function sum(actions: Readonly<Record<string, number>>): number {
  return Object.values(actions).reduce((total, count) => total + count, 0);
}

/** So that it is not printed with the digits of a binary fraction. */
function round(bound: number): number {
  return Number(bound.toFixed(2));
}
