import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { OrderSeed, Seed } from '../../src/fake-store/index.ts';
import type { RunSummary } from '../../src/run/summary.ts';
import { storeFeeds } from '../../src/session/store-feeds.ts';
import { type FeedingStores, type Setting, withFeedingStores } from './support/feeding-stores.ts';

const item = { SKU: 'MUG', Name: 'Mug', DefaultPrice: '11.00' };
const customer = { Username: 'jo', EmailAddress: 'jo@example.com', BillFirstName: 'Jo', BillLastName: 'Example' };

function order(id: string, changes: Partial<OrderSeed> = {}): OrderSeed {
  return {
    OrderID: id,
    Username: 'jo',
    Email: 'jo@example.com',
    BillFirstName: 'Jo',
    BillLastName: 'Example',
    OrderStatus: 'Dispatched',
    DatePlaced: '2026-07-10 02:00:00',
    DateUpdated: '2026-07-10 03:00:00',
    DateInvoiced: '2026-07-10',
    DatePaymentDue: '2026-07-23 16:00:00',
    ShippingOption: 'Post',
    OrderLine: [{ SKU: 'MUG', Quantity: 1, UnitPrice: '11.00' }],
    ...changes,
  };
}

type RmaSeed = NonNullable<Seed['rmas']>[number];

/** Paid in full. */
const paidBy = (id: string, CurrencyCode?: string): Partial<OrderSeed> => ({
  OrderPayment: [
    {
      Id: id,
      Amount: '11.00',
      PaymentType: 'Cash',
      DatePaid: '2026-07-10 04:00:00',
      ...(CurrencyCode === undefined ? {} : { CurrencyCode }),
    },
  ],
});

function payLater({ feeders: [west] }: FeedingStores, OrderID: string, CurrencyCode: string): string {
  const given = { OrderID, AmountPaid: '11.00', PaymentMethodName: 'Cash', DatePaid: '2026-07-11 04:00:00' };
  const id = west?.panel.addPayment(given).PaymentID ?? '';
  west?.panel.changePayment(id, { CurrencyCode });
  return id;
}

const rma = (id: string, orderId: string, currency?: string): RmaSeed => ({
  RmaID: id,
  OrderID: orderId,
  RmaStatus: 'Closed',
  DateIssued: '2026-07-12',
  DateUpdated: '2026-07-12 03:00:00',
  RmaLine: [{ SKU: 'MUG', Quantity: 1, RefundSubtotal: '11.00' }],
  Refund: [{ RefundAmount: '11.00', PaymentMethodName: 'Cash', RefundStatus: 'Refunded', DateRefunded: '2026-07-12' }],
  ...(currency === undefined ? {} : { CurrencyCode: currency }),
});

function setting(
  seed: Setting['feeders'][number]['seed'],
  { guards = {}, rules = {} }: { guards?: Setting['guards']; rules?: object } = {},
): Setting {
  const withReturns = {
    entities: ['products', 'customers', 'orders', 'payments', 'rmas'],
    rma: { staff: 'anna', warehouse: 'Virtual' },
  };
  return {
    guards: guards ?? {},
    primary: { items: [item], staff: ['anna'] },
    feeders: [
      { name: 'west', seed: { items: [item], customers: [customer], ...seed }, rules: { ...withReturns, ...rules } },
    ],
  };
}

const heldOf = ({ quarantine }: RunSummary) =>
  quarantine.map(({ entity, sourceId, code }) => `${entity} ${sourceId} ${code}`).sort();
const notShownIn = ({ warnings }: RunSummary) =>
  warnings.filter(({ code, message }) => code === 'not-shown' && message.includes('currency'));
const copies = ({ primary }: FeedingStores) =>
  primary
    .orders()
    .map(({ OrderID }) => String(OrderID))
    .sort();

describe('by the API, what is in another currency than the books is not copied', () => {
  test.each(['stop', 'hold', 'warn'] as const)(
    'an order whose payment is in another one, with the payment, where guards.currency is %s; others go on',
    async (currency) => {
      const seed = {
        orders: [order('N1', paidBy('1', 'USD')), order('N2', paidBy('2', 'AUD')), order('N3', paidBy('3', ' aud '))],
      };
      await withFeedingStores(setting(seed, { guards: { currency } }), async (stores) => {
        const plan = await stores.run({ simulate: true });
        const run = await stores.run();
        expect(heldOf(run)).toEqual(['orders N1 currency-differs', 'payments 1 currency-differs']);
        expect(heldOf(plan)).toEqual(heldOf(run));
        expect(run.quarantine[0]?.reason).toContain('USD');
        expect(copies(stores)).toEqual(['W2', 'W3']);
        expect(stores.primary.payments()).toHaveLength(2);
        expect(notShownIn(run)).toEqual([]);
      });
    },
  );

  test('an order whose return is in another one, with the return; a payment in the books’ currency waits with it', async () => {
    const seed = {
      orders: [order('N1', paidBy('1')), order('N2', paidBy('2'))],
      rmas: [rma('7', 'N1', 'NZD'), rma('8', 'N2', 'AUD')],
    };
    await withFeedingStores(setting(seed, { guards: { currency: 'warn' } }), async (stores) => {
      const run = await stores.run();
      expect(heldOf(run)).toEqual(['orders N1 currency-differs', 'payments 1 waits-for', 'rmas 7 currency-differs']);
      expect(copies(stores)).toEqual(['W2']);
      expect(stores.primary.rmas()).toHaveLength(1);
    });
  });

  test('also where the pipeline copies neither payments nor returns', async () => {
    const seed = {
      orders: [order('N1', paidBy('1', 'USD')), order('N2'), order('N3')],
      rmas: [rma('7', 'N2', 'EUR')],
    };
    const rules = { entities: ['products', 'customers', 'orders'], rma: undefined };
    await withFeedingStores(setting(seed, { rules }), async (stores) => {
      expect(heldOf(await stores.run())).toEqual(['orders N1 currency-differs', 'orders N2 currency-differs']);
      expect(copies(stores)).toEqual(['W3']);
    });
  });

  test('a payment that shows none is in the store’s own; an order without any is counted, and said once', async () => {
    const seed = { orders: [order('N1', paidBy('1', ' ')), order('N2'), order('N3')] };
    await withFeedingStores(setting(seed), async (stores) => {
      const run = await stores.run();
      expect(run.status).toBe('good');
      expect(copies(stores)).toEqual(['W1', 'W2', 'W3']);
      expect(notShownIn(run)).toEqual([expect.objectContaining({ store: 'west', count: 2, examples: ['N2', 'N3'] })]);
      expect((await stores.run()).warnings).toEqual([]);
    });
  });

  test('a payment that comes later in another one is not booked, and the copy is said to be doubtful', async () => {
    await withFeedingStores(setting({ orders: [order('N1'), order('N2')] }), async (stores) => {
      await stores.run();
      const id = payLater(stores, 'N1', 'USD');
      payLater(stores, 'N2', 'AUD');
      const run = await stores.run();
      expect(heldOf(run)).toEqual([`payments ${id} currency-differs`]);
      expect(run.quarantine[0]?.reason).toContain('The copy W1 may be in the wrong currency');
      expect(run.warnings).toEqual([expect.objectContaining({ sourceId: id, code: 'copy-currency-doubtful' })]);
      expect(stores.primary.payments().map(({ OrderID }) => OrderID)).toEqual(['W2']);
    });
  });

  test('a return that comes later in another one is not entered, and the copy is said to be doubtful', async () => {
    await withFeedingStores(setting({ orders: [order('N1', paidBy('1'))] }), async (stores) => {
      await stores.run();
      stores.feeders[0]?.panel.addRma({ ...rma('7', 'N1', 'USD'), DateUpdated: undefined });
      const run = await stores.run();
      expect(heldOf(run)).toEqual(['rmas 7 currency-differs']);
      expect(run.quarantine[0]?.reason).toContain('The copy W1 may be in the wrong currency');
      expect(stores.primary.rmas()).toEqual([]);
    });
  });

  test('an order that waits for it is copied when its store has mended the currency and it is retried', async () => {
    const seed = { orders: [order('N1', paidBy('1', 'USD'))] };
    await withFeedingStores(setting(seed), async (stores) => {
      await stores.run();
      stores.feeders[0]?.panel.changePayment('1', { CurrencyCode: 'AUD' });
      const again = new Date().toISOString().slice(0, 19).replace('T', ' ');
      stores.feeders[0]?.panel.changeOrder('N1', { DateUpdated: again });
      expect(heldOf(await stores.run())).toEqual([]);
      expect(copies(stores)).toEqual(['W1']);
      expect(stores.primary.payments()).toHaveLength(1);
    });
  });
});

const columns = [
  'Order ID', 'Order Status', 'Approved', 'Username', 'Email', 'Bill First Name', 'Bill Last Name', 'Tax Inclusive',
  'Date Placed', 'Date Invoiced', 'Payment Due Date', 'Order Line SKU', 'Order Line Qty', 'Order Line Description',
  'Order Line Unit Price', 'Order Line Tax Free', 'Amount Paid', 'Date Paid', 'Payment Method', 'Currency Code',
] as const; // biome-ignore format: a table
type Row = Partial<Record<(typeof columns)[number], string>>;

function row(id: string, more: Row = {}): Row {
  return {
    'Order ID': id, 'Order Status': 'Dispatched', Approved: 'Yes', Username: 'jo', Email: 'jo@example.com',
    'Bill First Name': 'Jo', 'Bill Last Name': 'Example', 'Tax Inclusive': 'Yes', 'Date Placed': '2026-09-10 11:00:00',
    'Date Invoiced': '2026-09-10', 'Payment Due Date': '2026-09-20', 'Order Line SKU': 'MUG', 'Order Line Qty': '1',
    'Order Line Description': 'Mug', 'Order Line Unit Price': '11.00', 'Order Line Tax Free': 'n', ...more,
  }; // biome-ignore format: a table
}

const csv = (rows: readonly Row[]): string =>
  [columns.join(','), ...rows.map((one) => columns.map((name) => one[name] ?? '').join(','))].join('\n');
const xml = (rows: readonly Row[]): string => {
  const cell = (name: string, text: string) => `<${name.replaceAll(' ', '')}>${text}</${name.replaceAll(' ', '')}>`;
  const record = (one: Row) => `<Order>${columns.map((name) => cell(name, one[name] ?? '')).join('')}</Order>`;
  return `<?xml version="1.0"?><Orders>${rows.map(record).join('')}</Orders>`;
};
const paid: Row = { 'Amount Paid': '11.00', 'Date Paid': '2026-09-10', 'Payment Method': 'Cash' };

async function importing(
  files: Readonly<Record<string, string>>,
  use: (run: RunSummary, stores: FeedingStores) => void | Promise<void>,
): Promise<void> {
  const given = setting(
    {},
    {
      guards: { currency: 'warn' },
      rules: { entities: ['products', 'customers', 'orders', 'payments'], rma: undefined },
    },
  );
  await withFeedingStores(given, async (stores) => {
    const paths = Object.entries(files).map(([name, text]) => {
      writeFileSync(join(stores.folder, name), text);
      return join(stores.folder, name);
    });
    const feeds = storeFeeds({ kind: 'given', files: paths }, { columns: {} });
    await use(await stores.run({ feeds: { store: 'west', feeds } }), stores);
  });
}

describe('by file, what is in another currency than the books is not copied', () => {
  test.each([
    ['csv', csv],
    ['xml', xml],
  ] as const)('an order and its payment whose Currency Code differs, in %s', async (kind, text) => {
    const rows = [
      row('N1', { ...paid, 'Currency Code': 'USD' }),
      row('N2', { ...paid, 'Currency Code': 'AUD' }),
      row('N3', { ...paid, 'Currency Code': '' }),
      row('N4', { 'Currency Code': 'USD' }),
    ];
    await importing({ [`orders.${kind}`]: text(rows) }, (run, stores) => {
      expect(heldOf(run)).toEqual([
        'orders N1 currency-differs',
        'orders N4 currency-differs',
        'payments file:N1 currency-differs',
      ]);
      expect(copies(stores)).toEqual(['W2', 'W3']);
      expect(stores.primary.payments()).toHaveLength(2);
    });
  });

  test.each(['payments.csv', 'a-payments.csv'])(
    'an order whose payment in %s beside it is in another one',
    async (name) => {
      const payments = [
        'Payment ID,Order ID,Amount Paid,Date Paid,Payment Method,Currency Code',
        '501,N1,11.00,2026-09-10,Cash,USD',
        '502,N2,11.00,2026-09-10,Cash,',
      ].join('\n');
      await importing({ 'orders.csv': csv([row('N1'), row('N2')]), [name]: payments }, (run, stores) => {
        expect(heldOf(run)).toEqual(['orders N1 currency-differs', 'payments 501 currency-differs']);
        expect(copies(stores)).toEqual(['W2']);
        expect(stores.primary.payments()).toHaveLength(1);
      });
    },
  );

  test('an order for which files tell no currency is counted', async () => {
    await importing({ 'orders.csv': csv([row('N1'), row('N2', { 'Currency Code': 'AUD' })]) }, (run) => {
      expect(notShownIn(run)).toEqual([expect.objectContaining({ count: 1, examples: ['N1'] })]);
    });
  });
});
