import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { messageSchema } from '../../src/notify/message.ts';
import { type Hook, startHook } from '../notify/hook.ts';
import { type DemoStores, startDemoStores } from '../run/demo-stores.ts';
import { fewerSeed } from '../run/small-stores.ts';
import { runProgram, startHere } from './program.ts';

let stores: DemoStores;
let hook: Hook;
beforeAll(async () => {
  const seeds = { west: { seed: fewerSeed('west', 12) }, south: { seed: fewerSeed('south', 12) } };
  [stores, hook] = await Promise.all([startDemoStores(seeds), startHook()]);
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the pipeline file's own way to name a variable
  appendFileSync(join(stores.folder, 'pipelines/demo.yaml'), '\nonProblem: { webhook: "${ALERT_WEBHOOK}" }\n');
});
afterAll(async () => {
  await stores.close();
  await hook.close();
});

const run = (environment: NodeJS.ProcessEnv, ...words: string[]) =>
  runProgram(['run', 'pipelines/demo.yaml', ...words], {
    folder: stores.folder,
    environment: {
      ...stores.environment,
      NETO_CONSOLIDATOR_HOME: stores.home,
      ALERT_WEBHOOK: hook.url,
      ...environment,
    },
  });

test('a run tells the webhook of what failed, and the exit code stays the one of the run', async () => {
  const refused = await run({ WEST_STORE_KEY: 'a-key-that-is-wrong' }, '--order', 'N1');
  const told = [{ kind: 'problem', problems: [{ store: 'west', code: 'key-refused' }, {}] }];
  expect(hook.received, 'of a narrowed run, too').toMatchObject(told);
  const failed = await run({ WEST_STORE_KEY: 'a-key-that-is-wrong' }, '--yes');
  expect([refused.code, failed.code]).toEqual([1, 1]);
  const again = hook.received.slice(1).flatMap((body) => messageSchema.parse(body).problems);
  expect(again.filter(({ code }) => code === 'key-refused')).toEqual([]);
  expect(JSON.stringify(hook.received)).not.toContain('a-key-that-is-wrong');
});

test('a webhook that is down changes nothing about the run but a line for people', async () => {
  hook.answer = 503;
  const { code, stderr, stdout } = await run({}, '--yes', '--output', 'json');
  expect(code).toBe(3);
  expect(stderr).toContain('it answered HTTP 503');
  expect(stderr + stdout).not.toContain('secret-path');
  hook.answer = 200;
  await run({}, '--yes');
  expect(hook.received.at(-1)).toMatchObject({ kind: 'problem', over: [expect.stringContaining('Invalid API Key')] });
});

test('a run of the schedule tells it, too', async () => {
  const { length } = hook.received;
  const environment = { WEST_STORE_KEY: 'a-key-that-is-wrong' };
  const started = startHere(['schedule', 'pipelines/demo.yaml', '--once-now'], {
    folder: stores.folder,
    environment: {
      ...stores.environment,
      NETO_CONSOLIDATOR_HOME: stores.home,
      ALERT_WEBHOOK: hook.url,
      ...environment,
    },
  });
  try {
    await started.said(' failed: ');
  } finally {
    await started.stop();
  }
  expect(hook.received.slice(length)).toMatchObject([{ kind: 'problem', problems: [{ code: 'key-refused' }] }]);
});
