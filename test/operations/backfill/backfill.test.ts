import { describe, expect, test } from 'vitest';
import { backfillReport } from '../../../src/cli/text/backfill-report.ts';
import type { FakeStore } from '../../../src/fake-store/index.ts';
import { parseLocalDate } from '../../../src/model/time.ts';
import { backfill } from '../../../src/operations/backfill/backfill.ts';
import type { BackfillOptions } from '../../../src/operations/backfill/options.ts';
import { type FeedingStores, withFeedingStores } from '../../rules/support/feeding-stores.ts';
import { impatience } from '../../support/impatience.ts';
import { openLedger } from '../../support/open-ledger.ts';
import { orderOf, primary, threeMonths, west } from './old-orders.ts';

const day = (text: string) => {
  const date = parseLocalDate(text);
  if (date === undefined) throw new RangeError(text);
  return date;
};
const spring = { store: 'west', from: day('2026-04-01'), to: day('2026-06-30'), yes: true };

async function fill(stores: FeedingStores, options: Partial<BackfillOptions> = {}) {
  return backfill({
    pipeline: await stores.pipeline(),
    home: stores.folder,
    between: impatience,
    ...spring,
    ...options,
  });
}

const copies = (store: FakeStore): string[] =>
  store
    .orders()
    .map(({ OrderID }) => OrderID)
    .filter((id) => id.startsWith('W'))
    .sort();

async function cursorsOf({ folder }: FeedingStores) {
  const ledger = openLedger(`${folder}/ledger.db`);
  try {
    return {
      orders: await ledger.watermark('west', 'orders'),
      sweep: await ledger.watermark('west', 'payments', 'sweep'),
      rmas: await ledger.watermark('west', 'rmas'),
    };
  } finally {
    await ledger.close();
  }
}

describe('a back-fill', () => {
  test('copies the orders of its days with their payments, moves no cursor, and later runs leave its copies alone', () =>
    withFeedingStores({ primary, feeders: [west(threeMonths(6))] }, async (stores) => {
      await stores.run();
      expect(copies(stores.primary)).toEqual(['W9000']);
      const cursors = await cursorsOf(stores);

      const report = await fill(stores);
      expect(report.slices.map(({ from, to, state }) => [from, to, state])).toEqual([
        ['2026-04-01', '2026-04-30', 'done'],
        ['2026-05-01', '2026-05-31', 'done'],
        ['2026-06-01', '2026-06-30', 'done'],
      ]);
      expect(report).toMatchObject({ status: 'good', problems: [], quarantine: [] });
      expect(copies(stores.primary)).toHaveLength(19);
      expect(stores.primary.payments()).toHaveLength(19);
      expect(await cursorsOf(stores)).toEqual(cursors);

      const writes = stores.primary.requests.filter(({ write }) => write).length;
      expect(await stores.run()).toMatchObject({ status: 'good', quarantine: [] });
      expect(stores.primary.requests.filter(({ write }) => write)).toHaveLength(writes);
      expect((await fill(stores)).slices.every(({ state }) => state === 'done-before')).toBe(true);
      expect((await fill(stores, { again: true })).slices[0]?.stores['west']?.orders).toMatchObject({
        read: 6,
        unchanged: 6,
      });
    }));

  test('goes by the day in the books, in the calendar of the store', () =>
    withFeedingStores(
      {
        primary,
        feeders: [
          west([
            // Perth is eight hours ahead: 17:00 UTC of the last of March is the first of April there.
            orderOf(1, '2026-03-31', { DateInvoiced: '', DatePlaced: '2026-03-31 17:00:00' }),
            orderOf(2, '2026-03-31', { DateInvoiced: '', DatePlaced: '2026-03-31 15:00:00' }),
            orderOf(3, '2026-03-02', { DateInvoiced: '2026-04-30', DateUpdated: '2026-05-09 00:00:00' }),
            orderOf(4, '2026-04-15', { DateInvoiced: '2026-05-01' }),
            orderOf(9000, '2026-07-03'),
          ]),
        ],
      },
      async (stores) => {
        await fill(stores, { to: day('2026-04-30') });
        expect(copies(stores.primary)).toEqual(['W1', 'W3']);
      },
    ));

  test('marks copies as exported before they are approved, in a closed period too, and leaves returns out', () =>
    withFeedingStores({ primary, feeders: [west(threeMonths(3))] }, async (stores) => {
      const own = await stores.pipeline();
      const closed = { ...own, accounting: { ...own.accounting, lockDate: day('2026-06-30') } };
      const held = await fill(stores, { pipeline: closed, from: day('2026-04-01'), to: day('2026-04-30') });
      expect(held.quarantine.map(({ code }) => code)).toContain('before-lock-date');
      expect(copies(stores.primary)).toEqual([]);

      const marks = new Map<string, string[]>();
      stores.primary.faults.next = () => {
        for (const { OrderID, ExportStatus, CompleteStatus } of stores.primary.orders()) {
          if (OrderID.startsWith('W'))
            marks.set(OrderID, [...(marks.get(OrderID) ?? []), `${ExportStatus} ${CompleteStatus}`]);
        }
        return undefined;
      };
      await fill(stores, { pipeline: closed, alreadyInAccounting: true });
      expect(copies(stores.primary)).toHaveLength(9);
      for (const { OrderID, ExportStatus, CompleteStatus } of stores.primary.orders()) {
        if (OrderID.startsWith('W')) expect([ExportStatus, CompleteStatus], OrderID).toEqual(['Exported', 'Approved']);
      }
      for (const [id, seen] of marks) expect(seen, id).not.toContain('Pending Approved');
      expect(stores.primary.payments()).toHaveLength(9);
      // What the ordinary runs copy goes on to the books.
      stores.primary.faults.next = undefined;
      await stores.run();
      expect(stores.primary.order('W9000')?.ExportStatus).toBe('Pending');
    }));

  test('does not approve what the primary does not show as exported', () =>
    withFeedingStores({ primary, feeders: [west(threeMonths(1))] }, async (stores) => {
      // A primary that forgets the mark: staff, or other software, takes it off at once.
      stores.primary.faults.next = () => {
        for (const { OrderID, ExportStatus } of stores.primary.orders()) {
          if (ExportStatus === 'Exported') stores.primary.panel.changeOrder(OrderID, { ExportStatus: 'Pending' });
        }
        return undefined;
      };
      const report = await fill(stores, { alreadyInAccounting: true });
      expect(report.quarantine.filter(({ entity }) => entity === 'orders').map(({ code }) => code)).toEqual(
        Array(3).fill('refused'),
      );
      for (const { OrderID, CompleteStatus } of stores.primary.orders()) {
        if (OrderID.startsWith('W')) expect(CompleteStatus).not.toBe('Approved');
      }
    }));

  test('refuses to go on without the mark that its days were begun with', () =>
    withFeedingStores({ primary, feeders: [west(threeMonths(1))] }, async (stores) => {
      await fill(stores, { alreadyInAccounting: true, to: day('2026-04-30') });
      await expect(fill(stores)).rejects.toMatchObject({
        code: 'usage',
        message: expect.stringContaining('2026-04-30'),
      });
      expect(await fill(stores, { from: day('2026-05-01') })).toMatchObject({ status: 'good' });
    }));

  test('refuses days that ordinary runs copy, and days that run backwards', () =>
    withFeedingStores({ primary, feeders: [west(threeMonths(1))] }, async (stores) => {
      await expect(fill(stores, { to: day('2026-07-01') })).rejects.toMatchObject({ code: 'usage' });
      await expect(fill(stores, { from: day('2026-06-30'), to: day('2026-04-01') })).rejects.toMatchObject({
        code: 'usage',
      });
    }));

  test('asks before it copies more than 200 orders, and tells in a dry run what it would do without writing', () =>
    withFeedingStores({ primary, feeders: [west(threeMonths(68))] }, async (stores) => {
      await expect(fill(stores, { yes: false })).rejects.toMatchObject({ code: 'first-run-unconfirmed' });
      const report = await fill(stores, { yes: false, dryRun: true, sliceDays: 14 });
      const created = report.slices.map(({ stores: counts }) => counts['west']?.orders?.created ?? 0);
      expect(created.reduce((sum, one) => sum + one, 0)).toBe(204);
      expect(created).toHaveLength(7);
      expect(report.slices.every(({ state }) => state === 'planned')).toBe(true);
      expect(stores.primary.requests.filter(({ write }) => write)).toEqual([]);
      // Nothing is left behind: a real one still does them all.
      expect((await fill(stores, { to: day('2026-04-30') })).slices[0]?.state).toBe('done');
      expect(copies(stores.primary)).toHaveLength(68);
    }));

  test('tells what is worth a look, as a run does, of all its slices', () => {
    const paidBy = (Id: string, day: string) => ({
      OrderPayment: [
        { Id, Amount: '20.00', PaymentType: 'Cash', DatePaid: `${day} 12:00:00`, CardAuthorisation: 'PP-8AB12345' },
      ],
    });
    const orders = [['2026-04-02', '1'] as const, ['2026-04-03', '2'] as const, ['2026-06-03', '3'] as const].map(
      ([day, id]) => orderOf(Number(id) + 1000, day, id === '3' ? {} : paidBy(id, day)),
    );
    return withFeedingStores({ primary, feeders: [west(orders)] }, async (stores) => {
      const report = await fill(stores);
      expect(report.worthALook.map(({ code }) => code)).toEqual(['transaction-on-two-orders']);
      expect(backfillReport(report, 'pipeline.yaml')).toMatch(/^Worth a look\n {2}.*N1001 and N1002/m);
    });
  });
});
