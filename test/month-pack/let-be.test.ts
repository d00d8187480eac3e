import { expect, test } from 'vitest';
import { decimal } from '../../src/model/money.ts';
import { noMeasures } from '../../src/month/measures.ts';
import type { MonthPack } from '../../src/month/pack.ts';
import { apartWords, monthSentences } from '../../src/month/words.ts';

const minus = decimal('-12.95');

/** A closed month of one store whose sides are apart by what a person dropped. */
function sentencesOf(of: Partial<MonthPack['stores'][number]['difference']>): string {
  const difference = { ...noMeasures, ...of };
  const store = { store: 'west', difference, causes: [{ cause: 'dropped', of: difference }] };
  const pack = { month: '2026-11', state: 'closed', open: [], differences: [], notCopied: [], stores: [store] };
  return monthSentences(pack as unknown as MonthPack).join(' ');
}

test.each([
  ['payments', { paid: minus, paidInMonth: minus }, '12.95 less paid'],
  ['returns', { credited: minus, credits: -1 }, '12.95 less credited'],
])('a month is said to tie but for the %s that a person dropped, with the amount', (what, of, apart) => {
  expect(sentencesOf(of)).toContain(`the stores and the primary tie but for 12.95 that you dropped: ${what} of west.`);
  expect(sentencesOf(of)).not.toContain('to the cent.');
  expect(apartWords({ ...noMeasures, ...of })).toBe(apart);
});

test('an order that a person dropped with its payment is named by its total alone', () => {
  const text = sentencesOf({ orders: -1, total: minus, paid: minus, paidInMonth: minus });
  expect(text).toContain('tie to the cent, but for what you accepted, dropped or left out: the primary has 12.95 less');
});

test('GST that a person let stand is said where a month is said to tie, also where no total differs', () => {
  const text = sentencesOf({ gst: decimal('-1.37') });
  expect(text).toContain('but for what you accepted, dropped or left out: the primary has 1.37 less GST than west.');
  expect(sentencesOf({ total: minus, gst: decimal('-1.18') })).toContain(
    'the primary has 12.95 less and 1.18 less GST than west.',
  );
});

test.each([
  ['sales', { gst: decimal('-1.37') }, '1.37 less GST'],
  ['credits', { creditedGst: decimal('0.02') }, '0.02 more GST in credits'],
])('where nothing but the GST of %s differs, both sides are said to be apart by that, not by 0.00', (_, of, apart) => {
  expect(apartWords({ ...noMeasures, ...of })).toBe(apart);
});
