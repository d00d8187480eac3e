import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { movedPipeline, movedSeed } from '../../src/cli/demo/kept/moved.ts';
import { playKept } from '../../src/cli/demo/kept/play-kept.ts';
import { execute } from '../../src/cli/execute.ts';
import type { Shell } from '../../src/cli/shell.ts';
import { demoSeed, repository } from '../fixtures/support.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kept-demo-dates-'));
  mkdirSync(join(folder, 'home'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Enough for some that wait for a person, and with the order that the demo traces. */
const eighth = (_: unknown, place: number): boolean => place % 8 === 1;

const after: readonly (readonly [readonly string[], number])[] = [
  [['todo'], 3],
  [['status', 'pipelines/demo.yaml'], 0],
  [['run', 'pipelines/demo.yaml'], 3],
];

test.each(['2025-04-06T00:30:00Z', '2026-11-20T09:00:00Z', '2028-02-29T23:30:00Z'])(
  'the kept demo plays by the real clock on %s, and what is typed after it works',
  { timeout: 120_000 },
  async (date) => {
    const offset = Date.parse(date) - Date.now();
    let printed = '';
    const shell: Shell = {
      environment: { HOME: join(folder, 'home') },
      folder,
      signal: new AbortController().signal,
      terminal: undefined,
      line: '',
      now: () => Date.now() + offset,
      print: (text) => {
        printed += `${text}\n`;
      },
      note: () => {},
      end() {},
      run: execute,
    };
    const stores = await playKept(shell, eighth);
    try {
      expect(printed).toContain('The second run sent no write');
      const changes = [stores.west, stores.south].flatMap((store) => store.orders().map((order) => order.DateUpdated));
      const yesterday = new Date(Date.parse(date) - 86_400_000).toISOString().slice(0, 10);
      expect(changes.sort().at(-1)?.slice(0, 10)).toBe(yesterday);
      for (const [words, code] of after) {
        printed = '';
        expect([words, await execute(words, shell)], printed).toEqual([words, code]);
        expect(printed).not.toContain('clock');
      }
    } finally {
      await stores.close();
    }
  },
);

test('moved data keeps its times of day in its store, over years and daylight saving, and its books their first day', () => {
  const west = demoSeed('west');
  const order = west.orders.find(({ OrderID }) => OrderID === 'SFX805');
  const south = demoSeed('south').orders.find(({ OrderID }) => OrderID === 'N1001');
  // From winter into summer time: the hour in UTC is another one.
  const moved = movedSeed(demoSeed('south'), 184).orders.find(({ OrderID }) => OrderID === 'N1001');
  expect([south?.DatePlaced, moved?.DatePlaced]).toEqual(['2026-06-30 14:51:00', '2026-12-31 13:51:00']);
  const before = movedSeed(west, -365).orders.find(({ OrderID }) => OrderID === 'SFX805');
  expect([order?.DatePlaced, before?.DatePlaced]).toEqual(['2026-06-30 16:21:00', '2025-06-30 16:21:00']);
  expect([order?.DateInvoiced, before?.DateInvoiced]).toEqual(['2026-07-01', '2025-07-01']);
  const pipeline = movedPipeline(readFileSync(join(repository, 'pipelines/demo.yaml'), 'utf8'), -365);
  expect(pipeline.match(/(since|lockDate): [\d-]+/g)).toEqual([
    'since: 2025-07-01',
    'since: 2025-07-01',
    'lockDate: 2025-06-30',
  ]);
  expect(pipeline).toContain('DEMO_WEST_STORE_KEY');
  expect(pipeline).not.toMatch(/[^_]WEST_STORE_/);
});
