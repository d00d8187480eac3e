import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Seed } from '../../src/fake-store/index.ts';
import type { RunSummary } from '../../src/run/summary.ts';
import { storeFeeds } from '../../src/session/store-feeds.ts';
import { type FeedingStores, withFeedingStores } from './support/feeding-stores.ts';
import { copies, csv, held, orderRow } from './support/importing.ts';
import { heldIn, orderSeed, withTwoStores } from './support/two-stores.ts';

const items = [{ SKU: 'MUG', Name: 'Mug', DefaultPrice: '11.00' }];
const DAY = '2026-09-10 03:00:00';

type Instalment = readonly [id: string, amount: string, day: string];

function order(price: string, payments: readonly Instalment[]): Partial<Seed> {
  const OrderPayment = payments.map(([Id, Amount, DatePaid]) => ({ Id, Amount, PaymentType: 'Cash', DatePaid }));
  const one = {
    OrderID: 'N1', OrderStatus: 'Dispatched', Username: 'jo', Email: 'jo@example.com', BillFirstName: 'Jo',
    BillLastName: 'Example', TaxInclusive: 'True', DatePlaced: DAY, DateUpdated: '2026-09-10 04:00:00',
    DateInvoiced: '2026-09-10', DatePaymentDue: '2026-09-19 16:00:00',
    OrderLine: [{ SKU: 'MUG', Quantity: 1, UnitPrice: price, ProductName: 'Mug' }], OrderPayment,
  }; // biome-ignore format: a table
  return { items, orders: [one] };
}

/** The store's order came by a file with one sum before its API is read. */
async function fileThenApi<T>(
  { price, inFile, inApi }: { price: string; inFile: string; inApi: readonly Instalment[] },
  use: (stores: FeedingStores, first: RunSummary) => Promise<T>,
): Promise<T> {
  const feeders = [{ name: 'west', seed: order(price, inApi), rules: {} }];
  return withFeedingStores({ primary: { items }, feeders }, async (stores) => {
    const file = join(stores.folder, 'orders.csv');
    const paid = { 'Amount Paid': inFile, 'Date Paid': '2026-09-10', 'Payment Method': 'Cash' };
    writeFileSync(file, csv([orderRow('N1', price, paid)]));
    const feeds = storeFeeds({ kind: 'given', files: [file] }, { columns: {} });
    const imported = await stores.run({ narrowing: { stores: ['west'] }, feeds: { store: 'west', feeds } });
    expect(imported.status).toBe('good');
    return use(stores, await stores.run());
  });
}

describe('What a file says was paid, and then the API', () => {
  test.for([
    [
      '22.00',
      [
        ['1', '11.00', DAY],
        ['2', '11.00', DAY],
      ],
    ],
    [
      '33.00',
      [
        ['1', '11.00', DAY],
        ['2', '11.00', DAY],
        ['3', '11.00', DAY],
      ],
    ],
  ] as const)(
    'of equal instalments the first is the file’s, and each other one of %s is booked',
    async ([
      // biome-ignore format: a table
      price,
      inApi,
    ]) => {
      await fileThenApi({ price, inFile: '11.00', inApi }, async (stores, first) => {
        expect([first.status, held(first)]).toEqual(['good', []]);
        expect(copies(stores)).toEqual({ W1: `${price} paid ${price}` });
        expect((await stores.run()).status).toBe('good');
        expect(copies(stores)).toEqual({ W1: `${price} paid ${price}` });
      });
    },
  );

  test('what came by both ways is followed: deleted, changed and untouched in its store', async () => {
    const hour = 3_600_000;
    const day = 26 * hour;
    let now = Date.parse('2026-07-20T00:00:00Z');
    const ids = ['N100', 'N101', 'N102'];
    const seeds = ids.map((OrderID) => {
      const paid = { Id: OrderID.slice(1), Amount: '11.00', PaymentType: 'Cash', DatePaid: '2026-07-11 02:00:00' };
      return orderSeed({ OrderID, OrderPayment: [paid] });
    });
    await withTwoStores({ clock: () => now, orders: seeds }, async (stores) => {
      const people = {
        Username: 'jsmith',
        Email: 'jane@example.com',
        'Bill First Name': 'Jane',
        'Bill Last Name': 'Smith',
      };
      const dates = { 'Date Placed': '2026-07-10 10:00:00', 'Date Invoiced': '2026-07-10', 'Payment Due Date': '' };
      const paid = { 'Amount Paid': '11.00', 'Date Paid': '2026-07-11', 'Payment Method': 'Cash' };
      const file = join(stores.home, 'orders.csv');
      writeFileSync(file, csv(ids.map((id) => orderRow(id, '11.00', { ...people, ...dates, ...paid }))));
      const feeds = storeFeeds({ kind: 'given', files: [file] }, { columns: {} });
      const imported = await stores.run({ narrowing: { stores: ['west'] }, feeds: { store: 'west', feeds } });
      expect(heldIn(imported)).toEqual([]);
      for (const passed of [hour, day]) {
        now += passed;
        expect(heldIn(await stores.run())).toEqual([]);
      }
      stores.west.panel.removePayment('100');
      stores.west.panel.changePayment('101', { AmountPaid: '9.00' });
      now += day;
      expect(heldIn(await stores.run())).toEqual([
        'payments 100: payment-gone',
        'payments 101: payment-changed-after-copy',
      ]);
      expect(stores.main.payments()).toHaveLength(3);
    });
  });
});
