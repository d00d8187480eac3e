import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Lie, OrderSeed } from '../../src/fake-store/index.ts';
import { dailyProof } from '../../src/proof/daily-proof.ts';
import { exitCodeOfSummary, type RunSummary } from '../../src/run/summary.ts';
import {
  heldIn,
  orderSeed,
  type Setting,
  startTwoStores,
  type TwoStores,
  withTwoStores,
} from './support/two-stores.ts';

type About = 'on' | 'orders' | 'records';
type OrderLie = Omit<Extract<Lie, { readonly on: 'approve' | 'add-order' | 'update-order' }>, About>;
type PaymentLie = Omit<Extract<Lie, { readonly on: 'add-payment' }>, About>;
type RmaLie = Omit<Extract<Lie, { readonly on: 'add-rma' }>, About>;

/** What must agree on an order, each altered by itself while everything else, the totals too, stays as it was sent. */
const mustAgree: readonly OrderLie[] = [
  { field: 'OrderTax', by: '-0.10' },
  { field: 'GrandTotal', by: '0.06' },
  { field: 'OrderLine', value: 'dropped' },
  { field: 'OrderLine', value: 'repeated' },
  { field: 'OrderLine.SKU' },
  { field: 'OrderLine.Quantity' },
  { field: 'OrderLine.Quantity', balance: 'price' },
  { field: 'OrderLine.Quantity', balance: 'other-line' },
  { field: 'OrderLine.UnitPrice' },
  { field: 'OrderLine.UnitPrice', balance: 'other-line' },
  { field: 'OrderLine.PercentDiscount', value: '10' },
  { field: 'OrderLine.ProductDiscount', value: '1.00' },
  { field: 'OrderLine.Tax', value: '0.00' },
  { field: 'OrderLine.TaxFree' },
  { field: 'ShippingTotal' },
  { field: 'ShippingTax', value: '0.00' },
  { field: 'ShippingDiscount', value: '1.00' },
  { field: 'TaxFreeShipping' },
  { field: 'TaxInclusive' },
  { field: 'DateInvoiced', by: '1' },
  { field: 'Username' },
  { field: 'Email', value: 'other@example.com' },
];
/** A cent less or more of a total that leaves no doubt is told, though a rounding could hide it. */
const cents: readonly OrderLie[] = [
  { field: 'GrandTotal', by: '0.01' },
  { field: 'GrandTotal', by: '-0.01' },
];
const said: readonly OrderLie[] = [
  { field: 'SalesChannel', value: 'Website' },
  { field: 'BillFirstName' },
  { field: 'BillLastName' },
  { field: 'BillCompany' },
  { field: 'ShipFirstName' },
  { field: 'ShipLastName' },
  { field: 'ShipCompany' },
  { field: 'DatePlaced', by: '1' },
];
const payments: readonly PaymentLie[] = [
  { field: 'AmountPaid' },
  { field: 'AmountPaid', by: '-0.01' },
  { field: 'DatePaid', by: '1' },
  { field: 'PaymentMethodName' },
  { field: 'CurrencyCode' },
];
const returns: readonly RmaLie[] = [
  { field: 'RefundTotal', by: '0.01' },
  { field: 'RefundTaxTotal', by: '-0.10' },
  { field: 'ShippingRefundAmount' },
  { field: 'DateIssued', by: '1' },
  { field: 'RmaStatus' },
  { field: 'TaxInclusive' },
  { field: 'CurrencyCode' },
  { field: 'RmaLine.SKU' },
  { field: 'RmaLine.Quantity' },
  { field: 'RmaLine.RefundSubtotal' },
  { field: 'RmaLine.Tax', value: '0.00' },
  { field: 'RmaLine.TaxCode' },
  { field: 'Refund.RefundAmount' },
  { field: 'Refund.PaymentMethodName' },
  { field: 'Refund.DateRefunded', by: '1' },
];

interface Case {
  readonly name: string;
  /** Of the order in its own store, of its copy, and of its payment and return. */
  readonly id: string;
  readonly copy: string;
  readonly number: string;
  readonly lie: Lie;
}

let next = 200;
const about = (lie: Record<string, unknown>): Case => {
  next += 1;
  const { on, field, by, value, balance } = lie as Partial<Record<'on' | 'field' | 'by' | 'value' | 'balance', string>>;
  const how = value ?? by ?? 'another';
  return {
    name: [on, field, how, ...(balance === undefined ? [] : [`with ${balance} giving way`])].join(' '),
    id: `N${next}`,
    copy: `W${next}`,
    number: String(next),
    lie: { ...lie, orders: [`W${next}`], records: 1 } as unknown as Lie,
  };
};
const added = [...mustAgree, ...cents].map((lie) => about({ on: 'add-order', ...lie }));
const approved = [...mustAgree, ...cents].map((lie) => about({ on: 'approve', ...lie }));
const ofPayments = payments.map((lie) => about({ on: 'add-payment', ...lie }));
const ofReturns = returns.map((lie) => about({ on: 'add-rma', ...lie }));
const onlySaid = said.map((lie) => about({ on: 'add-order', ...lie }));
const good = ['N100', 'N101', 'N102', 'N103'];

const address = (side: 'Bill' | 'Ship') => ({
  [`${side}FirstName`]: 'Jane',
  [`${side}LastName`]: 'Smith',
  [`${side}Company`]: 'Mugs Pty Ltd',
});

/** Three mugs and a book, with taxed shipping. */
function seed(OrderID: string, changes: Partial<OrderSeed> = {}): OrderSeed {
  return orderSeed({
    OrderID,
    ...address('Bill'),
    ...address('Ship'),
    ShippingTotal: '11.00',
    OrderLine: [
      { SKU: 'MUG', Quantity: 3, UnitPrice: '11.00' },
      { SKU: 'BOOK', Quantity: 1, UnitPrice: '20.00' },
    ],
    ...changes,
  });
}

const paid = (id: string): OrderSeed => {
  const payment = { Id: id.slice(1), Amount: '30.00', PaymentType: 'Cash', DatePaid: '2026-07-11 02:00:00' };
  return seed(id, { OrderPayment: [payment] });
};

const returned = (OrderID: string) => ({
  RmaID: OrderID.slice(1),
  OrderID,
  RmaStatus: 'Closed',
  DateIssued: '2026-07-13',
  DateUpdated: '2026-07-13 02:00:00',
  ShippingRefundAmount: '5.50',
  RmaLine: [{ SKU: 'MUG', Quantity: 1, RefundSubtotal: '11.00', ReturnReason: 'Too small' }],
  Refund: [{ RefundAmount: '16.50', PaymentMethodName: 'Cash', RefundStatus: 'Refunded', DateRefunded: '2026-07-13' }],
});

const withReturns = ['N103', ...ofReturns.map(({ id }) => id)];
const setting: Setting = {
  orders: [
    ...good.map(paid),
    ...[...added, ...approved, ...ofReturns, ...onlySaid].map(({ id }) => seed(id)),
    ...ofPayments.map(({ id }) => paid(id)),
  ],
  west: { rmas: withReturns.map(returned) },
  main: { staff: ['anna'] },
  rules: {
    entities: ['products', 'customers', 'orders', 'payments', 'rmas'],
    rma: { staff: 'anna', warehouse: 'Virtual', waitDays: 0 },
    orders: { salesChannel: 'West' },
  },
};

let stores: TwoStores;
let summary: RunSummary;
beforeAll(async () => {
  const lies = [...added, ...approved, ...ofPayments, ...ofReturns, ...onlySaid].map(({ lie }) => lie);
  stores = await startTwoStores({ ...setting, primarySwitches: { lies } });
  summary = await stores.run();
});
afterAll(() => stores?.close());

const approvalOf = (id: string) => stores.main.order(id)?.CompleteStatus;

describe('a primary that stores one field of one record otherwise than it was sent', () => {
  test.each(added)('$name: quarantined, and not approved', ({ id, copy }) => {
    expect(heldIn(summary)).toContain(`orders ${id}: read-back-differs`);
    expect(approvalOf(copy)).not.toBe('Approved');
  });
  test.each(approved)('$name: quarantined', ({ id }) => {
    expect(heldIn(summary)).toContain(`orders ${id}: read-back-differs`);
  });
  test.each(ofPayments)('$name: quarantined', ({ number }) => {
    expect(heldIn(summary)).toContain(`payments ${number}: read-back-differs`);
  });
  test.each(ofReturns)('$name: quarantined', ({ number }) => {
    expect(heldIn(summary)).toContain(`rmas ${number}: read-back-differs`);
  });

  test('is not called good', () => {
    expect(exitCodeOfSummary(summary)).toBe(3);
    expect(summary.problems).toEqual([]);
  });

  test('is believed in every other record', () => {
    const told = [
      ...[...added, ...approved].map(({ id }) => `orders ${id}: read-back-differs`),
      ...ofPayments.map(({ number }) => `payments ${number}: read-back-differs`),
      ...ofReturns.map(({ number }) => `rmas ${number}: read-back-differs`),
    ];
    expect(heldIn(summary).toSorted()).toEqual(told.toSorted());
    const others = [
      ...good.map((id) => id.replace('N', 'W')),
      ...[...ofPayments, ...ofReturns].map(({ copy }) => copy),
    ];
    expect(others.filter((copy) => approvalOf(copy) !== 'Approved')).toEqual([]);
    expect(summary.stores['west']?.payments).toMatchObject({ created: good.length, pending: 0 });
    expect(summary.stores['west']?.rmas).toMatchObject({ created: 1, pending: 0 });
  });

  test('and that decides about nothing: said, and copied', () => {
    expect(onlySaid.filter(({ copy }) => approvalOf(copy) !== 'Approved')).toEqual([]);
    const warnings = summary.warnings.filter(({ code }) => code === 'copy-differs');
    const told = warnings.flatMap(({ examples, message }) =>
      (examples ?? []).map((id) => `${id} ${/has another ([a-z ]+)\./.exec(message)?.[1] ?? message}`),
    );
    const names = ['sales channel', ...Array(3).fill('billing name'), ...Array(3).fill('shipping name'), 'date placed'];
    expect(told.toSorted()).toEqual(onlySaid.map(({ id }, place) => `${id} ${names[place]}`).toSorted());
  });
});

/** What must agree, as GetOrder and GetRma name it, and as a person is told of it. */
const withheld = {
  'Order.OrderTax': 'GST',
  'Order.ShippingTotal': 'shipping',
  'Order.ShippingTax': 'shipping tax',
  'OrderLine.Tax': 'tax of lines',
  'OrderLine.PercentDiscount': 'discount of lines',
  'OrderLine.ProductDiscount': 'discount of lines',
  'Rma.RefundTaxTotal': 'GST',
  'Rma.ShippingRefundAmount': 'shipping refund',
  'Rma.TaxInclusive': 'tax inclusive',
  'Rma.DateIssued': 'date issued',
  'RmaLine.Tax': 'tax of lines',
  'RmaLine.TaxCode': 'tax code of lines',
  'RmaLine.Quantity': 'quantity of lines',
  'Refund.DateRefunded': 'refund dates',
} as const;

const fields = Object.keys(withheld) as (keyof typeof withheld)[];

describe('a primary that does not show what must agree', () => {
  const ids = ['N103', 'N104', 'N105', 'N106'];
  const few: Setting = {
    ...setting,
    orders: ids.map((id) => seed(id)),
    west: { rmas: ids.map(returned) },
  };
  const notCompared = ({ warnings }: RunSummary) =>
    warnings.filter(({ code }) => code === 'not-shown').map(({ entity, message }) => `${entity} ${message}`);

  test('has it counted and said once, and every record is copied', async () => {
    await withTwoStores({ ...few, primarySwitches: { notShown: fields } }, async ({ run, main }) => {
      const first = await run();
      expect(first.status).toBe('good');
      expect([main.orders().length, main.rmas().length]).toEqual([ids.length, ids.length]);
      const names = (entity: string) => {
        const keys = fields.filter((field) => /^(Order|OrderLine)\./.test(field) === (entity === 'orders'));
        return [...new Set(keys.map((key) => withheld[key]))].toSorted();
      };
      for (const [place, entity] of ['orders', 'rmas'].entries()) {
        const message = notCompared(first)[place] ?? '';
        expect(message).toContain(`${entity} 4 `);
        expect(message).toContain('since the primary does not show it: ');
        const listed = message.slice(message.indexOf('it: ') + 4, -1).split(', ');
        expect(listed.toSorted()).toEqual(names(entity).map((name) => `${name} (4)`));
      }
      expect(notCompared(first)).toHaveLength(2);
    });
  });

  test.each(fields.slice(0, 4))('is never taken for equal, and hides nothing else: %s', async (field) => {
    const altered: Lie = { on: 'add-order', field: 'GrandTotal', by: '0.06', orders: ['W104'] };
    const alsoAltered: Setting = { ...few, west: {}, primarySwitches: { notShown: [field], lies: [altered] } };
    await withTwoStores(alsoAltered, async ({ run }) => {
      const summary = await run();
      expect(heldIn(summary)).toEqual(['orders N104: read-back-differs']);
      expect(notCompared(summary).join()).toContain(`it: ${withheld[field]} (4)`);
    });
  });
});

test('a payment or return that the primary stores on another order is found by the daily proof', async () => {
  let now = Date.parse('2026-07-20T06:00:00Z');
  const lies: Lie[] = [
    { on: 'add-payment', field: 'OrderID', value: 'W101', orders: ['W102'], records: 1 },
    { on: 'add-rma', field: 'OrderID', value: 'W101', orders: ['W103'], records: 1 },
  ];
  const moved: Setting = {
    ...setting,
    orders: good.map(paid),
    west: { rmas: ['N103'].map(returned) },
    clock: () => now,
  };
  await withTwoStores({ ...moved, primarySwitches: { lies } }, async ({ run }) => {
    const first = await run({ prover: dailyProof });
    expect(exitCodeOfSummary(first)).not.toBe(0);
    now += 26 * 3_600_000;
    const second = await run({ prover: dailyProof });
    expect(exitCodeOfSummary(second)).not.toBe(0);
    const found = second.proof?.stores.flatMap(({ differences }) => differences) ?? [];
    expect(found.map(({ kind, entity, targetId }) => `${kind} ${entity} ${targetId}`).toSorted()).toEqual([
      'extra payment W101',
      'extra refund W101',
      'extra refund W101',
    ]);
  });
});
