import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Pipeline } from '../../src/config/pipeline.ts';
import { announce } from '../../src/notify/announce.ts';
import type { RunOutcome } from '../../src/notify/conditions.ts';
import { messageSchema } from '../../src/notify/message.ts';
import type { RunSummary } from '../../src/run/summary.ts';
import { demoPipeline } from '../fixtures/support.ts';
import { type Hook, startHook } from './hook.ts';
import { ended, failing } from './run-ends.ts';

let home: string;
let hook: Hook;
let demo: Pipeline;
beforeAll(async () => {
  demo = await demoPipeline();
});
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'over-time-'));
  hook = await startHook();
});
afterEach(async () => {
  await hook.close();
  rmSync(home, { recursive: true });
});

const HOUR = 3_600_000;

/** @param hours since the first */
function tell(outcome: RunOutcome, hours = 0) {
  const pipeline = { ...demo, onProblem: { ...demo.onProblem, webhook: hook.url } };
  return announce({ pipeline, home, outcome, now: 1_800_000_000_000 + hours * HOUR, limitMilliseconds: 20_000 });
}
const told = () => hook.received.map((body) => messageSchema.parse(body));

test('what lasts is told again after seven days, and not before', async () => {
  for (const hours of [0, 1, 24, 7 * 24 - 1]) await tell(failing, hours);
  expect(told().map(({ kind }) => kind)).toEqual(['problem']);
  for (const hours of [7 * 24, 7 * 24 + 1, 14 * 24 - 1]) await tell(failing, hours);
  expect(
    told()
      .map(({ kind, title }) => [kind, title])
      .slice(1),
  ).toEqual([['reminder', 'demo: still the run failed (west: request-refused)']]);
});

test('another run that holds the pipeline is told once it has done so for three hours', async () => {
  const locked: RunOutcome = { kind: 'not-begun', code: 'pipeline-locked', store: null };
  for (const hours of [0, 1, 2.9]) await tell(locked, hours);
  // A run in between ends the count.
  await tell(ended(), 2.95);
  for (const hours of [3, 5.9]) await tell(locked, hours);
  expect(told()).toEqual([]);
  for (const hours of [6, 7]) await tell(locked, hours);
  await tell(ended(), 8);
  expect(told()).toMatchObject([{ problems: [{ code: 'pipeline-locked' }] }, { kind: 'well-again' }]);
});

test.each([24, 24 * 365])(
  'what a clock that was %i hours ahead has told is told again seven days after it was set right',
  async (ahead) => {
    await tell(failing, ahead);
    for (const hours of [0, 7 * 24 - 1]) await tell(failing, hours);
    expect(told().map(({ kind }) => kind)).toEqual(['problem']);
    await tell(failing, 7 * 24);
    expect(told().map(({ kind }) => kind)).toEqual(['problem', 'reminder']);
  },
);

test('a run that holds the pipeline is told after three hours, also where the clock was a day ahead when it began', async () => {
  const locked: RunOutcome = { kind: 'not-begun', code: 'pipeline-locked', store: null };
  for (const hours of [24, 0, 2.9]) await tell(locked, hours);
  expect(told()).toEqual([]);
  await tell(locked, 3);
  expect(told()).toMatchObject([{ problems: [{ code: 'pipeline-locked' }] }]);
});

test('a run of a part tells what it finds, and calls nothing over that it did not look at', async () => {
  await tell(failing);
  await tell(ended({ narrowed: true }));
  await tell(ended({ narrowed: true, status: 'open', held: ['a'] }));
  await tell(ended());
  expect(told().map(({ kind, problems }) => [kind, problems.map((one) => one.kind)])).toEqual([
    ['problem', ['failed']],
    ['problem', ['quarantine-grew']],
    ['well-again', []],
  ]);
});

test('a run of a part says nothing about how busy a store is', async () => {
  for (let run = 0; run < 200; run += 1) await tell(ended({ narrowed: true, read: 0 }));
  expect(told()).toEqual([]);
});

test('what an earlier version remembered is not told again', async () => {
  await tell(failing);
  const [name = ''] = readdirSync(join(home, 'problems')).filter((one) => one.endsWith('.json'));
  const former = { told: { 'failed west request-refused': 'refused' }, held: [], silent: {} };
  rmSync(join(home, 'problems'), { recursive: true });
  mkdirSync(join(home, 'problems'));
  writeFileSync(join(home, 'half'), JSON.stringify(former));
  renameSync(join(home, 'half'), join(home, 'problems', name));
  await tell(failing, 1);
  expect(told()).toHaveLength(1);
});

test('ten thousand orders that the primary should not have are one message that can be read', async () => {
  const differences = Array.from({ length: 10_000 }, (_, place) => ({
    ...{ kind: 'doubled', store: 'west', sourceId: `N${place}`, targetId: `W${place}`, message: '' },
  })) as RunSummary['differences'][number][];
  await tell(ended({ status: 'differences', differences }));
  expect(JSON.stringify(hook.received).length).toBeLessThan(3_000);
  expect(told()[0]?.problems[0]?.text).toContain('and 9990 more');
});
