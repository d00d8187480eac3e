import { rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { FakeStore, RmaSeed } from '../../../src/fake-store/index.ts';
import { parseLocalDate } from '../../../src/model/time.ts';
import { backfill } from '../../../src/operations/backfill/backfill.ts';
import type { BackfillOptions } from '../../../src/operations/backfill/options.ts';
import { rebuildMap } from '../../../src/operations/doctor/rebuild-map.ts';
import { runProgram } from '../../cli/program.ts';
import { type FeedingStores, withFeedingStores } from '../../rules/support/feeding-stores.ts';
import { openLedger } from '../../support/open-ledger.ts';
import { orderOf, primary, west } from './old-orders.ts';

const day = (text: string) => {
  const date = parseLocalDate(text);
  if (date === undefined) throw new RangeError(text);
  return date;
};
const APRIL = { from: day('2026-04-01'), to: day('2026-04-30') };
const marked = { alreadyInAccounting: true };

async function fill(stores: FeedingStores, options: Partial<BackfillOptions> = {}) {
  const pipeline = await stores.pipeline();
  return backfill({ pipeline, home: stores.folder, store: 'west', ...APRIL, yes: true, ...options });
}

async function fromEarlier(stores: FeedingStores) {
  const pipeline = await stores.pipeline();
  const secondaries = pipeline.secondaries.map((secondary) => ({ ...secondary, since: day('2026-03-01') }));
  return { ...pipeline, secondaries };
}

function command({ folder }: FeedingStores, ...words: string[]) {
  const environment = { PRIMARY_KEY: 'primary-key', WEST_KEY: 'west-key', NETO_CONSOLIDATOR_HOME: folder };
  const days = ['--from', APRIL.from, '--to', APRIL.to, '--yes', '--already-in-accounting'];
  return runProgram(['backfill', 'pipeline.yaml', '--store', 'west', ...days, ...words], { folder, environment });
}

const april = (number: number) => orderOf(number, `2026-04-${String(number).padStart(2, '0')}`);
const july = orderOf(9000, '2026-07-03');
const states = (store: FakeStore) =>
  Object.fromEntries(
    store
      .orders()
      .filter(({ OrderID }) => OrderID.startsWith('W'))
      .map(({ OrderID, ExportStatus, CompleteStatus }) => [OrderID, `${ExportStatus} ${CompleteStatus}`]),
  );

const withReturns = {
  entities: ['products', 'customers', 'orders', 'payments', 'rmas'],
  rma: { staff: 'anna', warehouse: 'Virtual', waitDays: 0 },
};
const staffed = { ...primary, staff: ['anna'] };
const returned = (number: number, issued: string): RmaSeed => ({
  RmaID: String(number),
  OrderID: `N${number}`,
  RmaStatus: 'Closed',
  DateIssued: issued,
  TaxInclusive: 'True',
  RmaLine: [{ SKU: 'TEA', Quantity: 1, RefundSubtotal: '11.00' }],
  Refund: [
    { RefundAmount: '11.00', PaymentMethodName: 'Cash', RefundStatus: 'Refunded', DateRefunded: `${issued} 02:00:00` },
  ],
});

test('marked days stay marked when since is moved before them: what is copied of them later has the mark too', () =>
  withFeedingStores({ primary, feeders: [west([april(1), july])] }, async (stores) => {
    await fill(stores, marked);
    stores.feeders[0]?.panel.addOrder(april(2));
    expect(await stores.run({ pipeline: await fromEarlier(stores) })).toMatchObject({ status: 'good' });
    expect(states(stores.primary)).toEqual({
      W1: 'Exported Approved',
      W2: 'Exported Approved',
      W9000: 'Pending Approved',
    });
  }));

test('a closed period does not hold payments of marked days, wherever since is', () =>
  withFeedingStores({ primary, feeders: [west([april(1), july])] }, async (stores) => {
    await fill(stores, marked);
    const pipeline = await fromEarlier(stores);
    const closed = { ...pipeline, accounting: { ...pipeline.accounting, lockDate: day('2026-06-30') } };
    stores.feeders[0]?.panel.addOrder(april(3));
    const summary = await stores.run({ pipeline: closed });
    expect(summary.quarantine.map(({ code }) => code)).not.toContain('before-lock-date');
    expect(stores.primary.payments('W3')).toHaveLength(1);
  }));

test('copies that were made without the mark are given it when their days are begun anew with it, and say so', () =>
  withFeedingStores({ primary, feeders: [west([april(1), april(2), july])] }, async (stores) => {
    await fill(stores);
    expect(states(stores.primary)).toMatchObject({ W1: 'Pending Approved', W2: 'Pending Approved' });
    const { code, stdout } = await command(stores);
    expect([code, stdout]).toEqual([0, expect.stringContaining('Its copies are marked as exported already.')]);
    expect(states(stores.primary)).toMatchObject({ W1: 'Exported Approved', W2: 'Exported Approved' });
    // Days cut otherwise than they were begun, the marked ones inside.
    expect(await fill(stores, { ...marked, sliceDays: 7, again: true })).toMatchObject({ unmarked: [] });
    // The mark hinders no change that follows, of the notes it stands among least of all.
    stores.feeders[0]?.panel.changeOrder('N1', { InternalOrderNotes: 'Ring twice' });
    expect(await stores.run()).toMatchObject({ status: 'good', quarantine: [] });
    expect(stores.primary.order('W1')?.InternalOrderNotes).toMatch(/days 2026-04-01 to 2026-04-30\nRing twice$/);
  }));

test('a copy that was exported before it could be marked is named, and the command ends with 3', () =>
  withFeedingStores({ primary, feeders: [west([april(1), april(2), july])] }, async (stores) => {
    await fill(stores);
    stores.primary.panel.changeOrder('W1', { ExportStatus: 'Exported' });
    const { code, stdout } = await command(stores);
    expect(stdout).toContain('W1 was copied without the mark, and was exported before it could be given');
    expect(stdout).not.toContain('W2 was copied');
    expect(code).toBe(3);
    expect(states(stores.primary)).toMatchObject({ W2: 'Exported Approved' });
  }));

test('a primary that takes the mark off again is told, and the command ends with 3', () =>
  withFeedingStores({ primary, feeders: [west([april(1), july])] }, async (stores) => {
    await fill(stores);
    stores.primary.faults.next = () => {
      const copy = stores.primary.order('W1');
      if (copy?.ExportStatus === 'Exported') stores.primary.panel.changeOrder('W1', { ExportStatus: 'Pending' });
      return undefined;
    };
    const { code, stdout } = await command(stores);
    expect(stdout).toContain('W1 was copied without the mark, and the primary does not show it as exported now');
    expect(code).toBe(3);
  }));

test('a return of marked days becomes no credit, however late it is edited; one of a later day does', () =>
  withFeedingStores(
    { primary: staffed, feeders: [west([april(1), april(2), april(3), july], withReturns)] },
    async (stores) => {
      const [source] = stores.feeders;
      source?.panel.addRma(returned(1, '2026-04-20'));
      source?.panel.addRma(returned(2, '2026-05-20'));
      source?.panel.addRma(returned(3, '2026-07-02'));
      await fill(stores, marked);
      await stores.run();
      for (const id of ['1', '2']) source?.panel.changeRma(id, { InternalNotes: 'Looked at again' });
      const summary = await stores.run();
      expect(summary.quarantine).toEqual([]);
      // N1's is of a marked day; N2's of a day before `since`, and the books have its order; N3's is new to the books.
      expect(stores.primary.rmas().map(({ OrderID }) => OrderID)).toEqual(['W3']);
    },
  ));

test('a ledger made anew reads from the copies which days the books have', () =>
  withFeedingStores({ primary: staffed, feeders: [west([april(1), april(2), july], withReturns)] }, async (stores) => {
    await fill(stores, marked);
    await stores.run();
    for (const part of ['', '-wal', '-shm']) rmSync(`${stores.folder}/ledger.db${part}`, { force: true });
    const pipeline = await stores.pipeline();
    await rebuildMap({ pipeline, home: stores.folder, now: Date.now });
    const ledger = openLedger(`${stores.folder}/ledger.db`);
    expect(await ledger.historySlices()).toMatchObject([{ store: 'west', ...APRIL, ...marked }]);
    await ledger.close();
    stores.feeders[0]?.panel.addRma(returned(1, '2026-04-20'));
    stores.feeders[0]?.panel.addOrder({ ...april(5), DateUpdated: '2026-07-20 12:00:00' });
    await stores.run();
    expect(stores.primary.rmas()).toEqual([]);
    expect(states(stores.primary)).toMatchObject({ W5: 'Exported Approved' });
    await expect(fill(stores)).rejects.toMatchObject({ code: 'usage' });
  }));
