import { randomFrom } from '../../src/fake-store/index.ts';
import type { RunSummary } from '../../src/run/summary.ts';
import { DAY, HOUR, MINUTE, type Stores } from './truth.ts';

/** Of which runs a clock is wrong. */
const RATE = 1 / 24;
/** More than `load.clockToleranceSeconds`, and more than the day after which a store is not believed. */
const SPANS = [-2 * DAY, -8 * HOUR, -20 * MINUTE, 20 * MINUTE, 8 * HOUR, 11 * HOUR] as const;
const WHOSE = ['main', 'west', 'south', 'all stores', 'own'] as const;

export interface Jump {
  readonly whose: (typeof WHOSE)[number];
  /** Milliseconds; below zero it is behind. */
  readonly ahead: number;
}

/** Which clock is wrong during a run, from a plan of its own; undefined where none is. */
export function clockJumps(seed: number): () => Jump | undefined {
  const random = randomFrom(seed);
  const pick = <T>(among: readonly T[]): T => among[Math.floor(random() * among.length)] as T;
  return () => (random() < RATE ? { whose: pick(WHOSE), ahead: pick(SPANS) } : undefined);
}

/** Sets the stores' clocks for one run. @returns sets them right again */
export function jump(stores: Stores, { whose, ahead }: Jump): () => void {
  const wrong = Object.entries(stores).filter(([name]) => whose === 'all stores' || whose === name);
  for (const [, { switches }] of wrong) switches.currentTimeOffset = ahead / 1000;
  return () => {
    for (const [, { switches }] of wrong) switches.currentTimeOffset = 0;
  };
}

/** A run must tell of a wrong clock, unless it could not ask. @returns what is wrong with that, if anything */
export function untoldJump({ whose, ahead }: Jump, { run, warnings, problems }: RunSummary): string | undefined {
  const codes = [...warnings, ...problems].map(({ code }) => code);
  const told = codes.some((code) => ['clock-differs', 'own-clock-wrong', 'clock-unbelievable'].includes(code));
  if (told || problems.length > 0) return undefined;
  return `run ${run} says nothing of a clock (${whose}) that is ${ahead / MINUTE} minutes ahead`;
}
