import fc from 'fast-check';
import type { Lie } from '../../src/fake-store/index.ts';
import { type Measured, type Trial, withTrial } from './measure.ts';
import { isMentioned } from './planted-lies.ts';
import { equalSettings, unequalSettings } from './settings.ts';
import { type Amiss, amissIn } from './stands-as-sold.ts';

/** A few usual orders with what belongs to them, and a primary that stores one field of them otherwise than it was sent. */
export interface OneField {
  readonly seed: number;
  readonly orders: number;
  readonly setting: number;
  readonly lie: Lie;
  /** Of which of the records that the lie could be told of; none for all. */
  readonly records: readonly number[];
}

const settings = [...equalSettings, ...unequalSettings];
const cents = fc.constantFrom('-30', '-1', '-0.5', '0.06', '0.11', '1', '25');
const pieces = fc.constantFrom('1', '2', '7');
const days = fc.constantFrom('-40', '-1', '1', '12');
const line = fc.nat(2);
const field = (on: Lie['on'], name: string, more: object = {}) =>
  fc.record({ on: fc.constant(on), field: fc.constant(name), ...more }) as unknown as fc.Arbitrary<Lie>;
const onOrder = fc.constantFrom('add-order', 'approve') as fc.Arbitrary<'add-order' | 'approve'>;

/** Every field of an order, a payment or a return that reaches the books, or that the program promises to tell of. */
const lies: fc.Arbitrary<Lie> = onOrder.chain((on) =>
  fc.oneof(
    ...['GrandTotal', 'OrderTax', 'ShippingTotal', 'ShippingTax'].map((name) => field(on, name, { by: cents })),
    field(on, 'ShippingTotal', { by: cents, balance: fc.constant('totals') }),
    field(on, 'DateInvoiced', { by: days }),
    ...['TaxInclusive', 'TaxFreeShipping', 'Username', 'SalesChannel', 'BillLastName'].map((name) => field(on, name)),
    field(on, 'OrderLine', { value: fc.constantFrom('dropped', 'repeated'), line }),
    ...['OrderLine.SKU', 'OrderLine.TaxFree'].map((name) => field(on, name, { line })),
    field(on, 'OrderLine.Quantity', { line, by: pieces }),
    field(on, 'OrderLine.Quantity', { line, by: pieces, balance: fc.constantFrom('price', 'other-line', 'totals') }),
    ...['OrderLine.UnitPrice', 'OrderLine.Tax'].map((name) => field(on, name, { line, by: cents })),
    field(on, 'OrderLine.UnitPrice', { line, by: cents, balance: fc.constantFrom('other-line', 'totals') }),
    field(on, 'OrderLine.PercentDiscount', { line, by: pieces, balance: fc.constantFrom('other-line', 'totals') }),
    field('add-payment', 'AmountPaid', { by: cents }),
    field('add-payment', 'DatePaid', { by: days }),
    ...['PaymentMethodName', 'CurrencyCode', 'OrderID'].map((name) => field('add-payment', name)),
    ...['RefundTotal', 'RefundTaxTotal', 'ShippingRefundAmount', 'RmaLine.RefundSubtotal', 'Refund.RefundAmount'].map(
      (name) => field('add-rma', name, { by: cents }),
    ),
    field('add-rma', 'RmaLine.Quantity', { by: pieces }),
    field('add-rma', 'DateIssued', { by: days }),
    field('add-rma', 'Refund.DateRefunded', { by: days }),
    ...['RmaLine.SKU', 'Refund.PaymentMethodName', 'CurrencyCode'].map((name) => field('add-rma', name)),
  ),
);

export const oneFields: fc.Arbitrary<OneField> = fc.record({
  seed: fc.integer({ min: 1, max: 1_000_000 }),
  orders: fc.integer({ min: 2, max: 14 }),
  setting: fc.nat(settings.length - 1),
  lie: lies,
  records: fc.oneof(fc.constant([]), fc.uniqueArray(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 3 })),
});

/** What the primary holds amiss after a run and nobody was told of. */
export async function silentIn({ seed, orders, setting, lie, records }: OneField): Promise<readonly string[]> {
  const chosen = settings[setting] as (typeof settings)[number];
  const trial: Trial = { ...chosen, customers: 'house', seed, orders, runs: 1 };
  const told = records.length === 0 ? lie : { ...lie, records: [...records] };
  return withTrial(
    trial,
    (measured) => {
      const amiss = amissIn(measured);
      return amiss.filter((one) => !isTold(one, amiss, measured)).map(({ words }) => words);
    },
    [told as Lie],
  );
}

/** By its own number; of names and channels, which only need be said, by how many there are. */
function isTold(one: Amiss, all: readonly Amiss[], measured: Measured): boolean {
  const { store, sourceId, targetId, field } = one;
  if (isMentioned(measured, { order: targetId, source: `${store} ${sourceId}` })) return true;
  if (field !== 'name' && field !== 'channel') return false;
  const count = all.filter((other) => other.store === store && other.field === field).length;
  return measured.summaries.some(({ warnings }) =>
    warnings.some(
      (warning) =>
        warning.code === 'copy-differs' &&
        warning.store === store &&
        warning.message.includes(field) &&
        (warning.count ?? 1) >= count,
    ),
  );
}
