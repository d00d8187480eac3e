import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { backupsFolder, listBackups } from '../../src/ledger/storage/sqlite/backups/backup-files.ts';
import { checkBackup } from '../../src/ledger/storage/sqlite/backups/check-backup.ts';
import { copyLedger, makeBackup } from '../../src/ledger/storage/sqlite/backups/make-backup.ts';
import { migrations } from '../../src/ledger/storage/sqlite/schema.ts';
import { restoreLedger } from '../../src/operations/doctor/restore-ledger.ts';
import { backUpDaily } from '../../src/run/daily-backup.ts';
import { openLedger } from '../support/open-ledger.ts';
import { asOfSchema, copyOne, makeLedger, pipelineOf } from './backup-pipeline.ts';

/** More than there are steps in any of it. */
const BOUND = 400;
/** Each step is tried. */
const EVERY = 1;
/** Processes side by side. */
const AT_ONCE = 4;
const NOW = Date.parse('2026-11-29T08:00:00Z');
const DAY = 86_400_000;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'backup-kill-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Kills it at each step in turn, each time on the same files, and hands over what is left. @returns how many steps there are */
async function killedAtEach(what: string, from: string, look: (ledger: string, step: number) => Promise<void>) {
  for (let first = 1; first < BOUND; first += AT_ONCE * EVERY) {
    const ends = await Promise.all(
      Array.from({ length: AT_ONCE }, async (_, place) => {
        const step = first + place * EVERY;
        const at = join(folder, `${what}-${step}`);
        cpSync(from, at, { recursive: true });
        const ledger = join(at, 'ledger.db');
        const ended = await child(what, ledger, step);
        await look(ledger, step);
        rmSync(at, { recursive: true });
        return ended;
      }),
    );
    const ended = ends.find((end) => end !== 'killed');
    if (ended !== undefined) return Number(ended);
  }
  throw new RangeError('it never ended');
}

function child(what: string, ledger: string, step: number): Promise<string> {
  const words = [join(import.meta.dirname, 'backup-child.ts'), what, ledger, String(step)];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, words, (error, stdout) => {
      if (error === null) resolve(stdout.trim());
      else if (error.signal === 'SIGKILL') resolve('killed');
      else reject(error);
    });
  });
}

/** Every backup that has a name is whole, and holds what the ledger quarantined. */
function everyBackupIsWhole(ledger: string, copies: number) {
  const held = listBackups(ledger).map(({ file }) => checkBackup(file).copies);
  expect(held).toEqual(held.map(() => copies));
}

const unfinishedIn = (ledger: string) =>
  existsSync(backupsFolder(ledger)) ? readdirSync(backupsFolder(ledger)).filter((name) => name.startsWith('.')) : [];

async function prepared(name: string): Promise<string> {
  const at = join(folder, name);
  mkdirSync(at);
  await makeLedger(join(at, 'ledger.db'));
  return at;
}

test('a daily backup that is killed at any step leaves the ledger, whole backups alone, and the next one is made', async () => {
  const from = await prepared('daily');
  for (const days of [1, 2, 3, 4, 5, 6, 7, 9]) makeBackup(join(from, 'ledger.db'), 'daily', NOW - days * DAY);
  const steps = await killedAtEach('daily', from, async (ledger) => {
    everyBackupIsWhole(ledger, 2);
    expect(listBackups(ledger).length).toBeGreaterThanOrEqual(7);
    expect(await backUpDaily(pipelineOf(ledger), { runs: async () => [{} as never] }, NOW + DAY)).toEqual([]);
    expect([listBackups(ledger).length, unfinishedIn(ledger)]).toEqual([7, []]);
    expect(checkBackup(ledger).copies).toBe(2);
  });
  expect(steps).toBeGreaterThan(10);
}, 240_000);

test('a migration that is killed at any step leaves the old schema, or the new one and a backup of the old', async () => {
  const from = await prepared('migrate');
  asOfSchema(join(from, 'ledger.db'), migrations.length - 1);
  const steps = await killedAtEach('migrate', from, async (ledger, step) => {
    everyBackupIsWhole(ledger, 2);
    const { schema } = checkBackup(ledger);
    const kept = () => listBackups(ledger).map(({ file, kind }) => [kind, checkBackup(file).schema]);
    const old = ['before-migration', migrations.length - 1];
    if (schema === migrations.length) expect(kept(), `step ${step}`).toContainEqual(old);
    const opened = openLedger(ledger, { now: () => NOW + DAY });
    expect((await opened.find({ store: 'west', entity: 'orders', sourceId: 'N2' }))?.targetId).toBe('W2');
    await opened.close();
    expect(kept()).toContainEqual(old);
    expect(kept().length).toBeLessThanOrEqual(2);
    expect(unfinishedIn(ledger).filter((name) => !isLeftBy(schema, name))).toEqual([]);
  });
  expect(steps).toBeGreaterThan(10);
}, 240_000);

/** Killed when the ledger was up to date already: no backup is made after it that would clear away. */
const isLeftBy = (schema: number, name: string): boolean => schema === migrations.length && name.endsWith('.part');

test('a restore that is killed at any step leaves the ledger as it was, or the restored one and the other as a backup', async () => {
  const from = await prepared('restore');
  const file = join(from, 'ledger.db');
  copyLedger(file, `${file}.former`);
  const present = openLedger(file);
  await copyOne(present, 3);
  await present.close();
  const ends = new Set<string>();
  const steps = await killedAtEach('restore', from, async (ledger, step) => {
    expect(existsSync(ledger), `step ${step}`).toBe(true);
    const opened = openLedger(ledger);
    const end = `generation ${opened.generation}, ${opened.claimed ?? 'not claimed'}`;
    await opened.close();
    const { copies } = checkBackup(ledger);
    ends.add(`${copies} copies: ${end}`);
    for (const { file: name, kind } of listBackups(ledger))
      expect([kind, checkBackup(name).copies]).toEqual(['replaced', 3]);
    if (copies === 2) expect(listBackups(ledger)).toHaveLength(1);
    const options = { from: `${ledger}.former`, home: `${ledger}.home`, now: () => NOW + DAY };
    await restoreLedger(pipelineOf(ledger), options);
    expect(checkBackup(ledger).copies).toBe(2);
    expect(readdirSync(join(ledger, '..')).filter((name) => name.includes('restoring'))).toEqual([]);
  });
  expect([...ends].sort()).toEqual(['2 copies: generation 2, restored', '3 copies: generation 1, not claimed']);
  expect(steps).toBeGreaterThan(20);
}, 400_000);
