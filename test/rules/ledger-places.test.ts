import { copyFileSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { ConsolidatorError } from '../../src/model/errors.ts';
import { claimLedger } from '../../src/operations/doctor/claim-ledger.ts';
import { examinePipeline } from '../../src/operations/doctor/examine-pipeline.ts';
import { undoRun } from '../../src/operations/undo/undo-run.ts';
import type { RunOptions } from '../../src/run/options.ts';
import { openLedger } from '../support/open-ledger.ts';
import { asMadeBefore } from './support/former-ledger.ts';
import { fresh } from './support/fresh-order.ts';
import { orderSeed, startTwoStores, type TwoStores } from './support/two-stores.ts';

let stores: TwoStores;
afterEach(() => stores?.close());

const start = async () => {
  stores = await startTwoStores({ orders: [orderSeed({ OrderID: 'N100' })] });
  expect((await stores.run()).status).toBe('good');
  stores.west.panel.addOrder(fresh('N101'));
};

/** What became of a run: its status, or the code and words of what kept it from beginning. */
const endOf = (options: Partial<RunOptions> = {}) =>
  stores.run(options).then(
    ({ status }) => status,
    (error: unknown) => (error instanceof ConsolidatorError ? `${error.code}: ${error.message}` : error),
  );

/** The ledger as it would be copied while nothing runs. */
function copyTo(file: string): string {
  copyFileSync(stores.ledgerFile, file);
  return file;
}

test('under another state home a ledger is refused before anything is asked, in a plan too, until a person says that it was moved', async () => {
  await start();
  const home = join(stores.home, 'container');
  const asked = stores.main.requests.length + stores.west.requests.length;
  expect(await endOf({ home })).toMatch(/^ledger-moved: .*In a container .* volume.*doctor --moved/);
  expect(await endOf({ home, simulate: true })).toMatch(/^ledger-moved/);
  await expect(undoRun({ pipeline: await stores.pipeline(), home, run: 1 })).rejects.toMatchObject({
    code: 'ledger-moved',
  });
  expect(stores.main.requests.length + stores.west.requests.length).toBe(asked);
  const pipeline = await stores.pipeline();
  const findings = await examinePipeline({ pipeline, home });
  expect(findings.filter(({ severity }) => severity === 'problem')).toMatchObject([{ topic: 'place' }]);
  await claimLedger(pipeline, { why: 'moved', home, now: Date.now });
  expect(await endOf({ home })).toBe('good');
  const sound = await examinePipeline({ pipeline, home });
  expect(sound.filter(({ severity }) => severity === 'problem')).toEqual([]);
  expect(await endOf()).toMatch(/^ledger-moved/);
});

test('a container made anew over the same volume goes on without a word, wherever the volume is mounted', async () => {
  await start();
  const volume = join(stores.home, 'mounted-elsewhere');
  mkdirSync(volume);
  const ledger = join(volume, 'ledger.db');
  renameSync(stores.ledgerFile, ledger);
  const summary = await stores.run({ pipeline: { ...(await stores.pipeline()), ledger }, machine: '' });
  const codes = summary.warnings.map(({ code }) => code);
  expect(summary.status).toBe('good');
  expect(codes).not.toContain('on-another-machine');
});

test('a copy of a ledger beside the first one is refused; one whose first is gone, or that was put back in its place, is not', async () => {
  await start();
  const ledger = copyTo(join(stores.home, 'second.db'));
  const pipeline = { ...(await stores.pipeline()), ledger };
  expect(await endOf({ pipeline })).toMatch(
    /^ledger-moved: .*second\.db is a copy of .*ledger\.db, which is still there/,
  );
  copyTo(`${stores.ledgerFile}.backup`);
  rmSync(stores.ledgerFile);
  expect(await endOf({ pipeline })).toBe('good');
  renameSync(`${stores.ledgerFile}.backup`, stores.ledgerFile);
});

test('another machine, where both have an id, is a warning and no more; without one there is none', async () => {
  await start();
  const codes = async (machine: string) =>
    (await stores.run({ machine })).warnings.map(({ code }) => code).filter((code) => code.includes('machine'));
  expect(await codes('machine-a')).toEqual([]);
  expect(await codes('machine-b')).toEqual(['on-another-machine']);
  expect(await codes('machine-b')).toEqual([]);
  expect(await codes('')).toEqual([]);
});

test('a ledger of the version before has no place yet: it opens, is bound where it is, and goes on', async () => {
  await start();
  const ledger = openLedger(stores.ledgerFile);
  expect(ledger.generation).toBe(1);
  await ledger.close();
  asMadeBefore(stores);
  expect(await endOf()).toBe('good');
  expect(stores.main.order('W101')).toBeDefined();
  expect(await endOf({ home: join(stores.home, 'another') })).toMatch(/^ledger-moved/);
});
