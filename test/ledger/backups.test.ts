import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StatementSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { BackupKind } from '../../src/ledger/backup.ts';
import { backupsFolder, listBackups } from '../../src/ledger/storage/sqlite/backups/backup-files.ts';
import { checkBackup } from '../../src/ledger/storage/sqlite/backups/check-backup.ts';
import { makeBackup } from '../../src/ledger/storage/sqlite/backups/make-backup.ts';
import { pruneBackups } from '../../src/ledger/storage/sqlite/backups/prune-backups.ts';
import { redactOldBackups } from '../../src/ledger/storage/sqlite/backups/redact-backups.ts';
import { migrations } from '../../src/ledger/storage/sqlite/schema.ts';
import { ConsolidatorError } from '../../src/model/errors.ts';
import { openLedger, openLedgerToLook } from '../support/open-ledger.ts';
import { asOfSchema, makeLedger, stage } from './backup-pipeline.ts';

const NOW = Date.parse('2026-11-29T08:15:03Z');
const DAY = 86_400_000;
let before = 0;
let folder = '';
let file = '';
beforeEach(async () => {
  before = process.umask(0);
  folder = mkdtempSync(join(tmpdir(), 'backups-'));
  file = join(folder, 'ledger.db');
  await makeLedger(file);
});
afterEach(() => {
  process.umask(before);
  rmSync(folder, { recursive: true, force: true });
});

const namesLeft = () => readdirSync(backupsFolder(file)).sort();
const rightsOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);
/** All of the folder's bytes, as whoever gets hold of it could search them. */
const bytesIn = () =>
  namesLeft()
    .map((name) => readFileSync(join(backupsFolder(file), name), 'latin1'))
    .join('');

function makeAll(kind: BackupKind, days: readonly number[]): void {
  for (const day of days) makeBackup(file, kind, NOW - day * DAY);
}

describe('a backup', () => {
  test('lies beside the ledger under its time and kind, for its user alone, and holds what the ledger holds, while that is written', async () => {
    const ledger = openLedger(file);
    const run = await ledger.beginRun({ narrowed: false });
    await stage(ledger, run, 'N3', '{}');
    const made = makeBackup(file, 'daily', NOW);
    await stage(ledger, run, 'N4', '{}');
    expect(made).toBe(join(folder, 'ledger.db.backups', '2026-11-29T081503Z-daily.db'));
    expect([rightsOf(backupsFolder(file)), rightsOf(made)]).toEqual(['700', '600']);
    expect(checkBackup(made)).toEqual({
      installation: ledger.installationId,
      schema: migrations.length,
      copies: 2,
      runs: 4,
    });
    await ledger.close();
    const copy = openLedgerToLook(made);
    expect(await copy.find({ store: 'west', entity: 'orders', sourceId: 'N3' })).not.toBeNull();
    expect(await copy.find({ store: 'west', entity: 'orders', sourceId: 'N4' })).toBeNull();
    await copy.close();
  });

  test('of a damaged ledger is none: nothing is left under its name or another', () => {
    truncateSync(file, Math.floor(statSync(file).size / 2));
    expect(() => makeBackup(file, 'daily', NOW)).toThrow(expect.objectContaining({ code: 'backup-failed' }));
    expect(namesLeft()).toEqual([]);
  });

  test('that a disk has written otherwise than it was told to is none', () => {
    const run = StatementSync.prototype.run;
    vi.spyOn(StatementSync.prototype, 'run').mockImplementation(function (this: StatementSync, ...given) {
      const result = Reflect.apply(run, this, given);
      const [copy] = given as readonly unknown[];
      if (typeof copy !== 'string' || !copy.endsWith('.part')) return result;
      const bytes = readFileSync(copy);
      writeFileSync(copy, bytes.fill(0xff, 8192, 12_288));
      return result;
    });
    let end = 'made';
    try {
      makeBackup(file, 'daily', NOW);
    } catch (error) {
      end = error instanceof ConsolidatorError ? error.code : String(error);
    } finally {
      vi.restoreAllMocks();
    }
    expect([end, namesLeft()]).toEqual(['backup-failed', []]);
  });

  test('of the same second has another name, and what a killed process left is cleared away', () => {
    mkdirSync(backupsFolder(file));
    for (const name of ['.x.db.999999999.part', '.x.db.999999999.part-journal', `.y.db.${process.ppid}.part`])
      writeFileSync(join(backupsFolder(file), name), 'x');
    makeBackup(file, 'daily', NOW);
    makeBackup(file, 'daily', NOW);
    expect(namesLeft()).toEqual([
      `.y.db.${process.ppid}.part`,
      '2026-11-29T081503Z-daily-2.db',
      '2026-11-29T081503Z-daily.db',
    ]);
  });
});

describe('of backups are kept', () => {
  const kindsLeft = () => listBackups(file).map(({ kind, at }) => `${at.slice(5, 10)} ${kind}`);

  test('seven of the days, and two of each other kind, whichever is older', () => {
    makeAll('before-migration', [40, 30, 20]);
    makeAll('replaced', [39]);
    makeAll('daily', [1, 2, 3, 4, 5, 6, 7, 8]);
    pruneBackups(file, makeBackup(file, 'daily', NOW), NOW);
    expect(kindsLeft()).toEqual([
      '11-29 daily', '11-28 daily', '11-27 daily', '11-26 daily', '11-25 daily', '11-24 daily', '11-23 daily',
      '11-09 before-migration', '10-30 before-migration', '10-21 replaced',
    ]); // biome-ignore format: a week
  });

  test('the new one and those before it, where a clock was ahead for a week', () => {
    makeAll('daily', [-306, -305, -304, -303, -302, -301, -300, 1]);
    pruneBackups(file, makeBackup(file, 'daily', NOW), NOW);
    expect(kindsLeft().slice(-2)).toEqual(['11-29 daily', '11-28 daily']);
    expect(kindsLeft()).toHaveLength(7);
  });

  test('no file of another name is touched', () => {
    mkdirSync(backupsFolder(file));
    writeFileSync(join(backupsFolder(file), 'monday.db'), 'mine');
    pruneBackups(file, makeBackup(file, 'daily', NOW), NOW);
    expect(namesLeft()).toContain('monday.db');
  });
});

describe('what is personal', () => {
  test('is in no backup that is older than a week, of whatever version, and the rest of it is', async () => {
    asOfSchema(file, 5);
    makeAll('before-migration', [8]);
    makeAll('daily', [6]);
    expect(bytesIn().match(/Jane Secret/g)).toHaveLength(2);
    expect(redactOldBackups(file, NOW).redacted).toHaveLength(1);
    expect(bytesIn().match(/Jane Secret/g)).toHaveLength(1);
    const [young, old] = listBackups(file);
    expect(old?.kind).toBe('before-migration');
    expect(checkBackup(old?.file ?? '')).toEqual(checkBackup(young?.file ?? ''));
    expect(redactOldBackups(file, NOW + 2 * DAY).redacted).toHaveLength(1);
    expect(bytesIn()).not.toContain('Jane Secret');
    expect(redactOldBackups(file, NOW + 3 * DAY)).toEqual({ redacted: [], removed: [] });
    expect(namesLeft()).toHaveLength(2);
  });

  test('is not kept in one that can not be read any more', () => {
    makeAll('replaced', [8]);
    const [{ file: old } = { file: '' }] = listBackups(file);
    truncateSync(old, Math.floor(statSync(old).size / 2));
    expect(redactOldBackups(file, NOW)).toEqual({ redacted: [], removed: [old] });
    expect(namesLeft()).toEqual([]);
  });

  test('is not waited for by what was under way: an old backup says of it that it has to be read anew', async () => {
    const ledger = openLedger(file);
    const run = await ledger.beginRun({ narrowed: false });
    await stage(ledger, run, 'N5', '{"name":"Joe Secret"}');
    const key = { store: 'west', entity: 'orders', sourceId: 'N5' } as const;
    await ledger.recordIntents(run, [{ key, action: 'add', targetId: 'W5', draft: '{"name":"Joe Secret"}' }]);
    makeAll('daily', [8]);
    await ledger.close();
    redactOldBackups(file, NOW);
    const old = openLedger(listBackups(file)[0]?.file ?? '', { isCopy: true });
    expect(await old.openIntents()).toEqual([]);
    expect(await old.find(key)).toMatchObject({ state: 'staged', targetId: null, payload: '' });
    expect((await old.examine()).orphans).toEqual([]);
    await old.close();
    expect(bytesIn()).not.toContain('Secret');
  });
});

describe('before a schema is brought up to date', () => {
  test('a backup of the old one is made; by looking alone none is, and the ledger stays as it is', async () => {
    asOfSchema(file, 9);
    await openLedgerToLook(file).close();
    expect([checkBackup(file).schema, listBackups(file)]).toEqual([9, []]);
    await openLedger(file, { now: () => NOW }).close();
    expect(listBackups(file)).toMatchObject([{ kind: 'before-migration', at: '2026-11-29T08:15:03Z' }]);
    const { installation } = checkBackup(file);
    expect(checkBackup(listBackups(file)[0]?.file ?? '')).toEqual({ installation, schema: 9, copies: 2, runs: 3 });
    expect(checkBackup(file).schema).toBe(migrations.length);
    await openLedger(file).close();
    expect(listBackups(file)).toHaveLength(1);
  });

  test('and no backup can be made, it is said, and the ledger is left byte for byte as it was', () => {
    asOfSchema(file, 9);
    const bytes = readFileSync(file);
    writeFileSync(backupsFolder(file), 'a file in the way');
    expect(() => openLedger(file)).toThrow(
      expect.objectContaining({ code: 'backup-failed', message: expect.stringContaining('The ledger is as it was') }),
    );
    expect(readFileSync(file).equals(bytes)).toBe(true);
  });

  test('and the disk takes no more in the middle of it, it is told as such, all of it is undone, and the backup is there', async () => {
    asOfSchema(file, 1);
    let end: unknown;
    try {
      openLedger(file, { morePages: 1 });
    } catch (error) {
      end = error instanceof ConsolidatorError ? `${error.code}: ${error.message}` : 'another error';
    }
    expect(end).toMatch(/^ledger-unwritable: .*the disk is full/);
    expect([checkBackup(file).schema, listBackups(file).map(({ kind }) => kind)]).toEqual([1, ['before-migration']]);
    await openLedger(file).close();
    expect(checkBackup(file)).toMatchObject({ schema: migrations.length, copies: 2 });
  });

  test('and the disk takes no more of the backup, it is said, nothing half is left, and the ledger opens when there is room', async () => {
    asOfSchema(file, 9);
    const bytes = readFileSync(file);
    const module = join(import.meta.dirname, '../support/open-ledger.ts');
    const open = `import { openLedger } from ${JSON.stringify(module)};
      try { openLedger(${JSON.stringify(file)}); console.log('opened'); }
      catch (error) { console.log(error.code, error.message); }`;
    // The signal that a limit sends is ignored, so that the write itself fails, as on a full disk. There is room to begin.
    const limited = `trap '' XFSZ; ulimit -f 64; exec "$0" --input-type=module -e "$1"`;
    const told = spawnSync('bash', ['-c', limited, process.execPath, open], { encoding: 'utf8' }).stdout.trim();
    expect(told).toMatch(/^backup-failed .*ledger\.db\.backups.*(disk|full)/);
    expect([readFileSync(file).equals(bytes), namesLeft()]).toEqual([true, []]);
    await openLedger(file).close();
    expect(listBackups(file)).toHaveLength(1);
  });
});
