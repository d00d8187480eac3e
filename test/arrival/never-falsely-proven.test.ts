import { describe, expect, test } from 'vitest';
import { type SeenPayments, withPaymentsNow } from '../../src/arrival/appeared.ts';
import { countsOf } from '../../src/arrival/judge.ts';
import { twinsIn } from '../../src/arrival/sweep.ts';
import { isAlarm } from '../../src/arrival/verdicts.ts';
import { decimal, ZERO } from '../../src/model/money.ts';
import type { Instant } from '../../src/model/time.ts';
import type { XeroOverpayment } from '../../src/xero/records.ts';
import { copyOf, creditOf, day, invoiceOf, judged, now, openIn, paymentsOf } from './books-of.ts';

const copy = copyOf('W1');
const others = ['W2', 'W3', 'W4'].map((number) => copyOf(number));
const all = [copy, ...others];
const rest = others.map((one) => invoiceOf(one));
const hoursAgo = (hours: number) =>
  new Date(Date.parse(now) - hours * 3_600_000).toISOString().replace('.000Z', 'Z') as Instant;
const open = (found: ReturnType<typeof judged>) => openIn(found);

describe('what one of the two does not show is never taken as equal', () => {
  test.each([
    ['the currency in Xero', { currency: '' }, {}],
    ['the day in Xero', { day: null }, {}],
    ['the day in the primary', {}, { day: null }],
    ['the currency in the primary', {}, { currency: '' }],
    ['the total in the primary', {}, { notShown: ['total'], total: ZERO }],
    ['the GST in the primary', {}, { notShown: ['gst'], gst: ZERO }],
  ] as const)('%s', (_what, inXero, inPrimary) => {
    const of = copyOf('W1', inPrimary as never);
    const found = judged([of, ...others], { invoices: [invoiceOf(copy, inXero), ...rest] });
    expect(open(found)).toEqual(['invoice unproven not-shown']);
  });

  test.each([
    { due: decimal('9'), paid: decimal('110') },
    { due: ZERO, paid: decimal('99') },
    { due: ZERO, paid: decimal('110'), credited: decimal('5') },
  ])('an invoice whose own sums do not agree: %j', (given) => {
    const payments = all.flatMap((one) => paymentsOf(one));
    const found = judged(all, { invoices: [invoiceOf(copy, given), ...rest], payments, paidAsGiven: true });
    expect(open(found)).toEqual(['invoice unproven not-shown']);
  });

  test.each([
    ['Xero', paymentsOf(copy, { day: null }), copy],
    ['the primary', paymentsOf(copy), copyOf('W1', { payments: copy.payments.map((one) => ({ ...one, day: null })) })],
  ])('the day of a payment in %s', (_where, payments, of) => {
    expect(open(judged([of], { payments, invoices: [invoiceOf(copy)] }))).toEqual(['payment unproven not-shown']);
  });
});

describe('a payment is proven by what is its own alone', () => {
  test('not by one on an invoice in another currency', () => {
    const found = judged(all, { invoices: [invoiceOf(copy, { currency: 'NZD' }), ...rest] });
    expect(open(found)).toEqual(['invoice different currency', 'payment unproven waits-for-invoice']);
  });

  const overpaid = (number: string, ...amounts: readonly string[]) =>
    copyOf(number, {
      ...{ usernameKey: 'house', nameKey: 'house', contactName: 'House' },
      payments: ['110', ...amounts].map((amount, place) => ({
        ...{ id: `p-${number}-${place}`, amount: decimal(amount), day: day('2026-11-09'), method: 'Card' },
      })),
    });
  const overpayment = (id: string, total: string, given: Partial<XeroOverpayment> = {}): XeroOverpayment => ({
    ...{ id, isReceived: true, counts: true, reference: '', contactId: 'c-house', day: day('2026-11-09') },
    ...{ total: decimal(total), remaining: ZERO, allocations: [], currency: 'AUD', ...given },
  });
  const firstOnly = (number: string) =>
    paymentsOf(overpaid(number)).map((one) => ({ ...one, invoiceId: `i-${number}` }));

  test('one overpayment of a contact does not stand for two orders that were both paid beyond', () => {
    const two = [overpaid('W1', '10'), overpaid('W2', '10')];
    const payments = [...firstOnly('W1'), ...firstOnly('W2')];
    expect(open(judged(two, { payments, overpayments: [overpayment('o', '10')] }))).toEqual([
      'payment missing overpayment',
    ]);
    const both = [overpayment('o', '10'), overpayment('p', '10')];
    expect(open(judged(two, { payments, overpayments: both }))).toEqual([]);
  });

  test('two payments beyond the total may be two overpayments', () => {
    const overpayments = [overpayment('o', '7'), overpayment('p', '10'), overpayment('q', '5')];
    expect(open(judged([overpaid('W1', '10', '5')], { payments: firstOnly('W1'), overpayments }))).toEqual([]);
  });

  test.each([
    ['another currency', { currency: 'NZD' }],
    ['a day far from it', { day: day('2026-10-09') }],
    ['one that was voided', { counts: false }],
  ] as const)('an overpayment of %s is none of it', (_what, given) => {
    const found = judged([overpaid('W1', '10')], {
      payments: firstOnly('W1'),
      overpayments: [overpayment('o', '10', given)],
    });
    expect(open(found)).toEqual(['payment missing overpayment']);
  });

  test('one receipt for two payments is compared by its account, too', () => {
    const parts = copyOf('W1', {
      payments: ['60', '50'].map((amount, place) => ({
        ...{ id: `p${place}`, amount: decimal(amount), day: day('2026-11-09'), method: 'Card' },
      })),
    });
    const [one] = paymentsOf(copy);
    const payments = one === undefined ? [] : [one];
    const at = (code: string) => judged([parts], { payments, settings: { accounts: { Card: code } } });
    expect(open(at('611'))).toEqual([]);
    expect(open(at('612'))).toEqual(['payment different account', 'payment different account']);
  });

  test('an account without a code in Xero is noted as not compared', () => {
    const found = judged([copy], {
      payments: paymentsOf(copy, { accountCode: '' }),
      settings: { accounts: { Card: '611' } },
    });
    expect([open(found), found.notes]).toEqual([[], [expect.stringContaining('was not compared')]]);
  });

  test('where the invoice says that more is paid than was found, none is called missing', () => {
    const found = judged(all, { payments: others.flatMap((one) => paymentsOf(one)), paidAsGiven: true });
    expect(open(found)).toEqual(['payment unproven not-read']);
  });
});

describe('a credit note is proven by what is its own alone', () => {
  const returned = copyOf('W1', {
    returns: [{ id: '77', total: decimal('30'), tax: decimal('2.73'), day: day('2026-11-12') }],
  });
  test('not in another currency', () => {
    expect(open(judged([returned], { credits: [creditOf(returned, { currency: 'NZD' })] }))).toEqual([
      'credit different currency',
    ]);
    expect(open(judged([returned], { credits: [creditOf(returned, { currency: '' })] }))).toEqual([
      'credit unproven not-shown',
    ]);
  });

  test.each([
    ['the primary does not show its GST', { tax: undefined }, {}],
    ['the primary does not show its day', { day: null }, {}],
    ['Xero does not show its day', {}, { day: null }],
  ])('not where %s', (why, own, given) => {
    const returns = returned.returns.map(({ tax, ...one }) => ({ ...one, ...('tax' in own ? {} : { tax }), ...own }));
    const found = judged([{ ...returned, returns: returns as typeof returned.returns }], {
      credits: [creditOf(returned, given)],
    });
    expect(open(found)).toEqual(['credit unproven not-shown']);
    expect(found.arrivals.map(({ message }) => message).join()).toContain(why);
  });

  test('not of another month than its return, since nobody knows by which day the export dates it', () => {
    const [own] = returned.returns;
    const early = { ...returned, returns: own === undefined ? [] : [{ ...own, day: day('2026-10-31') }] };
    const credits = [creditOf(returned, { day: day('2026-11-01') })];
    expect(open(judged([early], { credits }))).toEqual(['credit unproven date']);
  });

  test('not by number and amount alone, where its order has no invoice to compare the contact with', () => {
    const invoices = rest;
    const found = judged([returned, ...others], {
      invoices,
      credits: [creditOf(returned, { contactName: 'Another' })],
    });
    expect(open(found)).toContain('credit unproven ambiguous');
    const own = judged([returned, ...others], { invoices, credits: [creditOf(returned)] });
    expect(open(own).filter((one) => one.startsWith('credit'))).toEqual([]);
  });
});

describe('what is so young that the export may still bring it is no alarm', () => {
  test.each([
    ['total', { total: decimal('99') }],
    ['gst', { tax: decimal('9') }],
    ['date', { day: day('2026-11-08') }],
  ] as const)('an order that was changed a short time ago, of which Xero shows the former %s', (cause, given) => {
    const young = copyOf('W1', { changedAt: hoursAgo(3), payments: [] });
    const unpaid = { paid: ZERO, status: 'AUTHORISED', ...given } as const;
    const look = (more: object) =>
      open(
        judged([young, ...others], {
          invoices: [invoiceOf(young, { ...unpaid, ...more }), ...rest],
          paidAsGiven: true,
        }),
      );
    expect(look({})).toEqual(['invoice pending usual-delay']);
    // Somebody changed it there since; or it is paid, and Xero takes no change any more.
    expect(look({ updatedAt: hoursAgo(1) })).toEqual([`invoice different ${cause}`]);
    expect(look({ paid: decimal('110') })).toEqual([`invoice different ${cause}`]);
  });

  test('an order that was cancelled a short time ago; a day later it is different', () => {
    const look = (hours: number) => {
      const cancelled = copyOf('W1', { isCancelled: true, changedAt: hoursAgo(hours) });
      const invoices = [invoiceOf(copy, { due: decimal('110'), paid: ZERO }), ...rest];
      return open(judged([cancelled, ...others], { invoices }));
    };
    expect([look(3), look(30)]).toEqual([['invoice pending usual-delay'], ['invoice different cancelled']]);
  });

  test('a payment and a return of today on an order of long ago, whose time they may not have changed', () => {
    const today = day('2026-11-19');
    const of = copyOf('W1', {
      payments: [{ id: 'p', amount: decimal('110'), day: today, method: 'Card' }],
      returns: [{ id: '77', total: decimal('30'), day: today }],
    });
    const invoices = [invoiceOf(copy, { paid: ZERO, status: 'AUTHORISED' })];
    expect(open(judged([of], { invoices, payments: [], credits: [] }))).toEqual([
      'payment pending usual-delay',
      'credit pending usual-delay',
    ]);
  });
});

describe('a payment of an old day is as young as its entry', () => {
  const late = copyOf('W1', {
    payments: [{ id: '905', amount: decimal('110'), day: day('2026-09-30'), method: 'Card' }],
  });
  const seen = (hours: number, ids: readonly string[], before?: SeenPayments) =>
    withPaymentsNow(
      [copyOf('W1', { payments: ids.map((id) => ({ ...late.payments[0], id })) as never })],
      before,
      hoursAgo(hours),
    );
  const look = (seenPayments?: SeenPayments) => open(judged([late], { payments: [], settings: { seenPayments } }));

  test('which was after a look that has not seen it, however long ago that was: it may have been a moment ago', () => {
    expect(look(seen(24, ['904']))).toEqual(['payment pending usual-delay']);
    expect(look(seen(48, ['904']))).toEqual(['payment pending usual-delay']);
  });

  test('also by the looks that have seen it since', () => {
    const later = (first: number) => seen(1, ['904', '905'], seen(first - 1, ['905', '904'], seen(first, ['904'])));
    expect(look(later(30))).toEqual(['payment pending usual-delay']);
    expect(look(later(50))).toEqual(['payment missing not-exported']);
  });

  test('what the first look has seen, and what none was told of, is as old as its day', () => {
    expect(look(seen(1, ['905']))).toEqual(['payment missing not-exported']);
    expect(look()).toEqual(['payment missing not-exported']);
  });

  test('after a fortnight nothing more is kept of it than that it was seen', () => {
    const young = (hours: number) => seen(hours, ['905'], seen(24 * 20, ['905'], seen(24 * 21, ['904']))).young;
    expect([young(24 * 7), young(24 * 5)]).toEqual([{ 905: hoursAgo(24 * 20) }, {}]);
  });
});

test('a return of an old day is as young as its last change, and an order without one as its day', () => {
  const returns = (changedAt: Instant | null) => [
    { id: '77', total: decimal('30'), day: day('2026-09-30'), changedAt },
  ];
  const look = (changedAt: Instant | null) =>
    open(judged([copyOf('W1', { returns: returns(changedAt) })], { credits: [] }));
  expect(look(hoursAgo(30))).toEqual(['credit pending usual-delay']);
  expect(look(hoursAgo(50))).toEqual(['credit missing not-exported']);
  expect(look(null)).toEqual(['credit missing not-exported']);
  const timeless = (on: string) =>
    open(judged([copyOf('W1', { day: day(on), changedAt: null, payments: [] })], { invoices: [], payments: [] }));
  expect([timeless('2026-11-19'), timeless('2026-11-09')]).toEqual([
    ['invoice pending usual-delay'],
    ['invoice missing not-exported'],
  ]);
});

test('a cancelled order that was paid in Xero stands in the books, though nothing is open', () => {
  const cancelled = copyOf('W1', { isCancelled: true });
  const credits = [creditOf(copyOf('W1', { returns: [{ id: '9', total: decimal('110'), day: null }] }))];
  const look = (given: object, more: object = {}) =>
    open(judged([cancelled, ...others], { invoices: [invoiceOf(copy, given), ...rest], paidAsGiven: true, ...more }));
  expect(look({})).toEqual(['invoice different cancelled']);
  expect(look({ paid: ZERO, credited: decimal('110') })).toEqual([]);
  expect(look({}, { credits })).toEqual([]);
});

describe('of two invoices with one number', () => {
  test('the one of the same total stands for the order, and a payment counts on either', () => {
    const invoices = [invoiceOf(copy, { id: 'wrong', total: decimal('5') }), invoiceOf(copy), ...rest];
    expect(open(judged(all, { invoices }))).toEqual(['invoice different doubled']);
    const payments = [...paymentsOf(copy, { invoiceId: 'wrong' }), ...others.flatMap((one) => paymentsOf(one))];
    expect(open(judged(all, { invoices, payments }))).toEqual(['invoice different doubled']);
  });
});

describe('thousands that are alike take no more than a moment', () => {
  const many = Array.from({ length: 6_000 }, (_, place) => copyOf(`W${10_000 + place}`));
  const alike = { contactId: 'cash', contactName: 'Cash Sale' } as const;
  const inTime = (work: () => void): void => {
    const before = process.threadCpuUsage();
    work();
    const { user, system } = process.threadCpuUsage(before);
    // Processor time, since other work makes a clock's time longer. By pairs it took a minute.
    expect((user + system) / 1e6).toBeLessThan(5);
  };

  test('twins of one contact, amount and day', () => {
    const pairs = many.map((one) => ({ copy: one, invoice: invoiceOf(one, alike) }));
    const twins = many.map((one, place) => invoiceOf(one, { ...alike, id: `t${place}`, number: `INV-${place}` }));
    inTime(() => {
      const found = twinsIn([...pairs.map(({ invoice }) => invoice), ...twins], pairs, (one) => [one.copy.number]);
      expect(found).toEqual({ found: [], notes: 6_000 });
    });
  });

  test('voided invoices, and invoices with one number', () => {
    const voided = many.map((one, place) => invoiceOf(one, { id: `v${place}`, number: `V${place}`, status: 'VOIDED' }));
    const same = many.map((one, place) => invoiceOf(one, { id: `s${place}`, number: '' }));
    inTime(() => {
      const found = judged(many, { invoices: [...voided, ...same], payments: [], settings: { invoices: 'each' } });
      expect(countsOf(found.arrivals).invoice).toMatchObject({ missing: 6_000 });
      expect(found.arrivals.filter(isAlarm)).toHaveLength(6_000);
    });
  });
});
