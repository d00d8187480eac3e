import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Lie, OrderSeed } from '../../src/fake-store/index.ts';
import { reconcile } from '../../src/reconcile/reconcile.ts';
import type { Difference } from '../../src/reconcile/result.ts';
import type { RunSummary } from '../../src/run/summary.ts';
import { heldIn, orderSeed, startTwoStores, type TwoStores } from './support/two-stores.ts';

const lines = [
  { SKU: 'MUG', Quantity: 2, UnitPrice: '11.00' },
  { SKU: 'BOOK', Quantity: 1, UnitPrice: '20.00' },
];
const order = (OrderID: string, changes: Partial<OrderSeed> = {}): OrderSeed =>
  orderSeed({
    OrderID,
    OrderLine: lines,
    ShippingTotal: '11.00',
    OrderPayment: [{ Id: OrderID.slice(1), Amount: '20.00', PaymentType: 'Cash', DatePaid: '2026-07-11 02:00:00' }],
    ...changes,
  });
const returned = (OrderID: string, CurrencyCode?: string) => ({
  RmaID: OrderID.slice(1),
  OrderID,
  RmaStatus: 'Closed',
  DateIssued: '2026-07-13',
  DateUpdated: '2026-07-13 02:00:00',
  RmaLine: [{ SKU: 'MUG', Quantity: 1, RefundSubtotal: '11.00', ReturnReason: 'Too small' }],
  Refund: [{ RefundAmount: '11.00', PaymentMethodName: 'Cash', RefundStatus: 'Refunded', DateRefunded: '2026-07-13' }],
  ...(CurrencyCode === undefined ? {} : { CurrencyCode }),
});

interface Wrong {
  readonly what: string;
  readonly id: string;
  readonly lie?: Record<string, unknown>;
  readonly source?: Partial<OrderSeed>;
  readonly rma?: ReturnType<typeof returned>;
  readonly held: string;
}

const dollars = (id: string): Partial<OrderSeed> => ({
  OrderPayment: [
    { Id: id, Amount: '20.00', PaymentType: 'Cash', DatePaid: '2026-07-11 02:00:00', CurrencyCode: 'USD' },
  ],
});

/** Each is on one order alone, and no total changes. */
const wrongs: readonly Wrong[] = [
  { what: 'the GST of an order', id: 'N200', lie: { on: 'add-order', field: 'OrderTax', value: '0.00' }, held: 'orders N200: read-back-differs' },
  { what: 'the GST of an order, from its approval on', id: 'N201', lie: { on: 'approve', field: 'OrderTax', value: '0.00' }, held: 'orders N201: read-back-differs' },
  { what: 'a line that is free of tax', id: 'N202', lie: { on: 'add-order', field: 'OrderLine.Tax', value: '0.00' }, held: 'orders N202: read-back-differs' },
  { what: 'the day that an order counts on, from its approval on', id: 'N204', lie: { on: 'approve', field: 'DateInvoiced', by: '3' }, held: 'orders N204: read-back-differs' },
  { what: 'an order that was paid in US dollars', id: 'N205', source: dollars('205'), held: 'orders N205: currency-differs' },
  { what: 'an order of which a return is in US dollars', id: 'N206', rma: returned('N206', 'USD'), held: 'orders N206: currency-differs' },
  { what: 'the GST of a return', id: 'N208', rma: returned('N208'), lie: { on: 'add-rma', field: 'RefundTaxTotal', value: '0.00' }, held: 'rmas 208: read-back-differs' },
  { what: 'a line of a return that is free of tax', id: 'N209', rma: returned('N209'), lie: { on: 'add-rma', field: 'RmaLine.Tax', value: '0.00' }, held: 'rmas 209: read-back-differs' },
  { what: 'the tax code of a line of a return', id: 'N210', rma: returned('N210'), lie: { on: 'add-rma', field: 'RmaLine.TaxCode', value: 'FREE' }, held: 'rmas 210: read-back-differs' },
  { what: 'a doubled quantity of a return', id: 'N211', rma: returned('N211'), lie: { on: 'add-rma', field: 'RmaLine.Quantity', value: '2' }, held: 'rmas 211: read-back-differs' },
  { what: 'the day when a return was paid out', id: 'N212', rma: returned('N212'), lie: { on: 'add-rma', field: 'Refund.DateRefunded', by: '1' }, held: 'rmas 212: read-back-differs' },
]; // biome-ignore format: a table

let stores: TwoStores;
let summary: RunSummary;
let differences: readonly Difference[];
const sound = ['N100', 'N101', 'N102', 'N103'];

beforeAll(async () => {
  const lies = wrongs.flatMap(({ id, lie }) =>
    lie === undefined ? [] : [{ ...lie, orders: [id.replace('N', 'W')], records: 1 } as unknown as Lie],
  );
  stores = await startTwoStores({
    orders: [...sound.map((id) => order(id)), ...wrongs.map(({ id, source }) => order(id, source))],
    west: { rmas: [returned('N103'), ...wrongs.flatMap(({ rma }) => rma ?? [])] },
    main: { staff: ['anna'] },
    primarySwitches: { lies },
    rules: {
      entities: ['products', 'customers', 'orders', 'payments', 'rmas'],
      rma: { staff: 'anna', warehouse: 'Virtual', waitDays: 0 },
    },
  });
  summary = await stores.run();
  ({ differences } = await reconcile({ pipeline: await stores.pipeline(), home: stores.home }));
});
afterAll(() => stores?.close());

const about = (id: string) =>
  differences.filter(({ sourceId, targetId }) => [sourceId, targetId].some((one) => one?.slice(1) === id.slice(1)));

describe('no run is good while the books are wrong, and reconcile never says that they add up', () => {
  test.each(wrongs)('$what is quarantined', ({ held }) => {
    expect(heldIn(summary)).toContain(held);
  });

  test.each(wrongs)('$what is told by the comparison of both sides', ({ id }) => {
    expect(about(id)).not.toEqual([]);
  });

  test('and all that is right is copied, and told by neither', () => {
    expect(summary.quarantine.filter(({ sourceId }) => /^N?10\d$/.test(sourceId))).toEqual([]);
    expect(sound.flatMap(about)).toEqual([]);
    expect(stores.main.rmas().filter(({ OrderID }) => OrderID === 'W103')).toHaveLength(1);
  });
});
