import { expect, test } from 'vitest';
import { type AskedOrder, askedOrdersLines, askedOrdersOf, askedOrdersSchema } from '../../src/model/asked-orders.ts';
import { decimal } from '../../src/model/money.ts';
import type { LocalDate } from '../../src/model/time.ts';

const order = (number: number, more: Partial<AskedOrder> = {}): AskedOrder => ({
  ...{ sourceId: `N${number}`, targetId: `W${number}`, currency: 'AUD' },
  ...{ day: `2026-05-${String(number).padStart(2, '0')}` as LocalDate, total: decimal('11'), tax: decimal('1') },
  ...more,
});

test('orders that wait for a yes are summed by currency, exactly, and what is not known is in no sum', () => {
  const asked = askedOrdersOf([
    order(1, { total: decimal('0.1'), tax: decimal('0.01') }),
    order(2, { total: decimal('0.2'), tax: null }),
    order(3, { total: null, tax: null }),
    order(4, { currency: 'NZD', total: decimal('5'), tax: decimal('0.65') }),
  ]);
  expect(asked.sums).toEqual([
    { currency: 'AUD', orders: 3, total: '0.3', tax: '0.01', unknownTotals: 1, unknownTaxes: 2 },
    { currency: 'NZD', orders: 1, total: '5', tax: '0.65', unknownTotals: 0, unknownTaxes: 0 },
  ]);
  expect(askedOrdersLines(asked)[0]).toBe(
    'They come to 0.30 AUD (3 orders), without 1 order whose total is not known, with GST of 0.01 in it, without 2 orders whose GST is not known and 5.00 NZD (1 order), with GST of 0.65 in it, and are booked from 1 May 2026 to 4 May 2026.',
  );
  expect(askedOrdersSchema.parse(asked)).toEqual(asked);
});

test('of many the first, the last and the dearest are named, and none twice', () => {
  const many = Array.from({ length: 28 }, (_, place) =>
    order(28 - place, place === 14 ? { total: decimal('900') } : {}),
  );
  const { examples, first, last } = askedOrdersOf(many);
  expect(examples.map(({ sourceId }) => sourceId)).toEqual(['N1', 'N2', 'N3', 'N14', 'N26', 'N27', 'N28']);
  expect([first, last]).toEqual(['2026-05-01', '2026-05-28']);
  expect(askedOrdersOf([order(1), order(2)]).examples).toHaveLength(2);
});
