import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Pipeline } from '../../src/config/pipeline.ts';
import { checkPipeline } from '../../src/operations/check/check-pipeline.ts';
import { examinePipeline } from '../../src/operations/doctor/examine-pipeline.ts';
import { openPaths } from '../../src/session/open-paths.ts';
import { orderSeed, withTwoStores } from '../rules/support/two-stores.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'open folders-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A folder with such rights, whatever is taken from new ones. */
function make(name: string, rights: number): string {
  const path = join(folder, name);
  mkdirSync(path, { recursive: true });
  chmodSync(path, rights);
  return path;
}

function pipelineWith(source?: { readonly files: string; readonly moveTo?: string }): Pipeline {
  const pipeline = {
    name: 'au',
    file: 'au.yaml',
    ledger: join(folder, 'state/au.db'),
    secondaries: [{ name: 'west', source }],
  };
  return pipeline as unknown as Pipeline;
}

const said = (pipeline: Pipeline, home: string) =>
  openPaths(pipeline, home).map(({ message, remedy }) => ({ message, remedy }));

/** Types what the remedy says, as a person would. */
function obey(remedies: readonly { readonly remedy: string }[]): void {
  for (const { remedy } of remedies) {
    const [, words = ''] = /: (chmod .*)$/.exec(remedy) ?? [];
    expect(spawnSync('sh', ['-c', words]).status, remedy).toBe(0);
  }
}

test('folders that hold data and let others in are said, one by one, with what to type; then nothing is said any more', () => {
  const state = make('state', 0o755);
  const home = make('home', 0o770);
  const backups = make('state/au.db.backups', 0o705);
  const batches = make('state/au.db.exports', 0o700);
  const done = make('done', 0o722);
  const incoming = make('in', 0o775);
  const pipeline = pipelineWith({ files: join(incoming, '*.csv'), moveTo: done });
  const found = said(pipeline, home);
  expect(found.map(({ message }) => message)).toEqual([
    `Other users of this machine can read the folder of the ledger, ${state} (755).`,
    `Other users of this machine can read the folder of the backups, ${backups} (705).`,
    `Other users of this machine can read and write the state home, ${home} (770).`,
    `Other users of this machine can read the folder of the files of west, ${incoming} (775).`,
    `Other users of this machine can write the folder of the files of west that are done, ${done} (722).`,
  ]);
  obey(found);
  expect(said(pipeline, home)).toEqual([]);
  // Whoever delivers the files comes in by the group.
  expect((statSync(incoming).mode & 0o777).toString(8)).toBe('770');
  expect((statSync(batches).mode & 0o777).toString(8)).toBe('700');
});

test('a file that is open is said only where its folder lets others in', () => {
  const state = make('state', 0o711);
  writeFileSync(join(state, 'au.db'), '');
  chmodSync(join(state, 'au.db'), 0o644);
  const found = said(pipelineWith(), make('home', 0o700));
  expect(found.map(({ message }) => message)).toEqual([
    `Other users of this machine can read the file, ${join(state, 'au.db')} (644).`,
  ]);
  chmodSync(state, 0o700);
  expect(said(pipelineWith(), join(folder, 'home'))).toEqual([]);
  chmodSync(state, 0o711);
  obey(found);
  expect(said(pipelineWith(), join(folder, 'home'))).toEqual([]);
});

test('a folder that everybody uses is not to be closed: another one is advised', () => {
  make('state', 0o1777);
  const [found] = said(pipelineWith(), make('home', 0o700));
  expect(found?.remedy).toMatch(/^Put the ledger into a folder of your own/);
});

test('one folder for the ledger and the state home is said once, by check and by doctor alike, and left as it is', async () => {
  await withTwoStores({ orders: [orderSeed({ OrderID: 'N100' })] }, async (stores) => {
    await stores.run();
    const pipeline = await stores.pipeline();
    const rights = async () => {
      const { findings } = await checkPipeline({ pipeline, home: stores.home });
      const examined = await examinePipeline({ pipeline, home: stores.home });
      return [findings, examined].map((all) => all.filter(({ topic }) => topic === 'rights'));
    };
    expect(await rights()).toEqual([[], []]);
    chmodSync(stores.home, 0o755);
    for (const found of await rights()) {
      const folders = found.filter(
        ({ message }) => message.includes('the folder of the ledger') || message.includes('state home'),
      );
      expect(folders).toMatchObject([{ severity: 'warn', remedy: `Take that right away: chmod 700 ${stores.home}` }]);
    }
    expect((statSync(stores.home).mode & 0o777).toString(8)).toBe('755');
  });
});
