import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Fault } from '../../src/fake-store/index.ts';
import type { RunOptions } from '../../src/run/options.ts';
import { runPipeline } from '../../src/run/run.ts';
import { type Arena, openArena } from '../chaos/arena.ts';
import { converge } from '../chaos/converge.ts';
import { population } from '../chaos/population.ts';

const people = population(3, 5);
let arena: Arena;
beforeEach(async () => {
  arena = await openArena({ population: people });
});
afterEach(() => arena.close());

/** Asks a run to stop when the primary gets its `time`th write of the action, which then meets the fault. */
async function stoppedAt(action: string, fault: Fault | undefined, options: Partial<RunOptions> = {}, time = 1) {
  const controller = new AbortController();
  let seen = 0;
  let asked = 0;
  arena.main.faults.next = (request) => {
    if (request.action !== action) return undefined;
    seen += 1;
    if (seen !== time) return undefined;
    asked = performance.now();
    controller.abort(new Error('SIGTERM'));
    return fault;
  };
  const summary = await runPipeline({ ...(await arena.options()), signal: controller.signal, ...options });
  return { summary, milliseconds: performance.now() - asked };
}

test('a run that is asked to stop finishes the write that is under way, with its read-back, and nothing after it', async () => {
  const { summary } = await stoppedAt('AddOrder', { kind: 'late', milliseconds: 200 });
  expect(summary.status).toBe('stopped');
  expect(summary.problems).toEqual([]);
  const actions = arena.main.requests.map(({ action }) => action);
  expect(actions.slice(actions.indexOf('AddOrder'))).toEqual(['AddOrder', 'GetOrder']);
  expect(await arena.openIntents()).toEqual([]);
});

test('what is not done in time is cut, with its intents left for the next run', async () => {
  const { summary, milliseconds } = await stoppedAt(
    'AddOrder',
    { kind: 'late', milliseconds: 900 },
    { cutAfterMilliseconds: 150 },
  );
  expect(summary.status).toBe('stopped');
  expect(milliseconds).toBeLessThan(800);
  expect(await arena.openIntents()).toMatchObject([{ targetId: 'W100', action: 'add' }]);
});

test.each([
  ['AddItem', 150],
  ['AddOrder', 150],
  ['UpdateOrder', 150],
  ['AddPayment', 150],
  ['AddPayment', 60_000],
])(
  'the run after one that was stopped at %s (cut after %i ms) goes on where it stopped',
  async (action, cutAfterMilliseconds) => {
    await stoppedAt(action, { kind: 'late', milliseconds: 400 }, { cutAfterMilliseconds });
    expect((await converge(arena, people.truth)).violations).toEqual([]);
  },
);
