import { mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { execute } from '../../src/cli/execute.ts';
import { listBackups } from '../../src/ledger/storage/sqlite/backups/backup-files.ts';
import { checkBackup } from '../../src/ledger/storage/sqlite/backups/check-backup.ts';
import { makeBackup } from '../../src/ledger/storage/sqlite/backups/make-backup.ts';
import { takeLock } from '../../src/session/lock.ts';
import { fresh } from '../rules/support/fresh-order.ts';
import { orderSeed, startTwoStores, type TwoStores } from '../rules/support/two-stores.ts';
import { documentIn } from './document-shape.ts';

const NOW = Date.parse('2026-07-12T02:00:00Z');
const MINUTE = 60_000;

let stores: TwoStores;
let now = NOW;
beforeEach(async () => {
  now = NOW;
  stores = await startTwoStores({ orders: [orderSeed({ OrderID: 'N100' })], clock: () => now });
  await stores.run();
  makeBackup(stores.ledgerFile, 'daily', now);
  now += MINUTE;
});
afterEach(() => stores.close());

/** @param answer what the person at the terminal says; undefined: nobody is there */
async function command(words: readonly string[], answer?: (question: string) => Promise<boolean>) {
  const names = words[0] === 'quarantine' ? 2 : 1;
  const { file } = await stores.pipeline();
  const printed: string[] = [];
  const noted: string[] = [];
  const code = await execute([...words.slice(0, names), file, ...words.slice(names)], {
    environment: { MAIN_KEY: 'main-key', WEST_KEY: 'west-key', NETO_CONSOLIDATOR_HOME: stores.home },
    folder: stores.home,
    signal: new AbortController().signal,
    terminal: undefined,
    ask: answer,
    now: () => now,
    print: (text) => void printed.push(text),
    note: (text) => void noted.push(text),
  });
  return { code, stdout: printed.join('\n'), said: [...printed, ...noted].join(' ').replaceAll(/\s+/g, ' ') };
}

const DAILY = '2026-07-12T020000Z-daily.db';

/** Two more orders are copied, and a person decides about one. */
async function goOn(): Promise<void> {
  for (const id of ['N101', 'N102']) stores.west.panel.addOrder(fresh(id));
  await stores.run();
  now += MINUTE;
}

test('doctor --restore without a file lists the backups: when made, how large, how many copies, and whether each opens', async () => {
  makeBackup(stores.ledgerFile, 'before-migration', now);
  const [{ file } = { file: '' }] = listBackups(stores.ledgerFile);
  truncateSync(file, 5000);
  const { code, said } = await command(['doctor', '--restore']);
  expect(code).toBe(0);
  expect(said).toMatch(/2026-07-12T020000Z-daily\.db 2026-07-12 12:00 of the day 0\.\d MB 3 opened, sound/);
  expect(said).toMatch(/2026-07-12T020100Z-before-migration\.db 2026-07-12 12:01 before an update .*not usable/);
  const { stdout } = await command(['doctor', '--restore', '--output', 'json']);
  expect(documentIn(stdout, 'doctor --restore, without a file')['backups']).toMatchObject([
    { kind: 'before-migration', state: 'not-usable', copies: null },
    { kind: 'daily', state: 'sound', copies: 3, at: '2026-07-12T02:00:00Z' },
  ]);
});

test('doctor --restore FILE says what would be lost, and does it only on a person’s word', async () => {
  await goOn();
  const before = readFileSync(stores.ledgerFile);
  const asked = await command(['doctor', '--restore', DAILY]);
  expect(asked.code).toBe(2);
  expect(asked.said).toContain(
    `${DAILY} is sound, and holds 3 copies. It does not know the run of 2026-07-12 12:01:00 Sydney time, nor the copies of`,
  );
  expect(asked.said).toMatch(/2 orders.*Nobody has decided anything since\. Nothing was changed\..*--yes/);
  const no = await command(['doctor', '--restore', DAILY], async () => false);
  expect([no.code, no.said.endsWith('Nothing was changed.') || no.said.includes('Nothing was changed.')]).toEqual([
    0,
    true,
  ]);
  expect(readFileSync(stores.ledgerFile).equals(before)).toBe(true);
  const { code, stdout } = await command(['doctor', '--restore', DAILY, '--yes', '--output', 'json']);
  const { kept } = documentIn(stdout, 'doctor --restore') as { kept: string };
  expect([code, basename(kept)]).toEqual([0, '2026-07-12T020200Z-replaced.db']);
  expect([checkBackup(kept).runs, checkBackup(stores.ledgerFile).runs]).toEqual([2, 1]);
  expect((await stores.run()).status).toBe('good');
  expect(stores.main.orders().filter(({ OrderID }) => OrderID.startsWith('W'))).toHaveLength(3);
});

test.each([
  ['an empty file', 'empty.db', 'is empty, so no backup'],
  ['a folder', 'folder', 'is no file, so no backup'],
  ['a device', '/dev/null', 'is no file, so no backup'],
])('%s is refused as a backup, and the ledger stays as it is', async (_, name, words) => {
  writeFileSync(join(stores.home, 'empty.db'), '');
  mkdirSync(join(stores.home, 'folder'));
  const before = checkBackup(stores.ledgerFile);
  for (const more of [[], ['--yes']]) {
    const { code, said } = await command(['doctor', '--restore', name, ...more]);
    expect([code, said]).toEqual([2, expect.stringContaining(words)]);
  }
  expect(checkBackup(stores.ledgerFile)).toEqual(before);
});

test('what people have decided since is said to be lost', async () => {
  stores.west.panel.addOrder(fresh('N103', { GrandTotal: '999.00' }));
  await goOn();
  expect((await command(['quarantine', 'drop', 'N103', '--reason', 'a test'])).code).toBe(0);
  const { said } = await command(['doctor', '--restore', DAILY]);
  expect(said).toContain('What people have decided since about 1 record is lost, and to be decided again.');
});

test('not while a run holds the pipeline: exit 5, with a file or without --yes', async () => {
  const lock = takeLock(`${stores.ledgerFile}.lock`, 'the pipeline');
  for (const words of [[], ['--yes']]) expect((await command(['doctor', '--restore', DAILY, ...words])).code).toBe(5);
  lock.release();
  expect((await command(['doctor', '--restore', 'monday.db', '--yes'])).said).toContain('no such backup in');
});

test('a ledger that is gone is restored without a question, and doctor says which backup is the newest', async () => {
  for (const part of ['', '-wal', '-shm']) rmSync(stores.ledgerFile + part, { force: true });
  expect((await command(['doctor'])).said).toMatch(new RegExp(`neto-consolidator doctor \\S+ --restore ${DAILY}`));
  expect((await command(['doctor', '--restore', DAILY])).code).toBe(0);
  expect(checkBackup(stores.ledgerFile).copies).toBe(3);
});

test('status and doctor tell the newest backup, and doctor that none was made for long', async () => {
  expect((await command(['status'])).said).toContain(`backup 2026-07-12 12:00:00 Sydney time (${DAILY})`);
  const { stdout } = await command(['status', '--output', 'json']);
  expect(documentIn(stdout, 'status')['backup']).toMatchObject({ at: '2026-07-12T02:00:00Z' });
  const of = async () => {
    const { findings } = documentIn((await command(['doctor', '--output', 'json'])).stdout, 'doctor') as {
      findings: { topic: string; severity: string; message: string }[];
    };
    return findings.filter(({ topic }) => topic === 'backups');
  };
  expect(await of()).toMatchObject([{ severity: 'ok', message: expect.stringContaining(`${DAILY}, with 3 copies`) }]);
  rmSync(`${stores.ledgerFile}.backups`, { recursive: true });
  await stores.run();
  rmSync(`${stores.ledgerFile}.backups`, { recursive: true });
  expect(await of()).toMatchObject([{ severity: 'warn', message: 'There is no backup of the ledger.' }]);
  expect((await command(['status'])).said).toContain('backup none yet');
  makeBackup(stores.ledgerFile, 'daily', now - 3 * 86_400_000);
  expect(await of()).toMatchObject([
    { severity: 'warn', message: expect.stringContaining('Runs since have made none') },
  ]);
});

test('quarantine purge says until when backups may hold what it took out', async () => {
  const purge = async () => (await command(['quarantine', 'purge'])).said;
  expect(await purge()).toContain('Backups of the ledger may hold it until 2026-07-19 12:00:00 Sydney time');
  const { stdout } = await command(['quarantine', 'purge', '--output', 'json']);
  expect(documentIn(stdout, 'quarantine purge')['inBackupsUntil']).toBe('2026-07-19T02:00:00Z');
  now += 8 * 86_400_000;
  expect(await purge()).not.toContain('Backups');
});
