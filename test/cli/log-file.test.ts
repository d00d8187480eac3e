import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { isLong } from '../support/many.ts';
import { type SmallDemo, startSmallDemo } from './small-demo.ts';

const PIPELINE = 'pipelines/demo.yaml';
const WRONG = 'west-wrong-key-1234567890';

/** All that a line may tell. */
const lineSchema = z.strictObject({
  level: z.enum(['info', 'warn']),
  time: z.iso.datetime(),
  step: z.enum([
    'begins', 'ends', 'settle', 'extract', 'load', 'close', 'expected', 'read', 'settled', 'counted', 'extracted',
    'problem', 'wait', 'request',
  ]), // biome-ignore format: a table
  command: z.string().optional(),
  version: z.string().optional(),
  node: z.string().optional(),
  platform: z.string().optional(),
  pipeline: z.string().optional(),
  store: z.enum(['primary', 'west', 'south']).optional(),
  entity: z.enum(['products', 'customers', 'orders', 'payments', 'rmas']).optional(),
  count: z.int().optional(),
  read: z.int().optional(),
  settled: z.int().optional(),
  code: z.string().regex(/^[a-z-]+$/).optional(),
  milliseconds: z.number().optional(),
  reason: z.enum(['rate-limit', '429', 'retry']).optional(),
  action: z.string().regex(/^[A-Za-z]+$/).optional(),
  outcome: z.string().regex(/^[a-z-]+$/).optional(),
  status: z.int().optional(),
  records: z.int().optional(),
}); // biome-ignore format: a table

let demo: SmallDemo;
beforeAll(async () => {
  demo = await startSmallDemo(12);
});
afterAll(() => demo.close());

function linesOf(name: string): z.infer<typeof lineSchema>[] {
  const lines = readFileSync(join(demo.folder, name), 'utf8').trimEnd().split('\n');
  return lines.map((line) => lineSchema.parse(JSON.parse(line)));
}

test('--log appends a line of JSON for each request and step: counts, times and codes, and nothing that anybody wrote', async () => {
  const run = await demo.program(['run', PIPELINE, '--yes', '--log', 'steps.log']);
  expect(run.code, run.stderr).toBe(0);
  const first = linesOf('steps.log');
  expect(first[0]).toMatchObject({ step: 'begins', command: 'run' });
  expect(first.at(-1)?.step).toBe('ends');
  const requests = first.filter(({ step }) => step === 'request');
  expect(requests.length).toBeGreaterThan(30);
  expect(new Set(requests.map(({ store }) => store))).toEqual(new Set(['primary', 'west', 'south']));
  expect(requests.every(({ action, milliseconds, outcome }) => action && milliseconds !== undefined && outcome)).toBe(
    true,
  );

  const failed = await demo.program(['run', PIPELINE, '--log', 'steps.log'], { WEST_STORE_KEY: WRONG });
  expect(failed.code).toBe(1);
  const all = linesOf('steps.log');
  expect(all.slice(0, first.length)).toEqual(first);
  expect(all.filter(({ step }) => step === 'problem')).toEqual([
    expect.objectContaining({ store: 'west', code: 'key-refused' }),
  ]);
  const text = readFileSync(join(demo.folder, 'steps.log'), 'utf8');
  for (const never of [WRONG, 'example.com', 'N10', 'W10', demo.folder]) expect(text).not.toContain(never);
  expect(statSync(join(demo.folder, 'steps.log')).mode & 0o777).toBe(0o600);
});

test.runIf(isLong)('a schedule names the pipeline in each line', async () => {
  const started = demo.start(['schedule', PIPELINE, '--once-now', '--log', 'schedule.log']);
  await expect.poll(() => started.process.exitCode !== null || hasRun('schedule.log'), { timeout: 20_000 }).toBe(true);
  started.process.kill('SIGTERM');
  await started.ended;
  const lines = linesOf('schedule.log').filter(({ step }) => step === 'request');
  expect(lines.length).toBeGreaterThan(5);
  expect(new Set(lines.map(({ pipeline }) => pipeline))).toEqual(new Set(['demo']));
});

function hasRun(name: string): boolean {
  try {
    return readFileSync(join(demo.folder, name), 'utf8').includes('"step":"close"');
  } catch {
    return false;
  }
}

test.each([
  ['a folder that is not there', 'none/steps.log'],
  ['a folder', 'state'],
])('%s is said before anything is sent', async (_, file) => {
  const before = demo.west.requests.length;
  const ended = await demo.program(['run', PIPELINE, '--log', file]);
  expect(ended.code).toBe(2);
  expect(ended.stderr).toContain("can't be written");
  expect(ended.stderr).toContain('Give --log another file');
  expect(demo.west.requests.length).toBe(before);
});

test.each([
  ['the pipeline file', PIPELINE, undefined],
  ['an empty file of secrets', '.env', ''],
  ['notes', 'notes.txt', 'mine\n'],
  ['a file of feeds', 'orders.csv', '"Order ID"\n'],
])('%s is never appended to', async (_, name, content) => {
  const file = join(demo.folder, name);
  if (content !== undefined) writeFileSync(file, content);
  const before = readFileSync(file);
  const ended = await demo.program(['run', PIPELINE, '--log', name]);
  expect(ended.code).toBe(2);
  expect(ended.stderr).toContain('it is there already, and is no log of ours');
  expect(ended.stderr).toContain('Give --log another file');
  expect(readFileSync(file)).toEqual(before);
});

test('a log that another program has cut or emptied goes on', async () => {
  const file = join(demo.folder, 'cut.log');
  writeFileSync(file, '');
  expect((await demo.program(['run', PIPELINE, '--log', 'cut.log'])).code).toBe(0);
  const whole = readFileSync(file, 'utf8');
  writeFileSync(file, whole.slice(whole.indexOf('\n') + 1));
  expect((await demo.program(['run', PIPELINE, '--log', 'cut.log'])).code).toBe(0);
});
