import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Pipeline } from '../../src/config/pipeline.ts';
import { type Announced, announce } from '../../src/notify/announce.ts';
import type { RunOutcome } from '../../src/notify/conditions.ts';
import { messageSchema } from '../../src/notify/message.ts';
import type { RunSummary } from '../../src/run/summary.ts';
import { demoPipeline } from '../fixtures/support.ts';
import { withTwoStores } from '../rules/support/two-stores.ts';
import { type Hook, startHook } from './hook.ts';
import { ended, failing, shopper } from './run-ends.ts';

let home: string;
let hook: Hook;
let pipeline: Pipeline;
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'announce-'));
  hook = await startHook();
  const demo = await demoPipeline();
  pipeline = { ...demo, onProblem: { ...demo.onProblem, webhook: hook.url, quietRuns: 3 } };
});
afterEach(async () => {
  await hook.close();
  rmSync(home, { recursive: true });
});

/** @param limitMilliseconds long, but where it is met */
function tell(
  outcome: RunOutcome,
  own: Partial<Pipeline['onProblem']> = {},
  limitMilliseconds = 20_000,
): Promise<Announced> {
  const onProblem = { ...pipeline.onProblem, ...own };
  return announce({
    pipeline: { ...pipeline, onProblem },
    home,
    outcome,
    now: 1_800_000_000_000,
    limitMilliseconds,
  });
}

function memoryName(): string {
  return readdirSync(join(home, 'problems')).find((name) => name.endsWith('.json')) ?? '';
}

describe('onProblem.webhook', () => {
  test('hears nothing of good runs', async () => {
    expect(await tell(ended())).toEqual({ told: [], failures: [] });
    expect(hook.received).toEqual([]);
  });

  test('hears of a failure once, and once that it is well again', async () => {
    for (const outcome of [failing, failing, failing, ended(), ended()]) await tell(outcome);
    expect(hook.received.map((body) => messageSchema.parse(body))).toMatchObject([
      { kind: 'problem', run: 7, problems: [{ kind: 'failed', store: 'west', code: 'request-refused' }], over: [] },
      { kind: 'well-again', title: 'demo is well again', problems: [], over: [expect.stringContaining('refused')] },
    ]);
  });

  test('hears that no backup can be made though all runs are good, and that one was made again', async () => {
    const message = `No backup of the ledger /home/${shopper}/state/au.db could be made`;
    const warnings = [{ store: 'primary', entity: 'orders', sourceId: '', code: 'backup-failed', message }] as const;
    for (const outcome of [ended({ warnings }), ended({ warnings }), ended()]) await tell(outcome);
    expect(hook.received.map((body) => messageSchema.parse(body))).toMatchObject([
      { kind: 'problem', problems: [{ kind: 'not-backed-up', code: 'backup-failed', store: null }], over: [] },
      { kind: 'well-again', problems: [], over: [expect.stringContaining('daily backup')] },
    ]);
    expect(JSON.stringify(hook.received)).not.toContain(shopper);
  });

  test('hears of a run that could not begin, but not of one that found another at work', async () => {
    await tell({ kind: 'not-begun', code: 'pipeline-locked', store: null });
    expect(hook.received).toEqual([]);
    await tell({ kind: 'not-begun', code: 'ledger-damaged', store: null });
    expect(hook.received).toMatchObject([{ kind: 'problem', run: null, problems: [{ code: 'ledger-damaged' }] }]);
  });

  test('hears of quarantine each time it grows, also where the number stays the same', async () => {
    const seen: string[][] = [['a'], ['a'], ['a', 'b'], ['c', 'b'], ['b']];
    for (const held of seen) await tell(ended({ status: 'open', held }));
    await tell(ended());
    expect(
      hook.received.map((body) => messageSchema.parse(body)).map(({ kind, problems }) => [kind, problems[0]?.text]),
    ).toEqual([
      ['problem', '1 more in quarantine: 1 customer of west. 1 in all.'],
      ['problem', '1 more in quarantine: 1 customer of west. 2 in all.'],
      ['problem', '1 more in quarantine: 1 customer of west. 2 in all.'],
      ['well-again', undefined],
    ]);
  });

  test('hears that one trouble is over while another lasts', async () => {
    await tell(failing);
    await tell(ended({ status: 'open', held: ['a'] }));
    await tell(ended({ status: 'failed', held: ['a'], problems: [{ store: 'south', code: 'time-out', message: '' }] }));
    await tell(ended({ status: 'open', held: ['a'] }));
    expect(hook.received.map((body) => messageSchema.parse(body).kind)).toEqual([
      'problem',
      'problem',
      'problem',
      'better',
    ]);
  });

  test('hears when nothing was read from a store for so many runs, and not before', async () => {
    for (let run = 1; run <= 2; run += 1) await tell(ended({ read: 0 }));
    expect(hook.received).toEqual([]);
    for (let run = 3; run <= 5; run += 1) await tell(ended({ read: 0 }));
    expect(hook.received).toMatchObject([{ problems: [{ kind: 'nothing-read', store: 'west' }] }]);
    await tell(ended({ read: 1 }));
    expect(hook.received).toMatchObject([{}, { kind: 'well-again' }]);
  });

  test('hears of orders that the primary should not have, which a later good run does not call well', async () => {
    const difference = { kind: 'doubled', store: 'west', sourceId: 'N1', targetId: 'W1', message: shopper } as const;
    await tell(ended({ status: 'differences', differences: [difference as RunSummary['differences'][number]] }));
    await tell(ended());
    expect(hook.received).toMatchObject([{ problems: [{ kind: 'differences', text: expect.stringContaining('W1') }] }]);
  });

  test("is told no shopper's data and no secret, in either form, and neither is the file beside it", async () => {
    await tell(failing);
    await tell(ended({ status: 'open', held: [shopper] }));
    await tell(ended({ status: 'open', held: [shopper, 'second'] }), { format: 'slack' });
    expect(hook.received).toHaveLength(3);
    const file = memoryName();
    const written = readFileSync(join(home, 'problems', file), 'utf8');
    expect(statSync(join(home, 'problems', file)).mode & 0o777).toBe(0o600);
    for (const text of [JSON.stringify(hook.received), written]) {
      for (const secret of [shopper, 'jane', 'west-key', 'main-key', hook.url, 'secret-path'])
        expect(text).not.toContain(secret);
    }
  });

  test('may be one of Slack', async () => {
    await tell(failing, { format: 'slack' });
    expect(hook.received).toMatchObject([
      {
        text: expect.stringContaining('demo: the run failed (west: request-refused)'),
        blocks: [{ type: 'section', text: { type: 'mrkdwn' } }, {}],
      },
    ]);
  });
});

describe('a webhook that fails', () => {
  test.each([
    [500, 'HTTP 500'],
    ['never', 'its answer took longer than 0.3 seconds'],
  ] as const)('with %s does not fail the run, and hears of it after the next', async (answer, reason) => {
    hook.answer = answer;
    const announced = await tell(failing, {}, answer === 'never' ? 300 : undefined);
    expect(announced).toEqual({ told: [], failures: [expect.stringContaining(reason)] });
    expect(JSON.stringify(announced)).not.toContain('secret-path');
    hook.answer = 200;
    expect((await tell(failing)).told).toHaveLength(1);
    expect(hook.received).toHaveLength(1);
  });

  test('because it is not there, does neither', async () => {
    await hook.close();
    expect(await tell(failing)).toMatchObject({
      failures: [expect.stringContaining('could not be reached')],
    });
  });

  test('a spoilt memory counts as none, and a folder that can not be written is said', async () => {
    await tell(failing);
    const file = memoryName();
    writeFileSync(join(home, 'problems', file), '{"told":');
    expect((await tell(failing)).told).toHaveLength(1);
    rmSync(join(home, 'problems'), { recursive: true });
    writeFileSync(join(home, 'problems'), 'a file');
    expect(await tell(failing)).toMatchObject({ told: [{}], failures: [expect.stringContaining('state folder')] });
  });

  test('never gets anything in the clear beyond this machine', async () => {
    const announced = await tell(failing, { webhook: 'http://hooks.example.com/a' });
    expect(announced).toMatchObject({ failures: [expect.stringContaining('not https')] });
  });
});

test('without a webhook nothing is written down', async () => {
  expect(await tell(failing, { webhook: undefined })).toEqual({ told: [], failures: [] });
  expect(readdirSync(home)).toEqual([]);
});

test('a store that reads nothing at all, not even what is unchanged, is told of as quiet', () =>
  withTwoStores({ orders: [] }, async (stores) => {
    for (let run = 1; run <= 3; run += 1) {
      const summary = await stores.run({ allowEmpty: true });
      expect(summary.status).toBe('good');
      await tell({ kind: 'ended', summary });
      expect(hook.received).toHaveLength(run < 3 ? 0 : 1);
    }
    expect(hook.received).toMatchObject([{ problems: [{ kind: 'nothing-read', store: 'west' }] }]);
  }));
