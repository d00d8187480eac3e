import { expect, test } from 'vitest';
import { ZERO } from '../../src/model/money.ts';
import type { OrderRun } from '../../src/run/context/parts.ts';
import { knownOfPrimary } from '../../src/run/load/known-of-primary.ts';
import { inTurns } from '../../src/run/load/turns-by-doubt.ts';
import type { LoadOutcomes } from '../../src/run/protocol/batch.ts';
import type { StoreRun } from '../../src/session/store-run.ts';

/** Of which two things can be learned: its arithmetic, and whether it ignores OrderRounding. */
function contextOf(known: { arithmetic: string; rounding: string }): OrderRun {
  const parts = {
    pipeline: { primary: { url: 'https://main.example' } },
    readings: { of: async () => ({ text: () => known.arithmetic }) },
    rounding: { known: () => known.rounding },
    canaries: { areStopped: async () => false },
    steps: { of: () => ({}) },
    destination: { keeps: true },
  };
  // Nothing else of a run is asked for here.
  return parts as never;
}

test.each([
  ['its arithmetic', { arithmetic: 'by line', rounding: 'ignored' }],
  ['that it takes no rounding', { arithmetic: '', rounding: 'ignored' }],
])(
  'orders that were prepared before more was known of the primary are transformed anew by that: %s',
  async (_, learned) => {
    const state = { arithmetic: '', rounding: 'added' };
    const context = contextOf(state);
    const known = (await knownOfPrimary(context))();
    Object.assign(state, learned);
    const order = { order: {} as never, load: { doubt: ZERO }, by: 'before' };
    const added: unknown[] = [];
    await inTurns(context, { fixed: { store: 'west' } } as StoreRun, [order], {
      known,
      again: async (rest) => rest.map((one) => ({ ...one, by: 'now' })),
      add: async (group): Promise<LoadOutcomes> => {
        added.push(...group.map(({ by }) => by));
        return new Map();
      },
    });
    expect(added).toEqual(['now']);
  },
);
