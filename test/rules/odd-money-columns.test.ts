import { expect, test } from 'vitest';
import { someOf } from '../support/many.ts';
import { copies, csv, held, orderRow, type Row, withImports, xml } from './support/importing.ts';

const forms = [
  ['csv', csv],
  ['xml', xml],
] as const;

/** Each for an order of one mug at 11.00 with the tax in it, whose total no column tells that is read. */
const against: readonly (readonly [column: string, says: string])[] = [
  ['GST', '0.50'], ['Tax', '0.00'], ['Order GST', '0.50'], ['GST Amount', '0.50'], ['Order Line GST', '0.00'], ['Tax Rate', '0'],
  ['Invoice Total', '12.00'], ['Order Grand Total', '10.00'], ['Total (inc GST)', '9.00'], ['Line Total', '5.00'],
  ['Subtotal', '8.00'], ['Total Surcharge', '1.00'], ['Payment Surcharge', '0.30'], ['Order Discount', '1.00'],
  ['Coupon Discount', '-1.00'], ['Order Line Discount', '1.00'], ['Shipping Discount Percent', '10'], ['Freight', '5.50'],
  ['Postage & Handling', '$5.50'], ['Rounding', '-0.01'], ['Card Fee', '0.20'],
]; // biome-ignore format: a table

/** What repeats a figure that follows, or is none. */
const alike: readonly (readonly [column: string, says: string])[] = [
  ['GST', '1.00'], ['Tax', '1.00'], ['Order Line GST', '1.00'], ['GST %', '10'], ['Tax Rate', '10'], ['Invoice Total', '11.00'],
  ['Total (ex GST)', '10.00'], ['Subtotal', '10.00'], ['Line Total', '11.00'], ['Total Surcharge', '0.00'], ['Order Discount', ''],
  ['Freight', '0'], ['Tax Number', '51824753556'], ['Total Weight', '0.4'], ['Discount Code', '20'], ['Total Items', '3'],
  ['Order Line Unit Cost', '4.00'], ['Fraud Score', '7'], ['Coupon', 'none'], ['Net Weight', '3'], ['Tax Code', 'GST'],
]; // biome-ignore format: a table

/** An element’s name has letters alone. */
const named = (kind: string, column: string): string => (kind === 'xml' ? column.replace(/[^a-z]/gi, '') : column);
const rowsOf = (kind: string, cases: readonly (readonly [string, string])[]): Row[] =>
  cases.map(([column, says], place) => orderRow(`N${100 + place}`, '11.00', { [named(kind, column)]: says }));

test.each(forms)(
  'an amount in a column that nothing reads holds its order where it does not follow, in %s',
  async (kind, text) => {
    for (const [place, row] of someOf([...rowsOf(kind, against).entries()], 3, kind === 'xml' ? 1 : 0)) {
      await withImports(async (importing) => {
        const summary = await importing.import({ [`orders.${kind}`]: text([row]) });
        const what = against[place]?.join(' ');
        expect(held(summary), what).toEqual([`N${100 + place} row-unreadable`]);
        expect(summary.quarantine[0]?.reason, what).toContain('nothing reads it');
        expect(copies(importing.stores), what).toEqual({});
      });
    }
  },
  60_000,
);

test.each(forms)(
  'and holds nothing where it repeats what follows, or is no money, in %s',
  async (kind, text) => {
    for (const row of someOf(rowsOf(kind, alike), 3, kind === 'xml' ? 1 : 0)) {
      await withImports(async (importing) => {
        const summary = await importing.import({ [`orders.${kind}`]: text([row]) });
        expect(held(summary), JSON.stringify(row)).toEqual([]);
        expect(Object.values(copies(importing.stores))).toEqual(['11.00 paid 0.00']);
      });
    }
  },
  60_000,
);

test('one order’s surcharge keeps no other one, and what the message says ends it', async () => {
  await withImports(async ({ import: importing, stores }) => {
    const rows = (more: Row): Row[] => [orderRow('N1', '11.00', more), orderRow('N2', '11.00')];
    const first = await importing({ 'orders.csv': csv(rows({ 'Invoice Total': '12.00', Surcharge: '1.00' })) });
    expect(held(first)).toEqual(['N1 row-unreadable']);
    expect(copies(stores)).toEqual({ W2: '11.00 paid 0.00' });
    expect(first.quarantine[0]?.reason).toContain('Call it "Grand Total" if it is what the order comes to');
    // What it comes to is compared then, by its own name; a figure that is none is left out.
    const named = await importing({ 'orders.csv': csv(rows({ 'Grand Total': '12.00', Surcharge: '1.00' })) });
    expect(held(named)).toEqual(['N1 total-unexplained']);
    expect(held(await importing({ 'orders.csv': csv(rows({})) }))).toEqual([]);
    expect(copies(stores)).toEqual({ W1: '11.00 paid 0.00', W2: '11.00 paid 0.00' });
  });
});

test('an amount of its own on each line is compared with that line, and what was paid confirms the rest', async () => {
  await withImports(async ({ import: importing, stores }) => {
    const line = (id: string, price: string, more: Row): Row => orderRow(id, price, more);
    const paid = { 'Amount Paid': '11.00', 'Date Paid': '2026-09-10', 'Payment Method': 'Cash' };
    const summary = await importing({
      'orders.csv': csv([
        line('N1', '11.00', { 'Line GST': '1.00', 'Line Amount': '11.00' }),
        line('N1', '22.00', { 'Line GST': '2.00', 'Line Amount': '22.00' }),
        line('N2', '11.00', { 'Line GST': '1.00', 'Line Amount': '11.00' }),
        line('N2', '22.00', { 'Line GST': '0.00', 'Line Amount': '22.00' }),
        line('N3', '11.00', { ...paid, Surcharge: '0.11' }),
      ]),
    });
    expect(held(summary)).toEqual(['N2 row-unreadable']);
    expect(copies(stores)).toEqual({ W1: '33.00 paid 0.00', W3: '11.00 paid 11.00' });
  });
});

test.each(['Order Currency', 'Currency ISO Code', 'Order Currency Code'])(
  'a currency in the column %s is that of the order',
  async (column) => {
    await withImports(async ({ import: importing, stores }) => {
      const rows = [orderRow('N1', '11.00', { [column]: 'USD' }), orderRow('N2', '11.00', { [column]: 'AUD' })];
      expect(held(await importing({ 'orders.csv': csv(rows) }))).toEqual(['N1 currency-differs']);
      expect(copies(stores)).toEqual({ W2: '11.00 paid 0.00' });
    });
  },
);
