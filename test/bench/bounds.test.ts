import { expect, test } from 'vitest';
import type { Bound } from '../../bench/bound.ts';
import { boundsOf, type Measured } from '../../bench/bounds.ts';
import { growthOf } from '../../bench/growth.ts';
import type { StoreTally } from '../../bench/messages.ts';
import type { FinishedRun } from '../../bench/processes.ts';

interface Figures {
  readonly orders: number;
  /** Of the first run. */
  readonly processorSeconds: number;
  readonly megabytes: number;
  readonly requests: number;
  /** Of a run with nothing new: with the backup of the day, and without. */
  readonly withBackup: number;
  readonly nothing: number;
  readonly megabytesOfNothing: number;
}

const TEN_THOUSAND: Figures = {
  ...{ orders: 10_000, processorSeconds: 24, megabytes: 200, requests: 2_300 },
  ...{ withBackup: 0.6, nothing: 0.5, megabytesOfNothing: 130 },
};
/** As it should be of ten times as many. */
const HUNDRED_THOUSAND: Figures = {
  ...TEN_THOUSAND,
  ...{ orders: 100_000, processorSeconds: 240, megabytes: 215, requests: 23_000, withBackup: 1.3 },
};
const SETTING = { batch: 20, latency: 0, limit: undefined };

function run(processorSeconds: number, megabytes: number): FinishedRun {
  return {
    ...{ processorSeconds, megabytes, seconds: processorSeconds },
    // What the bounds read of it.
    summary: { status: 'good', stores: {} } as FinishedRun['summary'],
  };
}

function tally(orders: readonly string[], requests: number): StoreTally {
  return {
    ...{ actions: { GetOrder: requests }, byMinute: [], minuteOfLastWrite: 0, awaited: [] },
    ...{ writes: 0, mails: 0, stockMoves: 0, orders, paidAt: orders.map(() => '') },
  };
}

function measured({ orders: count, requests, ...figures }: Figures): Measured {
  const numbers = Array.from({ length: count }, (_, place) => place + 1);
  const tallies = {
    primary: tally(
      numbers.map((number) => `W${number}`),
      requests,
    ),
    secondary: tally(
      numbers.map((number) => `N${number}`),
      Math.round(0.04 * count),
    ),
  };
  return {
    ...{ orders: count, spread: 0, afterFirst: tallies, before: tallies, afterSecond: tallies },
    first: run(figures.processorSeconds, figures.megabytes),
    second: run(figures.withBackup, figures.megabytesOfNothing),
    third: run(figures.nothing, figures.megabytesOfNothing),
  };
}

function broken(bounds: readonly Bound[]): string[] {
  return bounds.filter(({ holds }) => !holds).map(({ what }) => what);
}

function brokenByGrowth(large: Partial<Figures>): string[] {
  return broken(growthOf(measured(TEN_THOUSAND), measured({ ...HUNDRED_THOUSAND, ...large })));
}

test('a run of ten times the orders may take ten times the time and requests, and no memory that grows with them', () => {
  expect(brokenByGrowth({})).toEqual([]);
  expect(brokenByGrowth({ processorSeconds: 263 })).toEqual([]);
  expect(brokenByGrowth({ processorSeconds: 265 })).toEqual([
    "first run, processor time, in times of the smaller one's",
  ]);
  expect(brokenByGrowth({ requests: 25_400 })).toEqual([
    "first run, requests to the primary, in times of the smaller one's",
  ]);
  expect(brokenByGrowth({ megabytes: 221 })).toEqual(["first run, peak memory in MB, more than the smaller one's"]);
});

test('a run that finds nothing may take no more time or memory where ten times the orders are copied', () => {
  expect(brokenByGrowth({ nothing: 0.8 })).toEqual([
    "nothing new, processor time in seconds, more than the smaller one's",
  ]);
  expect(brokenByGrowth({ megabytesOfNothing: 151 })).toEqual([
    "nothing new, peak memory in MB, more than the smaller one's",
    "nothing new and a backup, peak memory in MB, more than the smaller one's",
  ]);
});

test('the bounds of one benchmark grow with its orders in time, for the backup too, and hardly in memory', () => {
  expect(broken(boundsOf(measured(TEN_THOUSAND), SETTING))).toEqual([]);
  expect(broken(boundsOf(measured(HUNDRED_THOUSAND), SETTING))).toEqual([]);
  const slow = { ...HUNDRED_THOUSAND, processorSeconds: 601, megabytes: 281, withBackup: 1.9, nothing: 1.1 };
  expect(broken(boundsOf(measured(slow), SETTING))).toEqual([
    'first run, seconds',
    'first run, processor time in seconds',
    'first run, peak memory in MB',
    'second run, processor time in seconds, with the backup of the day',
    'third run, processor time in seconds',
  ]);
  // As many times as much is let to more orders alone.
  expect(
    broken(boundsOf(measured({ ...TEN_THOUSAND, orders: 1_000, requests: 230, withBackup: 1.05 }), SETTING)),
  ).toEqual(['second run, processor time in seconds, with the backup of the day']);
});
