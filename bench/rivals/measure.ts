import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Random } from '../../scripts/fixtures/random.ts';
import type { StoreTally } from '../messages.ts';
import { type StoreProcess, startStore } from '../processes.ts';
import { compareStores, isAnyWrong, sumOf, type Wrongs } from './compare.ts';
import { type Contender, start } from './contenders.ts';

const QUARTER_OF_AN_HOUR = 15 * 60_000;
/** A contender that has not ended well after so many quarters of an hour never will. */
const PATIENCE = 12;

export interface Undisturbed {
  readonly ordersPerMinute: number;
  readonly toPrimary: number;
  readonly toSecondary: number;
  readonly wrongs: Wrongs;
}

/** The sum of several runs, each on stores of its own and killed once. */
export interface Killed {
  readonly runs: number;
  /** In which something is doubled, lost or different in the end. */
  readonly wrongRuns: number;
  /** Of all runs together. */
  readonly starts: number;
  /** Those that never said that all is done. */
  readonly unfinished: number;
  readonly wrongs: Wrongs;
}

interface KilledRun {
  readonly starts: number;
  readonly isFinished: boolean;
  readonly wrongs: Wrongs;
}

interface Pair {
  readonly primary: StoreProcess;
  readonly secondary: StoreProcess;
  readonly folder: string;
}

/** One run that nothing disturbs. @throws Error where it does not end well */
export async function measureUndisturbed(
  contender: Contender,
  { orders, latency }: { readonly orders: number; readonly latency: number },
): Promise<Undisturbed> {
  return await withPair(orders, latency, async ({ primary, secondary, folder }) => {
    const run = start(contender, { primary: primary.url, secondary: secondary.url, folder, ahead: 0 });
    const { code, seconds, notes } = await run.ended;
    if (code !== 0) throw new Error(`${contender.name} ended with ${code}:\n${notes}`);
    return {
      ordersPerMinute: (orders / seconds) * 60,
      toPrimary: requestsOf(await primary.tally()),
      toSecondary: requestsOf(await secondary.tally()),
      wrongs: compareStores(await secondary.contents(), await primary.contents()),
    };
  });
}

/**
 * Runs that are killed once each, at a random point between the first and the last twentieth of the `requests` that an
 * undisturbed one sends to the primary. The request at which it is killed is never answered; half of them are done nevertheless.
 */
export async function measureKilled(
  contender: Contender,
  given: { readonly orders: number; readonly kills: number; readonly seed: string; readonly requests: number },
): Promise<Killed> {
  const random = new Random(`kills ${given.seed} ${contender.name}`);
  const runs: KilledRun[] = [];
  while (runs.length < given.kills) {
    const requests = Math.max(1, Math.round(given.requests * (0.05 + 0.9 * random.fraction())));
    runs.push(await killedRun(contender, { orders: given.orders, requests, isDone: random.chance(0.5) }));
  }
  return {
    runs: runs.length,
    wrongRuns: runs.filter(({ wrongs }) => isAnyWrong(wrongs)).length,
    starts: runs.reduce((total, { starts }) => total + starts, 0),
    unfinished: runs.filter(({ isFinished }) => !isFinished).length,
    wrongs: sumOf(runs.map(({ wrongs }) => wrongs)),
  };
}

/** @throws Error where it ends before it can be killed */
async function killedRun(
  contender: Contender,
  { orders, requests, isDone }: { readonly orders: number; readonly requests: number; readonly isDone: boolean },
): Promise<KilledRun> {
  return await withPair(orders, 0, async ({ primary, secondary, folder }) => {
    let [starts, ahead] = [0, 0];
    const startOnce = () => {
      starts += 1;
      return start(contender, { primary: primary.url, secondary: secondary.url, folder, ahead });
    };
    const silence = await primary.fallSilent(requests, isDone);
    const run = startOnce();
    const isSilent = await Promise.race([silence.begun.then(() => true), run.ended.then(() => false)]);
    run.child.kill('SIGKILL');
    const { notes } = await run.ended;
    await silence.end();
    if (!isSilent)
      throw new Error(`${contender.name} ended before request ${requests}, at which it is killed:\n${notes}`);
    for (;;) {
      const { code } = await startOnce().ended;
      if (code === 0 || starts > PATIENCE) {
        const wrongs = compareStores(await secondary.contents(), await primary.contents());
        return { starts, isFinished: code === 0, wrongs };
      }
      ahead += QUARTER_OF_AN_HOUR;
      for (const store of [primary, secondary]) await store.later(QUARTER_OF_AN_HOUR);
    }
  });
}

async function withPair<Result>(
  orders: number,
  latency: number,
  work: (pair: Pair) => Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'benchmark-'));
  const [primary, secondary] = await Promise.all([
    startStore('primary', { orders: 0, ahead: 0, latency }),
    startStore('secondary', { orders, ahead: 0, latency }),
  ]);
  try {
    return await work({ primary, secondary, folder });
  } finally {
    for (const store of [primary, secondary]) await store.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function requestsOf({ actions }: StoreTally): number {
  return Object.values(actions).reduce((total, count) => total + count, 0);
}
