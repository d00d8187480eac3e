import { describe, expect, test } from 'vitest';
import { decimal } from '../../src/model/money.ts';
import type { Instant } from '../../src/model/time.ts';
import { now } from './books-of.ts';
import { batchOf, changed, firstOpen, good, look, open, orders, proven, runs } from './runs-of-export.ts';

describe('batches that are cut by runs of the export', () => {
  test('are all proven by their sums', () => {
    const found = look(good);
    expect([open(found), proven(found)]).toEqual([[], 9]);
  });

  test('before and after one that differs they are proven, and the difference is told with its amount', () => {
    const lost = runs[3]?.[2];
    const found = look(changed(3, { total: batchOf(runs[3]?.filter((one) => one !== lost) ?? [], 3).total }));
    expect([open(found), proven(found)]).toEqual([['different total 5'], 8]);
    expect(firstOpen(found)).toContain(`${lost?.total} are not in Xero. ${lost?.number} comes to just that`);
  });

  test('an order that nobody exported is found, and its neighbours are proven', () => {
    const lost = runs[4]?.[1];
    const without = runs.map((of, place) =>
      batchOf(
        of.filter((one) => one !== lost),
        place,
      ),
    );
    const found = look(without);
    expect([open(found), proven(found)]).toEqual([['different total 5'], 8]);
    expect(firstOpen(found)).toContain(`${lost?.number} comes to just that`);
  });

  test.each([
    ['voided', 'different voided 5', changed(4, { status: 'VOIDED' })],
    ['deleted', 'different deleted 5', changed(4, { status: 'DELETED' })],
    ['in another currency', 'different currency 5', changed(4, { currency: 'NZD' })],
    ['not there', 'missing not-exported 5', good.filter((_, place) => place !== 4)],
    ['of another GST', 'different gst 5', changed(4, { tax: decimal('1') })],
    [
      'there twice',
      'different doubled 5',
      [...good, { ...(good[4] ?? batchOf([], 4)), id: 'again', number: 'B-4-again' }],
    ],
  ] as const)('one that is %s is found', (_what, told, invoices) => {
    const found = look(invoices);
    expect([open(found), proven(found)]).toEqual([[told], 8]);
  });

  test('one that somebody touched long after it was exported is put where its sums belong', () => {
    const touched = runs[1]?.[1];
    const rows = orders.map((one) =>
      one === touched ? { ...one, changedAt: '2026-11-09T10:30:00Z' as Instant } : one,
    );
    expect([open(look(good, rows)), proven(look(good, rows))]).toEqual([[], 9]);
  });

  test('when the primary called them completed goes before when they changed last', () => {
    const rows = orders.map((one, place) => ({
      ...one,
      completedAt: one.changedAt,
      changedAt: place % 3 === 0 ? ('2026-11-12T00:00:00Z' as Instant) : one.changedAt,
    }));
    expect([open(look(good, rows)), proven(look(good, rows))]).toEqual([[], 9]);
  });

  test('orders of the days before and after may lie in them, and are no batch of their own', () => {
    const rows = orders.map((one) => ({ ...one, isBeside: one.day <= '2026-11-03' || one.day >= '2026-11-09' }));
    const found = look(good, rows);
    expect([open(found), proven(found)]).toEqual([[], 6]);
  });
});

describe('what the sums can not prove is no alarm', () => {
  test('one order over the same as somebody’s invoice, while others have invoices, too', () => {
    const [first] = orders;
    const rows = first === undefined ? [] : [first];
    const other = { contactId: 'wholesale', contactName: 'Wholesale' };
    const some = [batchOf(rows, 0, other), batchOf(rows, 1, { total: decimal('77'), tax: decimal('7') })];
    expect(open(look(some, rows))).toEqual(['unproven batched 1']);
    expect(firstOpen(look(some, rows))).toContain('by chance');
    expect(proven(look([batchOf(rows, 0)], rows))).toBe(1);
  });

  test('more in Xero than in the primary: an order of long ago that was approved late went with that run', () => {
    const found = look(changed(4, { total: decimal('99999') }));
    expect([open(found), proven(found)]).toEqual([['unproven batched 5'], 8]);
    expect(firstOpen(found)).toContain('approved late');
  });

  test('less in one where a later one has more than its orders: the export may have taken them late', () => {
    const [early, late] = [runs[0], runs[8]];
    const [a, b] = [early?.[1], early?.[2]];
    const moved = runs.map((of, place) => {
      if (of === early)
        return batchOf(
          of.filter((one) => one !== a && one !== b),
          place,
        );
      return of === late && a !== undefined && b !== undefined ? batchOf([...of, a, b], place) : batchOf(of, place);
    });
    const found = look(moved);
    expect(open(found)).toEqual(['unproven batched 2', 'unproven batched 2']);
  });

  test('less in one where its orders are young: it is told until when, and that is not for ever', () => {
    const young = new Set(runs[8]?.map(({ number }) => number));
    const rows = orders.map((one) => (young.has(one.number) ? { ...one, changedAt: now } : one));
    const found = look(good.slice(0, 8), rows);
    expect([open(found), proven(found)]).toEqual([['pending usual-delay 2'], 8]);
    expect(firstOpen(found)).toContain('That will be known after 2026-11-21 04:00 UTC');
  });

  test('but what is lacking beyond all that is young is one at once', () => {
    const young = new Set(runs[8]?.map(({ number }) => number));
    const rows = orders.map((one) => (young.has(one.number) ? { ...one, changedAt: now } : one));
    const found = look(good.slice(0, 7), rows);
    expect([open(found), proven(found)]).toEqual([['different total 7'], 7]);
    expect(firstOpen(found)).toContain('at least');
  });

  test('where nothing agrees nothing is told of any', () => {
    const found = look(good.map((one, place) => ({ ...one, total: decimal(`${place + 1}.01`) })));
    expect(found.batches.every(({ verdict }) => verdict === 'unproven')).toBe(true);
  });
});
