import { describe, expect, test } from 'vitest';
import { countsOf } from '../../src/arrival/judge.ts';
import type { Judged } from '../../src/arrival/judged.ts';
import { isAlarm } from '../../src/arrival/verdicts.ts';
import { arrivalWords } from '../../src/arrival/words.ts';
import { decimal } from '../../src/model/money.ts';
import type { Instant } from '../../src/model/time.ts';
import type { XeroInvoice } from '../../src/xero/records.ts';
import { copyOf, day, invoiceOf, judged, now } from './books-of.ts';

/** Three orders on each of four days, of different totals. */
const dates = ['2026-11-09', '2026-11-10', '2026-11-11', '2026-11-12'];
const copies = dates.flatMap((date, of) =>
  [0, 1, 2].map((place) =>
    copyOf(`W${100 + of * 3 + place}`, {
      ...{ day: day(date), total: decimal(`${110 + of * 22 + place * 11}`), gst: decimal(`${10 + of * 2 + place}`) },
      changedAt: `${date}T0${place}:00:00Z` as Instant,
      // What is paid on them is told in batched-money.test.ts.
      payments: [],
    }),
  ),
);
const ofDay = (date: string) => copies.filter((one) => one.day === date);

function batchOf(date: string, given: Partial<XeroInvoice> = {}): XeroInvoice {
  const own = ofDay(date);
  const sum = (of: (one: (typeof own)[number]) => string): number => own.reduce((all, one) => all + Number(of(one)), 0);
  const batch = { total: decimal(`${sum(({ total }) => total)}`), tax: decimal(`${sum(({ gst }) => gst)}`) };
  const id = `b-${date}`;
  const to = { contactId: 'web', contactName: 'Web store' };
  return invoiceOf(copyOf('B'), {
    id,
    number: `B-${date}`,
    ...to,
    day: day(date),
    status: 'AUTHORISED',
    ...batch,
    ...given,
  });
}

const [first = '', second = '', third = '', fourth = ''] = dates;
const good = dates.map((date) => batchOf(date));
const without = (date: string) => good.filter((one) => one.day !== date);
const look = (invoices: readonly XeroInvoice[], more: Parameters<typeof judged>[1] = {}): Judged =>
  judged(copies, { invoices, payments: [], ...more });

/** `different total W100 W101 W102`. */
const batchesIn = ({ batches }: Judged): string[] =>
  batches
    .filter(({ verdict }) => verdict !== 'proven')
    .map(({ verdict, cause, orders }) => [verdict, cause, ...orders].join(' '));
const numbersOf = (date: string): string =>
  ofDay(date)
    .map(({ number }) => number)
    .join(' ');

describe('an export in batches, of fewer orders than could hide among others', () => {
  test.each([undefined, 'batched'] as const)(
    'is seen by its sums, and each batch is proven with the orders that make it up (%s)',
    (invoices) => {
      const found = look(good, { settings: { invoices } });
      expect(found.batches.map(({ verdict, orders }) => [verdict, ...orders].join(' '))).toEqual(
        dates.map((date) => `proven ${numbersOf(date)}`),
      );
      expect(found.arrivals.map(({ verdict, cause }) => `${verdict} ${cause}`)).toEqual(
        copies.map(() => 'unproven batched'),
      );
      const words = arrivalWords({ ...found, counts: countsOf(found.arrivals) });
      expect(words).toBe('arrived in Xero: 4 of 4 batches; of single orders (12) nothing can be known there');
    },
  );

  test('that takes what has gathered since its last run is put together in the order in which orders became due', () => {
    const cut = [1, 4, 5, 12];
    const runs = cut.map((end, place) => {
      const own = copies.slice(cut[place - 1] ?? 0, end);
      const total = decimal(`${own.reduce((all, one) => all + Number(one.total), 0)}`);
      const tax = decimal(`${own.reduce((all, one) => all + Number(one.gst), 0)}`);
      const at = { day: day(`2026-11-${10 + place}`), number: `R${place}`, id: `r${place}` };
      return batchOf(first, { ...at, total, tax });
    });
    const found = look(runs);
    expect(found.batches.map(({ verdict, orders }) => `${verdict} ${orders.length}`)).toEqual([
      'proven 1',
      'proven 3',
      'proven 1',
      'proven 7',
    ]);
  });

  test('days that are all one later are told once', () => {
    const found = look(good.map((one, place) => ({ ...one, day: day(`2026-11-${10 + place}`) })));
    expect([batchesIn(found), found.notes]).toEqual([
      [],
      expect.arrayContaining([expect.stringContaining('All batches in Xero are one day later')]),
    ]);
  });

  test("the primary's own orders are in the sums, and none of them is an alarm by itself", () => {
    const own = { ...{ store: null, number: 'N7', day: day(first), total: decimal('5'), gst: decimal('0.45') } };
    const rows = [
      ...copies.map((copy) => ({ ...copy, day: copy.day ?? day(first), isDispatched: true })),
      { ...own, currency: 'AUD', roundings: 2, changedAt: null, isDispatched: true, payments: [], returns: [] },
    ];
    const dearer = batchOf(first, { total: decimal('368'), tax: decimal('33.45') });
    const batched = { kind: 'read', rows } as const;
    expect(batchesIn(look([dearer, ...without(first)], { settings: { batched } }))).toEqual([]);
    expect(batchesIn(look(good, { settings: { batched } }))).toEqual(['missing not-exported N7']);
  });
});

describe('a planted error in a batch is found', () => {
  test.each([
    ['total', 'different', batchOf(second, { total: decimal('430') })],
    ['gst', 'different', batchOf(second, { tax: decimal('12') })],
    ['currency', 'different', batchOf(second, { currency: 'NZD' })],
    ['date', 'different', batchOf(second, { day: day('2026-10-09') })],
    ['voided', 'different', batchOf(second, { status: 'VOIDED' })],
    ['deleted', 'different', batchOf(second, { status: 'DELETED' })],
  ] as const)('%s', (cause, verdict, wrong) => {
    const found = look([wrong, ...without(second)]);
    expect(batchesIn(found)).toEqual([`${verdict} ${cause} ${numbersOf(second)}`]);
    const alarms = found.arrivals.filter(isAlarm);
    expect(alarms.map(({ store, orderId, remedy }) => [store, orderId, remedy !== ''])).toEqual([['west', null, true]]);
    for (const { number } of ofDay(second))
      expect(alarms[0]?.message).toContain(cause === 'total' ? number : '3 orders');
  });

  test('a batch that is not there', () => {
    expect(batchesIn(look(without(third)))).toEqual([`missing not-exported ${numbersOf(third)}`]);
    const locked = { lockDate: day(third) };
    expect(batchesIn(look(without(third), { settings: locked }))).toEqual([`missing locked ${numbersOf(third)}`]);
  });

  test('a batch that is there twice', () => {
    expect(batchesIn(look([...good, batchOf(fourth, { id: 'again', number: 'B-again' })]))).toEqual([
      `different doubled ${numbersOf(fourth)}`,
    ]);
  });

  test('all of them are missing, where the file says that the export batches', () => {
    const found = look([], { settings: { invoices: 'batched' } });
    expect(batchesIn(found)).toEqual(dates.map((date) => `missing not-exported ${numbersOf(date)}`));
  });
});

describe('what may still come, or waits, is no alarm', () => {
  const young = copies.map((one) => (one.day === fourth ? { ...one, changedAt: now } : one));

  test('orders of today', () => {
    const found = judged(young, { invoices: without(fourth), payments: [] });
    expect([batchesIn(found), found.arrivals.filter(isAlarm)]).toEqual([
      [`pending usual-delay ${numbersOf(fourth)}`],
      [],
    ]);
  });

  test('a batch of which some orders are young', () => {
    const some = copies.map((one) => (one.number === ofDay(fourth)[2]?.number ? { ...one, changedAt: now } : one));
    const part = batchOf(fourth, { total: decimal('363'), tax: decimal('33') });
    const found = judged(some, { invoices: [...without(fourth), part], payments: [] });
    expect([batchesIn(found).length, found.arrivals.filter(isAlarm)]).toEqual([1, []]);
  });

  test('a draft', () => {
    expect(batchesIn(look([batchOf(second, { status: 'DRAFT' }), ...without(second)]))).toEqual([
      `pending waits-for-approval ${numbersOf(second)}`,
    ]);
  });

  test('nothing is proven in a demo company', () => {
    const noProof = { cause: 'demo-company', why: 'a demo company' } as const;
    expect(look(good, { books: { noProof } }).batches.map(({ verdict }) => verdict)).toEqual(
      dates.map(() => 'unproven'),
    );
  });
});

describe('where the way of the export can not be known', () => {
  const strange = batchOf(first, { number: 'INV-9', total: decimal('77.77'), tax: decimal('7.07') });

  test('a few orders that are not there by number are unproven with a sentence, and none is missing', () => {
    const found = look([strange]);
    expect(new Set(found.arrivals.map(({ entity, verdict }) => `${entity} ${verdict}`))).toEqual(
      new Set(['invoice unproven']),
    );
    expect(found.arrivals[0]?.message).toContain('the export may batch them');
    expect(found.notes.join()).toContain('`invoices: batched`');
  });

  test.each([
    ['the file says that it makes one for each', { settings: { invoices: 'each' } }, 'INV-9'],
    ['an earlier look found single orders', { settings: { wasByOrder: true } }, 'INV-9'],
    [
      "one of the primary's own orders is there by its number",
      { settings: { isOwnNumber: (one: string) => one === 'N9' } },
      'N9',
    ],
  ] as const)('they are missing where %s', (_what, more, number) => {
    const found = look([{ ...strange, number }], more);
    expect(found.arrivals.filter(({ entity }) => entity === 'invoice').map(({ verdict }) => verdict)).toEqual(
      copies.map(() => 'missing'),
    );
  });

  test('an invoice that comes to the total of one order by chance proves nothing', () => {
    const [one] = copies;
    const chance = batchOf(first, { number: 'INV-9', total: decimal('110'), tax: decimal('10') });
    const found = judged(one === undefined ? [] : [one], { invoices: [chance], payments: [] });
    expect([found.batches, found.arrivals.filter(({ verdict }) => verdict === 'proven')]).toEqual([[], []]);
  });

  test('two contacts whose invoices agree equally well are not guessed between', () => {
    const twin = { contactId: 'other', id: 'o', number: 'O' };
    const found = look([batchOf(first), batchOf(first, twin)], { settings: { invoices: 'batched' } });
    expect([found.batches, found.arrivals.filter(({ verdict }) => verdict !== 'unproven')]).toEqual([[], []]);
  });
});
