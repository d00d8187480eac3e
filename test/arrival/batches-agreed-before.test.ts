import { describe, expect, test } from 'vitest';
import { memoryAfter, withTheirAge } from '../../src/arrival/batches/memory.ts';
import type { BatchedOrder } from '../../src/arrival/batches/orders.ts';
import type { Judged } from '../../src/arrival/judged.ts';
import type { BatchMemory } from '../../src/arrival/verdicts.ts';
import { decimal } from '../../src/model/money.ts';
import type { Instant } from '../../src/model/time.ts';
import type { XeroInvoice } from '../../src/xero/records.ts';
import { day, now } from './books-of.ts';
import { batchOf, changed, firstOpen, good, look, open, orders, proven, runs } from './runs-of-export.ts';

function remembered({ batches }: Judged, rows = orders, before?: BatchMemory): BatchMemory {
  const days = new Map(good.map(({ id, day: of }) => [id, of]));
  return memoryAfter(before, { orders: rows, batches, days });
}

const memory = remembered(look(good));
const again = (
  invoices: readonly XeroInvoice[],
  rows: readonly BatchedOrder[] = orders,
  batchMemory = memory,
): Judged => look(invoices, withTheirAge(rows, batchMemory), { settings: { batchMemory } });

describe('batches that agreed in an earlier look', () => {
  test('stay proven where every other one is spoilt, and what was spoilt is told of each', () => {
    const spoilt = good.map((one, place) => (place % 2 === 0 ? { ...one, total: decimal(`${place + 1}.17`) } : one));
    expect([open(again(spoilt)).length, proven(again(spoilt))]).toEqual([5, 4]);
    expect(new Set(open(again(spoilt)).map((one) => one.split(' ').slice(0, 2).join(' ')))).toEqual(
      new Set(['different total']),
    );
  });

  test('are told as different where all are spoilt, of which nothing could be known without that look', () => {
    const spoilt = good.map((one, place) => ({ ...one, total: decimal(`${place + 1}.17`) }));
    expect(new Set(open(look(spoilt)).map((one) => one.split(' ')[0]))).toEqual(new Set(['unproven']));
    expect(open(again(spoilt))).toEqual(runs.map((of) => `different total ${of.length}`));
  });

  test.each([
    ['is over more', 'different total 5', changed(4, { total: decimal('99999') })],
    ['is voided', 'different voided 5', changed(4, { status: 'VOIDED' })],
    ['is not there any more', 'different deleted 5', good.filter((_, place) => place !== 4)],
    ['is of another month', 'different date 5', changed(4, { day: day('2026-10-06') })],
    ['is in another currency', 'different currency 5', changed(4, { currency: 'NZD' })],
  ] as const)('one that %s now is told, with the orders that are in it', (_what, told, invoices) => {
    const found = again(invoices);
    expect([open(found), proven(found)]).toEqual([[told], 8]);
  });

  test('one whose order was changed, or does not count any more, is told once the export had its time', () => {
    const [changedOne] = runs[4] ?? [];
    const rows = (changedAt: Instant) =>
      orders.map((one) => (one === changedOne ? { ...one, total: decimal('1'), changedAt } : one));
    expect(open(again(good, rows(now)))).toEqual(['pending usual-delay 5']);
    expect(open(again(good, rows('2026-11-11T00:00:00Z' as Instant)))).toEqual(['different total 5']);
    const found = again(
      good,
      orders.filter((one) => one !== changedOne),
    );
    expect(open(found)).toEqual(['different total 4']);
    expect(firstOpen(found)).toContain(`where ${changedOne?.number} no longer counts`);
  });

  test('one that was voided and entered anew by hand agrees again', () => {
    const anew = { ...(good[4] ?? batchOf([], 4)), id: 'anew', number: 'B-4-anew' };
    const found = again([...changed(4, { status: 'VOIDED' }), anew]);
    expect([open(found), proven(found)]).toEqual([[], 9]);
  });

  test('one that is repaired is proven again, since it is kept while it differs', () => {
    const broken = again(changed(4, { total: decimal('1') }));
    const after = remembered(broken, orders, memory);
    expect([open(again(good, orders, after)), after.agreed.length]).toEqual([[], 9]);
  });

  test('next ones are judged by themselves, whatever those are like', () => {
    const early = remembered(look(good.slice(0, 4), orders.slice(0, 18)), orders.slice(0, 18));
    expect(early.agreed).toHaveLength(4);
    const found = again(changed(1, { total: decimal('1') }), orders, early);
    expect([open(found), proven(found)]).toEqual([['different total 5'], 8]);
  });
});

describe('what is proven of a batch that agreed is not proven by somebody else’s invoice', () => {
  const wholesale = { contactId: 'wholesale', contactName: 'Wholesale', id: 'other', number: 'INV-9' };

  test('one that was voided is told, where an invoice to another contact comes to the same', () => {
    const other = { ...(good[4] ?? batchOf([], 4)), ...wholesale };
    const found = again([...changed(4, { status: 'VOIDED' }), other]);
    expect([open(found), proven(found)]).toEqual([['different voided 5'], 8]);
  });

  test('one that is gone is told, where an invoice to another contact comes to the same', () => {
    const other = { ...(good[4] ?? batchOf([], 4)), ...wholesale };
    const found = again([...good.filter((_, place) => place !== 4), other]);
    expect([open(found), proven(found)]).toEqual([['different deleted 5'], 8]);
  });

  test('one that is there again is told, where invoices to other contacts come to more', () => {
    const doubled = { ...(good[4] ?? batchOf([], 4)), id: 'again', number: 'B-4-again' };
    const more = [1, 2, 3].map((place) => ({ ...(good[place] ?? doubled), ...wholesale, id: `o${place}`, total: decimal(`${place}9999`) })); // biome-ignore format: one line
    for (const invoices of [
      [...good, doubled, ...more],
      [...more, doubled, ...good],
    ]) {
      const found = again(invoices);
      expect([open(found), proven(found)]).toEqual([['different doubled 5'], 8]);
    }
  });

  test('orders of after it that are in no batch are told, where an invoice to another contact comes to the same', () => {
    const known = remembered(look(good.slice(0, 8), orders.slice(0, 38)), orders.slice(0, 38));
    const other = { ...(good[8] ?? batchOf([], 8)), ...wholesale };
    const found = again([...good.slice(0, 8), other], orders, known);
    expect([open(found), proven(found)]).toEqual([['missing not-exported 2'], 8]);
  });

  test('batches that go to another contact from now on are proven by sums that can hardly agree by chance', () => {
    const known = remembered(look(good.slice(0, 5), orders.slice(0, 23)), orders.slice(0, 23));
    const moved = good.map((one, place) => (place < 5 ? one : { ...one, contactId: 'new', contactName: 'New' }));
    expect([open(again(moved, orders, known)), proven(again(moved, orders, known))]).toEqual([[], 9]);
  });
});

describe('what is left beside batches that agreed', () => {
  test('is judged by runs where those were of runs, so that orders of the evening are no alarm', () => {
    const known = remembered(look(good.slice(0, 6), orders.slice(0, 28)), orders.slice(0, 28));
    // An order of long ago was approved late, and is in the batch of the evening and of the next morning.
    const evening = batchOf(orders.slice(28, 33), 6);
    const more = { ...evening, total: decimal((Number(evening.total) + 5).toFixed(2)) };
    const found = again([...good.slice(0, 6), more], orders.slice(0, 33), known);
    expect(open(found)).toEqual(['unproven batched 5']);
  });

  test('is a batch that agreed and is there once more, whatever else is left', () => {
    const twin = { ...(good[1] ?? batchOf([], 1)), id: 'again', number: 'B-1-again' };
    const known = remembered(look(good.slice(0, 7), orders.slice(0, 33)), orders.slice(0, 33));
    const young = orders.slice(33).map((one) => ({ ...one, changedAt: now }));
    const found = again([...good.slice(0, 7), twin], [...orders.slice(0, 33), ...young], known);
    expect(open(found)).toEqual(['different doubled 5', 'pending usual-delay 7']);
  });
});

describe('an order that is touched day after day', () => {
  const touched = orders.map((one) => ({ ...one, changedAt: now }));

  test('is as old as what its batch is made from, so that no batch is still to come for ever', () => {
    const without = good.filter((_, place) => place !== 4);
    const known = { orders: memory.orders, agreed: [] };
    expect(open(look(without, touched)).map((one) => one.split(' ')[0])).toEqual(['pending']);
    expect(open(again(without, touched, known))).toEqual(['missing not-exported 5']);
  });

  test.each([
    ['its total', { total: decimal('3') }],
    ['its GST', { gst: decimal('0.5') }],
    ['its day', { day: day('2026-11-19') }],
    ['its currency', { currency: 'NZD' }],
    ['being dispatched', { isDispatched: false }],
  ])('is young again by another of %s', (_what, given) => {
    const rows = touched.map((one) => ({ ...one, ...given }));
    expect(new Set(withTheirAge(rows, memory).map(({ changedAt }) => changedAt))).toEqual(new Set([now]));
  });
});
