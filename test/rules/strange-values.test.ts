import { expect, test } from 'vitest';
import type { OrderSeed } from '../../src/fake-store/index.ts';
import type { RunSummary } from '../../src/run/summary.ts';
import { startAlteringProxy } from '../support/altering-proxy.ts';
import { many } from '../support/many.ts';
import { type FeedingStores, withFeedingStores } from './support/feeding-stores.ts';

type Raw = Record<string, unknown>;

const strange: readonly unknown[] = [
  'NaN', `1${'0'.repeat(30)}`, '1e30', '-7', { nested: { deeper: 'x' } }, ['a', 'b'], null, '', '0001-01-01 00:00:00',
  '9999-12-31 23:59:59', '+275760-09-13', 'a\u0000\u000b\u001bb\ud800', true, 1e308,
]; // biome-ignore format: a table

/** Each field meets another value in each turn. */
const turns = [9, 4, 0, 11, 1, 2, 3, 5, 6, 7, 8, 10, 12, 13].slice(0, many(2, 14));

const orderFields = [
  'OrderID', 'Username', 'Email', 'BillFirstName', 'OrderStatus', 'CompleteStatus', 'GrandTotal', 'OrderTax', 'TaxInclusive',
  'ShippingTotal', 'ShippingOption', 'DatePlaced', 'DateInvoiced', 'DateUpdated', 'DatePaymentDue', 'DateRequired', 'OrderLine',
  'OrderPayment', 'InternalOrderNotes', 'CouponDiscount', 'line SKU', 'line Quantity', 'line UnitPrice', 'line Tax',
  'line PercentDiscount', 'line ProductName', 'line ExtraOptions',
] as const; // biome-ignore format: a table
const paymentFields = [
  'PaymentID',
  'OrderID',
  'AmountPaid',
  'CurrencyCode',
  'DatePaid',
  'PaymentMethodName',
  'CardAuthorisation',
] as const;
const rmaFields = [
  'RmaID',
  'OrderID',
  'RmaStatus',
  'RefundTotal',
  'RefundTaxTotal',
  'DateIssued',
  'DateUpdated',
  'RmaLine',
  'RmaLines',
  'Refunds',
  'CurrencyCode',
] as const;
const customerFields = ['Username', 'EmailAddress', 'Active', 'BillingAddress', 'DateUpdatedUTC', 'Type'] as const;
const itemFields = ['SKU', 'Name', 'DefaultPrice', 'IsActive', 'TaxFreeItem', 'CostPrice'] as const;

interface Strange {
  readonly entity: 'Order' | 'Payment' | 'Rma' | 'Customer' | 'Item';
  /** Of the record that bears it. */
  readonly id: string;
  readonly number: number;
  readonly field: string;
  readonly value: unknown;
}

/** Each field of each entity with one of the values, so that each value is met by many fields. */
function strangers(turn: number): Strange[] {
  const fields = (
    [
      ['Order', orderFields],
      ['Payment', paymentFields],
      ['Rma', rmaFields],
      ['Customer', customerFields],
      ['Item', itemFields],
    ] as const
  ).flatMap(([entity, names]) => names.map((field) => ({ entity, field })));
  return fields.map(({ entity, field }, place) => {
    const number = 1000 + place;
    return { entity, field, number, id: idOf(entity, number), value: strange[(place + turn) % strange.length] };
  });
}

function idOf(entity: Strange['entity'], number: number): string {
  return {
    Order: `N${number}`,
    Payment: String(5000 + number),
    Rma: String(9000 + number),
    Customer: `user-${number}`,
    Item: `SKU-${number}`,
  }[entity];
}

const keyField = { Order: 'OrderID', Payment: 'PaymentID', Rma: 'RmaID', Customer: 'Username', Item: 'SKU' } as const;

function orderSeed(number: number): OrderSeed {
  return {
    OrderID: `N${number}`,
    Username: `user-${number}`,
    Email: `user-${number}@example.com`,
    BillFirstName: 'Jo',
    BillLastName: `Name${number}`,
    OrderStatus: 'Dispatched',
    DatePlaced: '2026-07-10 02:00:00',
    DateUpdated: '2026-07-10 03:00:00',
    DateInvoiced: '2026-07-10',
    ShippingOption: 'Post',
    OrderLine: [{ SKU: `SKU-${number}`, Quantity: 1, UnitPrice: '11.00', ProductName: 'Mug' }],
    OrderPayment: [
      { Id: String(5000 + number), Amount: '11.00', PaymentType: 'Cash', DatePaid: '2026-07-10 04:00:00' },
    ],
  };
}

const rmaSeed = (number: number) => ({
  RmaID: String(9000 + number),
  OrderID: `N${number}`,
  RmaStatus: 'Closed',
  DateIssued: '2026-07-12',
  DateUpdated: '2026-07-12 03:00:00',
  RmaLine: [{ SKU: `SKU-${number}`, Quantity: 1, RefundSubtotal: '11.00' }],
  Refund: [{ RefundAmount: '11.00', PaymentMethodName: 'Cash', RefundStatus: 'Refunded', DateRefunded: '2026-07-12' }],
});

function altered(rows: unknown, entity: Strange['entity'], by: ReadonlyMap<string, Strange>): void {
  for (const row of [rows ?? []].flat() as Raw[]) {
    const one = by.get(`${entity} ${String(row[keyField[entity]])}`);
    if (one === undefined) continue;
    if (one.field.startsWith('line ')) {
      // A list of one comes as an object.
      const [line] = [row['OrderLine'] ?? []].flat() as Raw[];
      if (line !== undefined) line[one.field.slice(5)] = one.value;
    } else if (one.field in row || one.field === 'Refunds') row[one.field] = one.value;
  }
}

async function runWith(
  strange: readonly Strange[],
  good: readonly number[],
  use: (run: RunSummary, stores: FeedingStores) => void | Promise<void>,
): Promise<void> {
  const numbers = [...good, ...strange.map(({ number }) => number)];
  const seed = {
    orders: numbers.map(orderSeed),
    rmas: numbers.map(rmaSeed),
    customers: numbers.map((number) => ({
      Username: `user-${number}`,
      EmailAddress: `user-${number}@example.com`,
      BillFirstName: 'Jo',
      BillLastName: `Name${number}`,
    })),
    items: numbers.map((number) => ({ SKU: `SKU-${number}`, Name: 'Mug', DefaultPrice: '11.00' })),
  };
  const rules = {
    entities: ['products', 'customers', 'orders', 'payments', 'rmas'],
    rma: { staff: 'anna', warehouse: 'Virtual' },
    customers: { policy: 'prefix' },
    products: { policy: 'prefix', skuPrefix: 'W-' },
  };
  const by = new Map(strange.map((one) => [`${one.entity} ${one.id}`, one]));
  await withFeedingStores(
    { primary: { staff: ['anna'] }, feeders: [{ name: 'west', seed, rules }] },
    async (stores) => {
      const proxy = await startAlteringProxy(stores.feeders[0]?.url ?? '', (action, reply) => {
        const entity = action.replace(/^Get/, '') as Strange['entity'];
        altered(reply[entity], entity, by);
        return reply;
      });
      try {
        const pipeline = await stores.pipeline();
        const secondaries = pipeline.secondaries.map((one) => ({ ...one, url: proxy.url }));
        await use(await stores.run({ pipeline: { ...pipeline, secondaries } }), stores);
      } finally {
        await proxy.close();
      }
    },
  );
}

test.each(turns)(
  'strange values in any field of any record are that record’s own: all others are copied (%s)',
  async (turn) => {
    const strange = strangers(turn);
    const good = Array.from({ length: 6 }, (_, index) => 100 + index);
    await runWith(strange, good, (run, { primary }) => {
      expect(run.problems).toEqual([]);
      const orders = new Map(primary.orders().map((order) => [order.OrderID, order]));
      const paid = new Set(primary.payments().map(({ OrderID }) => OrderID));
      const returned = new Set(primary.rmas().map(({ OrderID }) => OrderID));
      for (const number of good) {
        expect(orders.get(`W${number}`)?.GrandTotal, `W${number}`).toBe('11.00');
        expect([paid.has(`W${number}`), returned.has(`W${number}`)], `W${number}`).toEqual([true, true]);
      }
      const told = new Set(run.quarantine.map(({ sourceId }) => sourceId.toLowerCase()));
      for (const { number, entity, id, field, value } of strange) {
        const what = `${entity} ${id} ${field} ${JSON.stringify(value)}`;
        const copy = orders.get(`W${number}`);
        // Whatever is copied is what the shop sold: nothing is copied with the strange value in its money or its day.
        if (copy !== undefined) {
          expect([copy.GrandTotal, copy.OrderTax, copy.DateInvoiced.slice(0, 10), copy.OrderLine.length], what).toEqual(
            ['11.00', '1.00', '2026-07-10', 1],
          );
        } else if (entity === 'Order' && field !== 'OrderStatus' && field !== 'CompleteStatus' && field !== 'OrderID') {
          // It waits by its own id, or was left out by a rule.
          expect(told.has(id.toLowerCase()) || field.startsWith('Date'), what).toBe(true);
        }
      }
      expect(run.stores['west']?.orders?.pending).toBe(0);
    });
  },
  60_000,
);

test('an answer nested deeper than any store nests fails its store in words, and the run ends', async () => {
  await withFeedingStores(
    { feeders: [{ name: 'west', seed: { orders: [orderSeed(1)] }, rules: {} }] },
    async (stores) => {
      let deep: unknown = {};
      for (let level = 0; level < 200; level += 1) deep = { deeper: deep };
      const proxy = await startAlteringProxy(stores.feeders[0]?.url ?? '', (action, reply) =>
        action === 'GetOrder' ? { ...reply, Order: [{ OrderID: 'N1', OrderLine: deep }] } : reply,
      );
      try {
        const pipeline = await stores.pipeline();
        const secondaries = pipeline.secondaries.map((one) => ({ ...one, url: proxy.url }));
        const { problems } = await stores.run({ pipeline: { ...pipeline, secondaries } });
        expect(problems).toMatchObject([{ store: 'west', message: expect.stringMatching(/nest|deep|level/) }]);
      } finally {
        await proxy.close();
      }
    },
  );
});
