import { describe, expect, test } from 'vitest';
import type { Switches } from '../../src/fake-store/index.ts';
import { addOrder, addPayment, call, type Row, rowsOf } from './support/call.ts';
import { startStore } from './support/stores.ts';

type Names = Switches['notShown'];

const SELECTORS: Readonly<Record<string, readonly string[]>> = {
  GetOrder: ['GrandTotal', 'SalesChannel', 'BillAddress', 'OrderLine.SKU', 'OrderLine.Tax', 'OrderPayment.DatePaid'],
  GetPayment: ['AmountPaid', 'CurrencyCode'],
  GetRma: ['RefundTotal', 'CurrencyCode', 'RmaLine.SKU', 'RmaLine.Tax', 'Refund.DateRefunded'],
  GetCustomer: ['EmailAddress', 'Username'],
  GetItem: ['Name'],
};

async function read(switches: Partial<Switches>, action: string): Promise<Row> {
  const store = await startStore({
    switches: { collapse: 'never', ...switches },
    seed: {
      rmas: [
        {
          RmaID: 1,
          OrderID: 'W100',
          RmaLine: [{ SKU: 'SHIRT', Quantity: '1', RefundSubtotal: '11.00' }],
          Refund: [{ RefundAmount: '11.00', DateRefunded: '2026-07-01 00:00:00' }],
        },
      ],
    },
  });
  await addOrder(store, { SalesChannel: 'Website' });
  await addPayment(store);
  const [row] = rowsOf(
    await call(store, action, { Filter: { OrderID: 'W100', Limit: 1, OutputSelector: SELECTORS[action] ?? [] } }),
    action.slice('Get'.length),
  );
  if (row === undefined) throw new Error(`${action} brings nothing`);
  return row;
}

/** The values of a field, wherever it stands below the row. */
function found(row: unknown, field: string): unknown[] {
  if (Array.isArray(row)) return row.flatMap((inner) => found(inner, field));
  if (typeof row !== 'object' || row === null) return [];
  return Object.entries(row).flatMap(([name, value]) => (name === field ? [value] : found(value, field)));
}

const cases: [Names[number], string][] = [
  ['Order.SalesChannel', 'GetOrder'],
  ['Order.GrandTotal', 'GetOrder'],
  ['Order.OrderID', 'GetOrder'],
  ['Order.BillLastName', 'GetOrder'],
  ['OrderLine.Tax', 'GetOrder'],
  ['OrderLine.Quantity', 'GetOrder'],
  ['OrderPayment.DatePaid', 'GetOrder'],
  ['Payment.CurrencyCode', 'GetPayment'],
  ['Payment.AmountPaid', 'GetPayment'],
  ['Rma.RefundTotal', 'GetRma'],
  ['Rma.CurrencyCode', 'GetRma'],
  ['RmaLine.Tax', 'GetRma'],
  ['RmaLine.SKU', 'GetRma'],
  ['Refund.DateRefunded', 'GetRma'],
  ['Customer.EmailAddress', 'GetCustomer'],
  ['Item.Name', 'GetItem'],
];

describe.each(cases)('%s', (name, action) => {
  const field = name.slice(name.indexOf('.') + 1);
  test('notShown: it alone is left out of the reply', async () => {
    const whole = await read({}, action);
    const row = await read({ notShown: [name] }, action);
    expect(found(whole, field)).toHaveLength(1);
    expect(found(row, field)).toEqual([]);
    expect(
      Object.keys(whole)
        .filter((key) => key !== field)
        .sort(),
    ).toEqual(
      Object.keys(row)
        .filter((key) => key !== field)
        .sort(),
    );
  });

  test('shownEmpty: it comes, and is empty', async () => {
    expect(found(await read({ shownEmpty: [name] }, action), field)).toEqual(['']);
  });
});

test('a field of another record of the same name is shown', async () => {
  const row = await read({ notShown: ['Rma.Tax', 'Order.Tax', 'Payment.CurrencyCode'] }, 'GetRma');
  expect([found(row, 'Tax'), found(row, 'CurrencyCode')]).toEqual([['1.00'], ['AUD']]);
});

test('what is not shown is stored all the same, and filters still know it', async () => {
  const store = await startStore({ switches: { notShown: ['Order.SalesChannel'] } });
  await addOrder(store, { SalesChannel: 'Website' });
  expect(store.order('W100')?.SalesChannel).toBe('Website');
  const reply = await call(store, 'GetOrder', {
    Filter: { SalesChannel: 'website', OutputSelector: ['SalesChannel'] },
  });
  expect(rowsOf(reply, 'Order')).toEqual([{ OrderID: 'W100' }]);
});
