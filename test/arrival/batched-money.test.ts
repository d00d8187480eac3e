import { describe, expect, test } from 'vitest';
import { countsOf } from '../../src/arrival/judge.ts';
import type { Judged } from '../../src/arrival/judged.ts';
import { isAlarm } from '../../src/arrival/verdicts.ts';
import { arrivalWords } from '../../src/arrival/words.ts';
import { add, decimal, ZERO } from '../../src/model/money.ts';
import type { Instant } from '../../src/model/time.ts';
import type { XeroCredit, XeroInvoice, XeroPayment } from '../../src/xero/records.ts';
import { copyOf, creditOf, day, type Given, invoiceOf, judged, now } from './books-of.ts';

/** Two orders on each of two days, one paid by card and one by wallet; one thing was taken back of each day. */
const dates = ['2026-11-09', '2026-11-10'];
const copies = dates.flatMap((date, of) =>
  ['Card', 'Wallet'].map((method, place) => {
    const number = `W${100 + of * 2 + place}`;
    const total = decimal(`${110 + of * 22 + place * 11}`);
    return copyOf(number, {
      ...{ day: day(date), total, gst: decimal(`${10 + of * 2 + place}`), changedAt: `${date}T00:00:00Z` as Instant },
      payments: [{ id: `p-${number}`, amount: total, day: day(date), method }],
      returns: [{ id: `7${of}${place}`, total: decimal(`${20 + of * 5 + place}`), tax: decimal('2'), day: day(date) }],
    });
  }),
);
const ofDay = (date: string) => copies.filter((one) => one.day === date);
const [first = '', second = ''] = dates;

const to = { contactId: 'web', contactName: 'Web store' };
const batches = dates.map((date): XeroInvoice => {
  const own = ofDay(date);
  const sums = { total: add(ZERO, ...own.map(({ total }) => total)), tax: add(ZERO, ...own.map(({ gst }) => gst)) };
  return invoiceOf(copyOf('B'), { id: `b-${date}`, number: `B-${date}`, ...to, day: day(date), ...sums });
});

/** As the export splits them: by batch, account and day. */
const receipts = dates.flatMap((date) =>
  ofDay(date).flatMap(({ payments }) =>
    payments.map(({ id, amount, method }): XeroPayment => {
      const accountCode = method === 'Card' ? '611' : '612';
      const about = { id: `r-${id}`, amount, day: day(date), accountId: accountCode, accountCode };
      return { ...about, isReceipt: true, counts: true, reference: `Receipts ${date}`, invoiceId: `b-${date}` };
    }),
  ),
);

const credits = dates.map((date): XeroCredit => {
  const own = ofDay(date).flatMap(({ returns }) => returns);
  const sums = { total: add(ZERO, ...own.map(({ total }) => total)), tax: decimal('4') };
  return creditOf(copyOf('C'), { id: `c-${date}`, number: `C-${date}`, ...to, day: day(date), ...sums });
});

const accounts = { Card: '611', Wallet: '612' };
const look = (given: Given = {}, of = copies): Judged =>
  judged(of, {
    ...{ invoices: batches, payments: receipts, credits },
    ...given,
    settings: { invoices: 'batched', accounts, ...given.settings },
  });
/** `proven null`, of the first batch and the second. */
const receiptsIn = (found: Judged): string[] =>
  found.batches.flatMap(({ receipts: one }) => (one === undefined ? [] : [`${one.verdict} ${one.cause}`]));
const creditsIn = ({ batches: all }: Judged): string[] =>
  all.flatMap(({ of, verdict, cause }) => (of === 'credits' ? [`${verdict} ${cause}`] : []));
const alarms = ({ arrivals }: Judged): string[] =>
  arrivals.filter(isAlarm).map(({ entity, number, cause }) => `${entity} ${number} ${cause}`);

const proven = ['proven null', 'proven null'];
const one = (changes: Partial<XeroPayment>): XeroPayment[] =>
  receipts.map((receipt, place) => (place === 0 ? { ...receipt, ...changes } : receipt));

test('receipts and credit notes whose sums agree are proven, and told beside the batches', () => {
  const found = look();
  expect([receiptsIn(found), creditsIn(found), alarms(found)]).toEqual([proven, proven, []]);
  expect(arrivalWords({ ...found, counts: countsOf(found.arrivals) })).toBe(
    'arrived in Xero: 2 of 2 batches, receipts of 2 of 2, 2 of 2 batches of credit notes; of single orders (4) nothing can be known there',
  );
});

test('receipts that are not grouped are proven as well', () => {
  const split = receipts.flatMap((receipt) => [
    { ...receipt, id: `${receipt.id}-a`, amount: decimal('10') },
    { ...receipt, id: `${receipt.id}-b`, amount: add(receipt.amount, decimal('-10')) },
  ]);
  const twoEach = copies.map((copy) => ({
    ...copy,
    payments: copy.payments.flatMap((payment) => [
      { ...payment, id: `${payment.id}-b`, amount: add(payment.amount, decimal('-10')) },
      { ...payment, id: `${payment.id}-a`, amount: decimal('10') },
    ]),
  }));
  expect(receiptsIn(look({ payments: split }, twoEach))).toEqual(proven);
  expect(receiptsIn(look({}, twoEach))).toEqual(proven);
});

describe('a planted error in what is paid on a batch is found', () => {
  test.each([
    ['one that is not there', receipts.slice(1), 'different total'],
    ['none of a batch', receipts.slice(2), 'missing not-exported'],
    ['one over another amount', one({ amount: decimal('100') }), 'different total'],
    ['one that was deleted', one({ counts: false }), 'different total'],
    ['one on the account of another method', one({ accountCode: '612' }), 'different account'],
    ['one that is there twice', [...receipts, ...one({ id: 'again' }).slice(0, 1)], 'different doubled'],
  ])('%s', (_what, payments, expected) => {
    const found = look({ payments });
    expect(receiptsIn(found)).toEqual([expected, 'proven null']);
    expect(alarms(found)).toEqual([`payment B-${first} ${expected.split(' ')[1]}`]);
  });
});

describe('what is paid on a batch is never proven, nor an alarm, by what is not known', () => {
  test.each([
    ['an account without a code', { payments: one({ accountCode: '' }) }, 'unproven not-shown'],
    ['a day that Xero does not show', { payments: one({ day: null }) }, 'unproven not-shown'],
    ['a day far from that of the payment', { payments: one({ day: day('2026-11-19') }) }, 'unproven ambiguous'],
    ['more than the orders come to', { payments: one({ amount: decimal('500') }) }, 'unproven ambiguous'],
    ['a method whose account nobody has told', { settings: { accounts: { Card: '611' } } }, 'unproven batched'],
    [
      'a demo company',
      { books: { noProof: { cause: 'demo-company', why: 'a demo company' } as const } },
      'unproven demo-company',
    ],
    [
      'payments that were not read',
      { books: { payments: { kind: 'unread', why: 'Not read.' } as const } },
      'unproven not-read',
    ],
  ] as const)('%s', (_what, given, expected) => {
    const found = look(given as Given);
    expect(receiptsIn(found)[0]).toBe(expected);
    expect(alarms(found)).toEqual([]);
  });

  test('a batch that lacks what another one has too much', () => {
    const elsewhere = one({ invoiceId: `b-${second}` });
    expect([receiptsIn(look({ payments: elsewhere })), alarms(look({ payments: elsewhere }))]).toEqual([
      ['unproven ambiguous', 'unproven ambiguous'],
      [],
    ]);
  });

  test('an order that is paid beyond its total', () => {
    const beyond = copies.map((copy, place) =>
      place === 0
        ? { ...copy, payments: [...copy.payments, { id: 'p', amount: decimal('9'), day: copy.day, method: 'Card' }] }
        : copy,
    );
    expect(receiptsIn(look({}, beyond))).toEqual(['unproven batched', 'proven null']);
  });

  test("payments of the primary's own orders that were not read", () => {
    const rows = copies.map((copy, place) => ({
      ...{ ...copy, day: copy.day ?? day(first), isDispatched: true },
      payments: place === 0 ? null : copy.payments,
    }));
    const found = look({ settings: { batched: { kind: 'read', rows } } });
    expect(receiptsIn(found)).toEqual(['unproven not-read', 'proven null']);
  });

  test('a batch whose own sum does not agree', () => {
    const [dear, other] = batches;
    if (dear === undefined || other === undefined) throw new Error('no batches');
    const found = look({ invoices: [{ ...dear, total: decimal('300') }, other] });
    expect(receiptsIn(found)).toEqual(['proven null']);
  });

  test('what the invoice says is paid, and was not found', () => {
    const invoices = batches.map((batch) => ({ ...batch, paid: batch.total, due: ZERO }));
    expect(receiptsIn(look({ invoices, payments: receipts.slice(1), paidAsGiven: true }))[0]).toBe('unproven not-read');
  });
});

test('what was paid a short time ago may still come', () => {
  const young = copies.map((copy, place) => (place === 0 ? { ...copy, changedAt: now } : copy));
  const found = look({ payments: receipts.slice(1) }, young);
  expect([receiptsIn(found)[0], alarms(found)]).toEqual(['pending usual-delay', []]);
});

describe('credit notes in batches are proven by sums that agree, and unproven else', () => {
  const changed = (changes: Partial<XeroCredit>) =>
    credits.map((note, place) => (place === 0 ? { ...note, ...changes } : note));
  test.each([
    ['another total', changed({ total: decimal('40') })],
    ['another GST', changed({ tax: decimal('1') })],
    ['another currency', changed({ currency: 'NZD' })],
    ['another day', changed({ day: day('2026-11-18') })],
    ['another contact', changed({ contactId: 'other' })],
    ['voided', changed({ status: 'VOIDED' })],
    ['not there', credits.slice(1)],
  ])('%s', (_what, given) => {
    const found = look({ credits: given });
    expect(creditsIn(found).filter((verdict) => verdict !== 'proven null').length).toBeGreaterThan(0);
    expect(creditsIn(found).filter((verdict) => verdict.startsWith('proven')).length).toBeLessThan(2);
    expect(alarms(found)).toEqual([]);
  });

  test('a return whose GST the primary does not show proves nothing', () => {
    const hidden = copies.map((copy) => ({ ...copy, returns: copy.returns.map(({ tax: _tax, ...rest }) => rest) }));
    expect(creditsIn(look({}, hidden)).some((verdict) => verdict.startsWith('proven'))).toBe(false);
  });
});

test('a batch of another month than its orders is not proven, since its tax return is another one', () => {
  const late = copies.map((copy) => ({
    ...copy,
    day: day('2026-10-31'),
    changedAt: '2026-10-31T02:00:00Z' as Instant,
  }));
  const all = add(ZERO, ...copies.map(({ total }) => total));
  const gst = add(ZERO, ...copies.map((copy) => copy.gst));
  const [batch] = batches;
  if (batch === undefined) throw new Error('no batch');
  const found = look({ invoices: [{ ...batch, day: day('2026-11-01'), total: all, tax: gst }], payments: [] }, late);
  expect(found.batches.filter(({ of }) => of === 'sales').map(({ verdict, cause }) => `${verdict} ${cause}`)).toEqual([
    'unproven date',
  ]);
});
