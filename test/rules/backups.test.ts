import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, test } from 'vitest';
import { backupsFolder, listBackups } from '../../src/ledger/storage/sqlite/backups/backup-files.ts';
import { checkBackup } from '../../src/ledger/storage/sqlite/backups/check-backup.ts';
import { makeBackup } from '../../src/ledger/storage/sqlite/backups/make-backup.ts';
import { redactOldBackups } from '../../src/ledger/storage/sqlite/backups/redact-backups.ts';
import { ConsolidatorError } from '../../src/model/errors.ts';
import { checkPipeline } from '../../src/operations/check/check-pipeline.ts';
import { examinePipeline } from '../../src/operations/doctor/examine-pipeline.ts';
import { restoreLedger } from '../../src/operations/doctor/restore-ledger.ts';
import { takeLock } from '../../src/session/lock.ts';
import { asMadeBefore } from './support/former-ledger.ts';
import { fresh } from './support/fresh-order.ts';
import { orderSeed, startTwoStores, type TwoStores } from './support/two-stores.ts';

/** Noon in Sydney. */
const NOON = Date.parse('2026-07-12T02:00:00Z');
const HOUR = 3_600_000;

let stores: TwoStores;
let now = NOON;
afterEach(() => stores?.close());

const start = async (setting: Parameters<typeof startTwoStores>[0] = {}) => {
  now = NOON;
  stores = await startTwoStores({ orders: [orderSeed({ OrderID: 'N100' })], clock: () => now, ...setting });
  expect((await stores.run()).status).toBe('good');
};
const sells = (id: string) => stores.west.panel.addOrder(fresh(id));
const pays = (id: string) =>
  stores.west.panel.addPayment({ OrderID: id, AmountPaid: '11.00', PaymentMethodName: 'Cash', DatePaid: '2026-07-12 01:00:00' }); // biome-ignore format: one payment
const backups = () => listBackups(stores.ledgerFile);
const codes = ({ warnings }: Awaited<ReturnType<TwoStores['run']>>) => warnings.map(({ code }) => code);
const copies = () => stores.main.orders().flatMap(({ OrderID }) => (OrderID.startsWith('W') ? [OrderID] : []));

describe('the daily backup', () => {
  test('is made by the first whole run of the primary’s day, and by no other run', async () => {
    await start();
    // A ledger without any run holds nothing.
    expect(backups()).toEqual([]);
    await stores.run({ narrowing: { orders: ['N100'] } });
    await stores.plan();
    expect(backups()).toEqual([]);
    now += HOUR;
    expect(codes(await stores.run())).not.toContain('backup-failed');
    expect(backups()).toMatchObject([{ kind: 'daily', at: '2026-07-12T03:00:00Z' }]);
    expect(checkBackup(backups()[0]?.file ?? '').copies).toBeGreaterThan(0);
    // 23:59 in Sydney, then 00:01: still the same day in UTC.
    now = Date.parse('2026-07-12T13:59:00Z');
    await stores.run();
    expect(backups()).toHaveLength(1);
    now = Date.parse('2026-07-12T14:01:00Z');
    await stores.run();
    expect(backups().map(({ at }) => at)).toEqual(['2026-07-12T14:01:00Z', '2026-07-12T03:00:00Z']);
  });

  test('is made by nothing that only looks', async () => {
    await start();
    const pipeline = await stores.pipeline();
    now += 24 * HOUR;
    await stores.plan();
    await checkPipeline({ pipeline, home: stores.home, now: () => now });
    await examinePipeline({ pipeline, home: stores.home, now: () => now });
    expect(existsSync(backupsFolder(stores.ledgerFile))).toBe(false);
  });

  test('clears away what a killed restore has left beside the ledger', async () => {
    await start();
    const left = ['.restoring', '.restoring-wal', '.rebuilding'].map((part) => stores.ledgerFile + part);
    for (const file of left) writeFileSync(file, 'Jane');
    await stores.run();
    expect(left.filter((file) => existsSync(file))).toEqual([]);
  });

  test('that can not be made is a warning; the run copies all the same, and the next one makes it', async () => {
    await start();
    writeFileSync(backupsFolder(stores.ledgerFile), 'in the way');
    sells('N101');
    now += HOUR;
    const summary = await stores.run();
    expect([summary.status, copies()]).toEqual(['good', ['W100', 'W101']]);
    expect(codes(summary)).toContain('backup-failed');
    rmSync(backupsFolder(stores.ledgerFile));
    now += HOUR;
    expect(codes(await stores.run())).not.toContain('backup-failed');
    expect(backups()).toHaveLength(1);
  });
});

describe('before a ledger is brought up to date', () => {
  test('nothing is asked of a store, and nothing changed, where no backup of it can be made', async () => {
    await start();
    asMadeBefore(stores);
    const bytes = readFileSync(stores.ledgerFile);
    writeFileSync(backupsFolder(stores.ledgerFile), 'in the way');
    const asked = () => stores.main.requests.length + stores.west.requests.length;
    const before = asked();
    const end = await stores.run().catch((error: unknown) => (error instanceof ConsolidatorError ? error.code : error));
    expect([end, asked() - before]).toEqual(['backup-failed', 0]);
    expect(readFileSync(stores.ledgerFile).equals(bytes)).toBe(true);
    rmSync(backupsFolder(stores.ledgerFile));
    expect((await stores.run()).status).toBe('good');
    expect(backups().map(({ kind }) => kind).sort()).toEqual(['before-migration', 'daily']); // biome-ignore format: kinds
  });

  test('whoever only looks makes no backup and leaves it as it is', async () => {
    await start();
    asMadeBefore(stores);
    const bytes = readFileSync(stores.ledgerFile);
    const findings = await examinePipeline({ pipeline: await stores.pipeline(), home: stores.home, now: () => now });
    expect(findings.filter(({ severity }) => severity === 'problem')).toEqual([]);
    expect(findings.find(({ topic }) => topic === 'schema')?.message).toContain(`schema version ${versionOf()},`);
    expect(readFileSync(stores.ledgerFile).equals(bytes)).toBe(true);
    expect(backups()).toEqual([]);
  });
});

function versionOf(): number {
  const database = new DatabaseSync(stores.ledgerFile, { readOnly: true });
  const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
  database.close();
  return version;
}

describe('a backup that is restored', () => {
  const restore = async (file: string) =>
    restoreLedger(await stores.pipeline(), { from: file, home: stores.home, now: () => now });

  test('of the day: what was copied since is found, orders, payments, accounts and returns, and nothing is doubled', async () => {
    const entities = ['products', 'customers', 'orders', 'payments', 'rmas'];
    const rules = { entities, rma: { staff: 'anna', warehouse: 'Virtual' } };
    await start({ rules, main: { staff: ['anna'] } });
    now += HOUR;
    await stores.run();
    const [{ file } = { file: '' }] = backups();
    for (const id of ['N101', 'N102']) sells(id);
    pays('N101');
    stores.west.panel.addRma({
      OrderID: 'N102',
      DateIssued: '2026-07-12',
      RmaLine: [{ SKU: 'MUG', Quantity: 1, RefundSubtotal: '11.00' }],
      Refund: [
        { RefundAmount: '11.00', PaymentMethodName: 'Cash', RefundStatus: 'Refunded', DateRefunded: '2026-07-12' },
      ],
    });
    now += HOUR;
    await stores.run();
    const counts = () => [stores.main.orders(), stores.main.payments(), stores.main.customers(), stores.main.rmas(), stores.main.items()].map(({ length }) => length); // biome-ignore format: one line
    const before = counts();
    const kept = await restore(file);
    expect(checkBackup(kept?.address ?? '').copies).toBeGreaterThan(checkBackup(stores.ledgerFile).copies);
    sells('N103');
    for (const status of ['good', 'good']) {
      now += HOUR;
      const summary = await stores.run();
      expect([summary.status, summary.differences]).toEqual([status, []]);
    }
    expect(counts()).toEqual(before.map((count, place) => (place === 0 ? count + 1 : count)));
    expect(copies()).toEqual(['W100', 'W101', 'W102', 'W103']);
  });

  test.each(['AddOrder', 'UpdateOrder', 'AddPayment'])(
    'whose personal data was taken out: what was under way then (%s) is read anew, found, and not doubled',
    async (cut) => {
      await start();
      for (const id of ['N101', 'N102']) sells(id);
      pays('N101');
      let gone = false;
      stores.main.faults.next = ({ action }) => {
        if (gone) return { kind: 'reset', when: 'before' };
        gone = action === cut;
        return gone ? { kind: 'reset', when: 'after' } : undefined;
      };
      expect((await stores.run()).status).toBe('failed');
      stores.main.faults.next = undefined;
      const held = makeBackup(stores.ledgerFile, 'daily', now);
      const holdsJane = () => readFileSync(held, 'latin1').includes('jane@example.com');
      expect(holdsJane()).toBe(cut !== 'AddPayment');
      now += 8 * 24 * HOUR;
      for (const _ of [1, 2]) await stores.run();
      const counts = () => [copies(), stores.main.payments().length, stores.main.customers().length];
      const before = counts();
      expect(before.slice(0, 2)).toEqual([['W100', 'W101', 'W102'], 1]);
      expect(redactOldBackups(stores.ledgerFile, now)).toEqual({ redacted: [], removed: [] });
      expect(holdsJane()).toBe(false);
      await restore(held);
      for (const _ of [1, 2]) {
        now += HOUR;
        await stores.run();
      }
      const last = await stores.run();
      expect([last.status, last.differences, last.quarantine]).toEqual(['good', [], []]);
      expect(counts()).toEqual(before);
    },
  );

  test('not while a run holds the pipeline, and not where it is another pipeline’s', async () => {
    await start();
    now += HOUR;
    await stores.run();
    const [{ file } = { file: '' }] = backups();
    const bytes = () => readFileSync(stores.ledgerFile);
    const before = bytes();
    const lock = takeLock(`${stores.ledgerFile}.lock`, 'the pipeline');
    await expect(restore(file)).rejects.toMatchObject({ code: 'pipeline-locked' });
    lock.release();
    const other = join(stores.home, 'other.db');
    cpSync(file, other);
    const database = new DatabaseSync(other);
    database.exec("UPDATE meta SET value = 'nz-stores' WHERE key = 'pipeline'");
    database.close();
    await expect(restore(other)).rejects.toMatchObject({ code: 'ledger-of-another-pipeline' });
    expect(bytes().equals(before)).toBe(true);
    expect(backups().map(({ kind }) => kind)).toEqual(['daily']);
    expect(redactOldBackups(stores.ledgerFile, now)).toEqual({ redacted: [], removed: [] });
  });
});
