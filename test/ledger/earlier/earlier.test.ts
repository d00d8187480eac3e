import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Ledger } from '../../../src/ledger/ledger.ts';
import { listBackups } from '../../../src/ledger/storage/sqlite/backups/backup-files.ts';
import { checkBackup } from '../../../src/ledger/storage/sqlite/backups/check-backup.ts';
import { migrations } from '../../../src/ledger/storage/sqlite/schema.ts';
import type { EntityName } from '../../../src/model/entities.ts';
import { instant, instantOfMilliseconds } from '../../../src/model/time.ts';
import { orderSeed, startTwoStores, type TwoStores } from '../../rules/support/two-stores.ts';
import { openLedger } from '../../support/open-ledger.ts';
import { placeEarlierLedger, schemas } from './earlier-ledger.ts';

const CLOCK = Date.parse('2026-07-20T06:00:00Z');

describe.each(schemas)('a ledger of schema %i', (schema) => {
  describe('with a record in each state', () => {
    let folder = '';
    let ledger: Ledger;
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'earlier-'));
      placeEarlierLedger(file(), schema, 'states');
      ledger = openLedger(file(), { now: () => CLOCK });
    });
    afterEach(async () => {
      await ledger.close();
      rmSync(folder, { recursive: true, force: true });
    });
    const file = () => join(folder, 'ledger.db');
    const key = (sourceId: string, entity: EntityName = 'orders') => ({ store: 'west', entity, sourceId });
    const find = (sourceId: string, entity?: EntityName) => ledger.find(key(sourceId, entity));

    test('lies beside the new one as a backup, as it was', async () => {
      const [backup, ...others] = listBackups(file());
      expect(others).toEqual([]);
      expect(backup?.kind).toBe('before-migration');
      const { schema: found, copies } = checkBackup(backup?.file ?? '');
      expect({ found, copies }).toEqual({ found: schema, copies: 4 });
      expect(checkBackup(file()).schema).toBe(migrations.length);
      expect(await ledger.examine()).toMatchObject({ integrity: [], orphans: [] });
    });

    test('has each record in its state, with its ids and its money', async () => {
      const money = { amount: '11.00', tax: '1.00', bookedOn: '2026-07-03', sourceStatus: 'Pick' };
      const of = { copied: { payload: null, reason: null }, left: { payload: null } };
      const content = (id: string) => JSON.stringify({ id, amount: '12.00' });
      expect(await find('N1')).toMatchObject({
        state: 'loaded',
        targetId: 'W1',
        hash: 'file:h',
        ...money,
        ...of.copied,
      });
      expect(await find('N2')).toMatchObject({ state: 'writing', targetId: 'W2', payload: content('N2'), ...money });
      expect(await find('N4')).toMatchObject({ state: 'skipped', reason: 'to-be-read', accepted: '0.01', ...of.left });
      expect(await find('N5')).toMatchObject({ state: 'quarantined', reason: 'waits-for', payload: content('N5') });
      expect(await find('N6')).toMatchObject({ state: 'skipped', reason: 'dropped', message: 'entered by hand' });
      expect(await find('N7')).toMatchObject({ state: 'skipped', targetId: 'W7', message: 'cancelled there' });
      expect(await find('N8')).toMatchObject({ state: 'loaded', targetId: 'W8', ...of.copied });
      expect(await find('N9')).toMatchObject({ state: 'quarantined', reason: 'vanished', payload: '' });
      expect(await find('N10')).toMatchObject({ state: 'staged', payload: '', ...money });
      expect(await find('1', 'payments')).toMatchObject({ state: 'loaded', targetId: 'west:1', parent: 'N1' });
      expect(await find('file:N1', 'payments')).toMatchObject({ state: 'linked', targetId: 'west:1', hash: 'file:p' });
      expect(await ledger.financialRecords(['orders', 'payments'])).toHaveLength(12);
    });

    test('goes on where it stood: what was under way, what a person has said, and what is to be read', async () => {
      expect(await ledger.openIntents()).toMatchObject([
        { key: key('N2'), action: 'add', targetId: 'W2', draft: '{"total":"11.00"}', lookUps: 0 },
      ]);
      const again = await ledger.idsToReadAgain('west', 'orders', 'rules');
      expect(again).toEqual(expect.arrayContaining(['N3', 'N4', 'N9']));
      expect(again).not.toEqual(expect.arrayContaining(['N6']));
      // Accepted as gone, so that nothing of it can be read; dropped, so that it can.
      expect(await ledger.retry(0, key('N7'))).toBe('not-retryable');
      expect(await ledger.retry(0, key('N6'))).toBe('to-be-read');
      const unseen = (await ledger.acceptedUnseen('west', 'orders', 'look')).map(({ sourceId }) => sourceId);
      expect(unseen).toEqual(expect.arrayContaining(['N7', 'N8']));
      const [open] = await ledger.openIntents();
      const run = await ledger.beginRun({ narrowed: false });
      await ledger.settle(run, [{ kind: 'loaded', intent: open?.id ?? 0, outcome: 'created' }]);
      // It changed in its store while its copy was being written.
      expect(await ledger.idsToReadAgain('west', 'orders', 'rules')).toContain('N2');
      expect(await ledger.restage(run, 'west', 'rules')).toBe(1);
      expect(await find('N10')).toMatchObject({ state: 'quarantined', reason: 'vanished' });
    });

    test('knows how long each has been in quarantine, and which run made a copy', async () => {
      // Judged anew a day later, N5 has waited since it first did.
      expect(await ledger.purge(0, instant('2026-07-10T12:00:00Z'))).toBe(1);
      expect(await find('N5')).toMatchObject({ payload: null });
      const stage = (run: number, hash: string) =>
        ledger.stagePage({
          ...{ run, store: 'west', entity: 'orders', rules: 'rules' },
          records: [{ sourceId: 'N1', hash, payload: '{}', snapshot: `{"salt":"${hash}"}` }],
        });
      for (const [run, outcome] of [[1, 'created'], [2, 'unchanged']] as const) {
        await stage(run === 1 ? 1 : await ledger.beginRun({ narrowed: false }), `of ${run}`);
        await ledger.decide(run, [{ kind: 'keep', key: key('N1') }]);
        expect((await ledger.recordsOfRun(run, { store: 'west', entity: 'orders', outcome }, 9)).map(({ sourceId }) => sourceId)).toContain('N1');
      } // biome-ignore format: pairs
    });

    test('has its audit, its runs, its watermarks and all else that it remembers', async () => {
      const events = async (id: string) => (await ledger.history(key(id))).map(({ event }) => event);
      expect(await events('N1')).toEqual(['intent', 'loaded']);
      expect(await events('N7')).toEqual(['intent', 'loaded', 'quarantined', 'skipped', 'accepted']);
      const who = (await ledger.history(key('N6'))).map((entry) => entry.who);
      // Versions before did not keep who made a decision.
      expect(who).toEqual([undefined, schema < 17 ? undefined : 'jo@till']);
      expect(await ledger.runs(5)).toMatchObject([{ id: 1, status: 'open', narrowed: false }]);
      expect(await ledger.lastWholeRun('west')).toEqual({ id: 1, startedAt: '2026-07-10T00:00:00Z' });
      expect(await ledger.watermark('west', 'orders')).toBe('2026-07-09T00:00:00Z');
      expect(await ledger.watermark('west', 'orders', 'sweep')).toBe('2026-07-08T00:00:00Z');
      expect(await ledger.historySlices()).toMatchObject([
        { store: 'west', from: '2026-01-01', to: '2026-01-31', alreadyInAccounting: true, finishedAt: null },
      ]);
      await expect(ledger.pinStores('au-stores', [{ name: 'west', host: 'elsewhere' }])).rejects.toMatchObject({
        code: 'ledger-of-another-pipeline',
      });
      const [search] = await ledger.searches('west');
      if (search === undefined) throw new Error('no search is known');
      if (schema < 15) {
        // What it has begun to copy goes on, under the prefixes that it has when it is next opened.
        expect(search).toEqual({ host: 'www.west.example', store: 'west', prefixes: '*', from: '', whole: true });
        return;
      }
      expect(search).toEqual({
        host: 'www.main.example',
        store: 'west',
        prefixes: '["W"]',
        from: '2026-01-01',
        whole: true,
      });
      await ledger.noteSearch({ ...search, from: instantOfMilliseconds(CLOCK).slice(0, 10) as never, whole: false });
      expect(await ledger.searches('west')).toEqual([search]);
      expect(await ledger.learned('exported-mark', 'www.main.example')).toBe('kept');
      expect(await ledger.elsewhere('west', ['n50'])).toEqual([{ sourceId: 'N50', targetId: 'V50' }]);
      await ledger.noteElsewhere('west', [{ sourceId: 'n50', targetId: 'v50' }]);
      expect(await ledger.elsewhere('west', ['N50'])).toEqual([{ sourceId: 'N50', targetId: 'V50' }]);
      const payment = { key: 'k', store: 'west', paymentId: '1', orderId: 'N1' };
      expect(await ledger.transactions(['k'])).toEqual([payment]);
      await ledger.noteTransactions([{ ...payment, orderId: 'N2' }]);
      expect(await ledger.transactions(['k'])).toEqual([{ ...payment, orderId: 'N2' }]);
      expect(await ledger.contactsNamed('www.main.example', ['n'], 5)).toEqual(new Map([['n', ['jsmith']]]));
    });
  });

  describe('that has copied from the stores of now', () => {
    let stores: TwoStores;
    afterEach(() => stores?.close());

    const paid = (OrderID: string, more: object = {}) =>
      orderSeed({
        OrderID,
        OrderPayment: [
          { Id: OrderID.replace(/\D/g, ''), Amount: '11.00', PaymentType: 'Cash', DatePaid: '2026-07-11 02:00:00' },
        ],
        ...more,
      });

    test('copies nothing a second time', async () => {
      let now = CLOCK;
      const orders = [paid('N100'), paid('N101'), paid('N102', { OrderStatus: 'Quote' }), paid('X7'), paid('X8')];
      stores = await startTwoStores({ orders, clock: () => now });
      // The primary is filled as it was then; the ledger that knows of it is the one of then.
      await stores.run();
      const copied = () => stores.main.orders().map(({ OrderID }) => OrderID);
      const before = { copied: copied(), payments: stores.main.payments().length };
      expect(before).toEqual({ copied: ['W100', 'W101'], payments: 2 });
      const ledger = openLedger(stores.ledgerFile);
      const installation = ledger.installationId;
      await ledger.close();
      const [west, main] = [stores.west, stores.main].map(({ url }) => new URL(url).host);
      placeEarlierLedger(stores.ledgerFile, schema, 'run', { west: west ?? '', main: main ?? '', installation });
      now += 15 * 60_000;
      stores.main.clearLogs();
      const summary = await stores.run();
      expect({ copied: copied(), payments: stores.main.payments().length }).toEqual(before);
      expect(stores.main.requests.filter(({ action }) => action.startsWith('Add'))).toEqual([]);
      const { orders: counts, payments: paidCounts } = summary.stores['west'] ?? {};
      expect([counts, paidCounts]).toMatchObject([
        { created: 0, updated: 0 },
        { created: 0, updated: 0 },
      ]);
      expect(await stores.find('orders', 'N100')).toMatchObject({ state: 'loaded', targetId: 'W100' });
      expect(await stores.find('orders', 'X8')).toMatchObject({ state: 'skipped', reason: 'dropped' });
      // And what is new is copied.
      stores.west.panel.addOrder(paid('N103', { DateUpdated: '2026-07-20 06:10:00' }));
      now += 15 * 60_000;
      await stores.run();
      expect(copied()).toEqual(['W100', 'W101', 'W103']);
    });
  });
});
