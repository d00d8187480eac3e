import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countsOf } from '../../src/arrival/judge.ts';
import { isAlarm } from '../../src/arrival/verdicts.ts';
import { decimal, ZERO } from '../../src/model/money.ts';
import type { Instant } from '../../src/model/time.ts';
import type { XeroContact, XeroInvoice } from '../../src/xero/records.ts';
import { copyOf, creditOf, day, invoiceOf, judged, now, openIn, paymentsOf } from './books-of.ts';

const copy = copyOf('W1');
const others = ['W2', 'W3', 'W4'].map((number) => copyOf(number));
const all = [copy, ...others];
/** The invoice of W1 as given, and all others as they should be. */
const withInvoice = (...given: readonly Partial<XeroInvoice>[]) =>
  judged(all, { invoices: [...given.map((one) => invoiceOf(copy, one)), ...others.map((one) => invoiceOf(one))] });
const contact = (id: string, given: Partial<XeroContact> = {}) =>
  new Map([
    [id, { id, number: 'somebody', name: 'Somebody Else', email: '', isActive: true, mergedInto: null, ...given }],
  ]);

describe('what arrived is proven', () => {
  test('invoice, payment and credit note', () => {
    const credited = copyOf('W9', {
      returns: [{ id: '77', total: decimal('30'), tax: decimal('2.73'), day: day('2026-11-12') }],
    });
    const found = judged([...all, credited]);
    expect(openIn(found)).toEqual([]);
    expect(countsOf(found.arrivals)).toMatchObject({
      invoice: { proven: 5 },
      payment: { proven: 5 },
      credit: { proven: 1 },
    });
  });

  test('under the prefix of the export, whatever the case of letters', () => {
    const invoices = all.map((one) => invoiceOf(one, { number: ` nb-${one.number.toLowerCase()}` }));
    expect(openIn(judged(all, { invoices, books: { prefix: 'NB-' } }))).toEqual([]);
  });

  test.each([
    ['a bill of the same number', { isSale: false, id: 'bill', total: decimal('5') }],
    ['a voided twin', { status: 'VOIDED', id: 'v' }],
    ['a deleted twin', { status: 'DELETED', id: 'd' }],
  ] as const)('%s does not count as a double', (_what, twin) => {
    expect(openIn(withInvoice({}, twin))).toEqual([]);
  });

  test.each([
    ['GST that is off by rounding alone', { tax: decimal('10.01') }],
    ['another due date', { dueDay: day('2026-12-01') }],
    ['no due date', { dueDay: null }],
  ] as const)('%s does no harm', (_what, given) => {
    expect(openIn(withInvoice(given))).toEqual([]);
  });

  test('an invoice that is paid in Xero alone does no harm', () => {
    const unpaid = copyOf('W1', { payments: [] });
    expect(openIn(judged([unpaid], { payments: paymentsOf(copy) }))).toEqual([]);
  });

  test('to one contact for all, as some exports do', () => {
    const invoices = all.map((one) => invoiceOf(one, { contactId: 'house', contactName: 'Web store' }));
    expect(openIn(judged(all, { invoices, books: { contacts: contact('house') } }))).toEqual([]);
  });

  test('to a contact that was merged, or was renamed by a person', () => {
    const merged = new Map([...contact('old', { mergedInto: 'new' }), ...contact('new', { number: 'USER-W1' })]);
    const invoices = [
      invoiceOf(copy, { contactId: 'old', contactName: 'Old' }),
      ...others.map((one) => invoiceOf(one)),
    ];
    expect(openIn(judged(all, { invoices, books: { contacts: merged } }))).toEqual([]);
  });

  test('though all days are shifted by a zone, which is told once', () => {
    const found = judged(all, { invoices: all.map((one) => invoiceOf(one, { day: day('2026-11-10') })) });
    expect([openIn(found), found.notes]).toEqual([[], [expect.stringContaining('All days in Xero are one later')]]);
  });
});

describe('days that are too few to tell a shift of all from a mistake', () => {
  const few = all.slice(0, 2);
  const at = (...days: readonly string[]) =>
    openIn(judged(few, { invoices: few.map((one, place) => invoiceOf(one, { day: day(days[place] ?? '') })) }));

  test('are no alarm where all differ by one, as on a first day, and nothing is proven of them', () => {
    expect(at('2026-11-10', '2026-11-10')).toEqual(few.map(() => 'invoice unproven ambiguous'));
    expect(at('2026-11-08', '2026-11-08')).toEqual(few.map(() => 'invoice unproven ambiguous'));
  });

  test('are an alarm where one does not, or is of another day altogether', () => {
    expect(at('2026-11-10', '2026-11-09')).toEqual(['invoice different date']);
    expect(at('2026-11-10', '2026-11-08')).toEqual(few.map(() => 'invoice different date'));
    expect(at('2026-11-11', '2026-11-11')).toEqual(few.map(() => 'invoice different date'));
  });

  test('are an alarm where another month is', () => {
    const last = copyOf('W1', { day: day('2026-11-30') });
    const found = judged([last], { invoices: [invoiceOf(last, { day: day('2026-12-01') })] });
    expect(openIn(found)).toEqual(['invoice different date']);
  });
});

describe('a planted error is found', () => {
  test.each([
    ['total', { total: decimal('109.99') }],
    ['gst', { tax: decimal('9') }],
    ['date', { day: day('2026-12-09') }],
    ['currency', { currency: 'NZD' }],
  ] as const)('another %s', (cause, given) => {
    // Of what is paid in another currency nothing is known.
    const paid = cause === 'currency' ? ['payment unproven waits-for-invoice'] : [];
    expect(openIn(withInvoice(given))).toEqual([`invoice different ${cause}`, ...paid]);
  });

  test('a day that differs, where the others do not', () => {
    expect(openIn(withInvoice({ day: day('2026-11-10') }))).toEqual(['invoice different date']);
  });

  test('a shift of all days moves one into another month', () => {
    const last = copyOf('W1', { day: day('2026-11-30') });
    const found = judged([last, ...others], {
      invoices: [
        invoiceOf(last, { day: day('2026-12-01') }),
        ...others.map((one) => invoiceOf(one, { day: day('2026-11-10') })),
      ],
    });
    expect(openIn(found)).toEqual(['invoice different date']);
  });

  test('a day that is off in a way of its own, where most are shifted by a zone', () => {
    const more = ['W5', 'W6'].map((number) => copyOf(number));
    const shifted = [...others, ...more].map((one) => invoiceOf(one, { day: day('2026-11-10') }));
    const found = judged([copy, ...others, ...more], {
      invoices: [invoiceOf(copy, { day: day('2026-11-14') }), ...shifted],
    });
    expect([openIn(found), found.notes]).toEqual([
      ['invoice different date'],
      [expect.stringContaining('Nearly all days in Xero are one later')],
    ]);
  });

  test('another contact', () => {
    const invoices = [
      invoiceOf(copy, { contactId: 'x', contactName: 'Somebody Else' }),
      ...others.map((one) => invoiceOf(one)),
    ];
    expect(openIn(judged(all, { invoices, books: { contacts: contact('x') } }))).toEqual(['invoice different contact']);
  });

  test('written over by another order: another contact and another total', () => {
    const over = { contactId: 'x', contactName: 'Somebody Else', total: decimal('44.85'), tax: decimal('4.08') };
    const invoices = [invoiceOf(copy, over), ...others.map((one) => invoiceOf(one))];
    expect(openIn(judged(all, { invoices, books: { contacts: contact('x') } }))[0]).toBe(
      'invoice different overwritten',
    );
  });

  test('voided', () => {
    const found = withInvoice({ status: 'VOIDED' });
    expect(openIn(found)).toEqual(['invoice different voided', 'payment unproven waits-for-invoice']);
  });

  test('renamed and then voided, which is named', () => {
    const found = withInvoice({ status: 'VOIDED', number: 'W1void' });
    expect(openIn(found)[0]).toBe('invoice different voided');
    expect(found.arrivals.find(({ cause }) => cause === 'voided')?.message).toContain('(as W1void)');
  });

  test('W1 is not the renamed W12, though that is voided', () => {
    expect(openIn(withInvoice({ status: 'VOIDED', number: 'W12' }))[0]).toBe('invoice missing not-exported');
  });

  test('deleted', () => expect(openIn(withInvoice({ status: 'DELETED' }))[0]).toBe('invoice different deleted'));

  test('twice under one number', () => {
    expect(openIn(withInvoice({}, { id: 'second' }))).toEqual(['invoice different doubled']);
  });

  test('cancelled in the primary, and open in Xero', () => {
    const cancelled = copyOf('W1', { isCancelled: true });
    const invoices = [
      invoiceOf(copy, { due: decimal('110'), status: 'AUTHORISED' }),
      ...others.map((one) => invoiceOf(one)),
    ];
    expect(openIn(judged([cancelled, ...others], { invoices }))).toEqual(['invoice different cancelled']);
    expect(openIn(judged([cancelled, ...others], { invoices: others.map((one) => invoiceOf(one)) }))).toEqual([]);
  });

  test.each([
    ['locked', { day: day('2026-11-01') }],
    ['negative-total', { total: decimal('-5') }],
    ['no-due-date', { dueDay: null }],
    ['no-invoice-date', { day: null }],
    ['not-exported', {}],
  ] as const)('not there, for the reason that the data shows: %s', (cause, given) => {
    const lost = copyOf('W1', given);
    const invoices = others.map((one) => invoiceOf(one));
    const found = judged([lost, ...others], { invoices, settings: { lockDate: day('2026-11-05') } });
    expect(openIn(found)[0]).toBe(`invoice missing ${cause}`);
    expect(found.arrivals.find(({ verdict }) => verdict === 'missing')?.remedy).not.toBe('');
  });

  test.each([
    ['of another amount', [{ amount: decimal('100') }], 'different total'],
    ['of another day', [{ day: day('2026-11-20') }], 'different date'],
    ['on another account', [{ accountCode: '612' }], 'different account'],
    ['that is not there', [], 'missing not-exported'],
    ['on the invoice of another order', [{ invoiceId: 'i-W2' }], 'missing not-exported'],
    ['that is a refund', [{ isReceipt: false }], 'missing not-exported'],
  ] as const)('a payment %s', (_what, changed, expected) => {
    const own = changed.flatMap((one) => paymentsOf(copy, one));
    const payments = [...own, ...others.flatMap((one) => paymentsOf(one))];
    expect(openIn(judged(all, { payments, settings: { accounts: { Card: '611' } } }))).toEqual([`payment ${expected}`]);
  });

  test('a payment, and a return, of a day that is locked there', () => {
    const late = { day: day('2026-11-12') };
    const of = copyOf('W1', {
      payments: copy.payments.map((one) => ({ ...one, ...late })),
      returns: [{ id: '77', total: decimal('30'), ...late }],
    });
    const given = { payments: [], credits: [], invoices: [invoiceOf(of, { paid: ZERO })] };
    const lockDate = (text: string) => openIn(judged([of], { ...given, settings: { lockDate: day(text) } }));
    expect(lockDate('2026-11-12')).toEqual(['payment missing locked', 'credit missing locked']);
    expect(lockDate('2026-11-11')).toEqual(['payment missing not-exported', 'credit missing not-exported']);
  });

  test('a payment that was deleted in Xero is not summed', () => {
    const payments = [...paymentsOf(copy, { counts: false }), ...others.flatMap((one) => paymentsOf(one))];
    expect(openIn(judged(all, { payments }))).toEqual(['payment missing not-exported']);
  });

  test('a payment booked twice', () => {
    const payments = [...all.flatMap((one) => paymentsOf(one)), ...paymentsOf(copy, { id: 'again' })];
    expect(openIn(judged(all, { payments }))).toEqual(['payment different doubled']);
  });

  test('an overpayment that did not arrive, and one that is to be allocated', () => {
    const over = copyOf('W1', {
      payments: [
        { id: 'p1', amount: decimal('110'), day: day('2026-11-09'), method: 'Card' },
        { id: 'p2', amount: decimal('10'), day: day('2026-11-09'), method: 'Card' },
      ],
    });
    const payments = paymentsOf(over).slice(0, 1);
    expect(openIn(judged([over], { payments }))).toEqual(['payment missing overpayment']);
    const kept = { id: 'o', isReceived: true, counts: true, reference: '', contactId: `c-${over.usernameKey}` };
    const overpayments = [
      {
        ...kept,
        day: day('2026-11-09'),
        total: decimal('10'),
        remaining: decimal('10'),
        allocations: [],
        currency: 'AUD',
      },
    ];
    const found = judged([over], { payments, overpayments });
    expect([openIn(found), found.toAllocate]).toEqual([[], { credits: 1, amount: '10' }]);
  });

  describe('of a credit note', () => {
    const returned = copyOf('W1', {
      returns: [{ id: '77', total: decimal('30'), tax: decimal('2.73'), day: day('2026-11-12') }],
    });
    test.each([
      ['credit different total', { total: decimal('29') }],
      ['credit different contact', { contactId: 'another' }],
      ['credit different gst', { tax: decimal('0') }],
      ['credit different date', { day: day('2026-11-10') }],
      ['credit different date', { day: day('2026-12-25') }],
      ['credit different deleted', { status: 'DELETED' }],
      ['credit unproven unknown-status', { status: 'UNKNOWN' }],
      ['credit different voided', { status: 'VOIDED' }],
      ['credit pending waits-for-approval', { status: 'DRAFT' }],
      ['credit missing not-exported', { number: '78' }],
      // Another store's return of that number, to another contact.
      ['credit missing not-exported', { contactId: 'another', total: decimal('12') }],
    ] as const)('%s', (expected, given) => {
      expect(openIn(judged([returned], { credits: [creditOf(returned, given)] }))).toEqual([expected]);
    });

    test.each([
      ['GST is rounded line by line', { tax: decimal('2.72') }],
      ['the day is that of another time zone', { day: day('2026-11-11') }],
      ['the day is that of its approval', { day: day('2026-11-18') }],
    ])('%s: nothing is told', (_what, given) => {
      expect(openIn(judged([returned], { credits: [creditOf(returned, given)] }))).toEqual([]);
    });

    test('by its own change a day is told that is long after it', () => {
      const [own] = returned.returns;
      const closed = copyOf('W1', {
        returns: own === undefined ? [] : [{ ...own, changedAt: '2026-11-12T05:00:00Z' as Instant }],
      });
      const late = (date: string) => openIn(judged([closed], { credits: [creditOf(closed, { day: day(date) })] }));
      expect([late('2026-11-16'), late('2026-11-17')]).toEqual([[], ['credit different date']]);
    });

    test('one that is there twice', () => {
      const credits = [creditOf(returned), creditOf(returned, { id: 'again' })];
      expect(openIn(judged([returned], { credits }))).toEqual(['credit different doubled']);
    });

    test('one that is allocated in part is counted with what is left of it', () => {
      const allocations = [{ amount: decimal('10'), invoiceId: 'i-W1' }];
      const found = judged([returned], { credits: [creditOf(returned, { remaining: decimal('20'), allocations })] });
      expect([openIn(found), found.toAllocate]).toEqual([[], { credits: 1, amount: '20' }]);
    });

    test('one that is allocated leaves nothing to allocate', () => {
      expect(judged([returned], { credits: [creditOf(returned)] }).toAllocate).toEqual({ credits: 0, amount: '0' });
    });

    test('one that is there, and not allocated, is counted', () => {
      const found = judged([returned], { credits: [creditOf(returned, { remaining: decimal('30') })] });
      expect([openIn(found), found.toAllocate]).toEqual([[], { credits: 1, amount: '30' }]);
    });
  });
});

describe('what may still come is pending, and no alarm', () => {
  const hoursAgo = (hours: number) =>
    new Date(Date.parse(now) - hours * 3_600_000).toISOString().replace('.000Z', 'Z') as Instant;

  test('an invoice within the usual delay, with its payment', () => {
    const young = copyOf('W1', { changedAt: hoursAgo(25) });
    const found = judged([young, ...others], { invoices: others.map((one) => invoiceOf(one)) });
    expect(openIn(found)).toEqual(['invoice pending usual-delay', 'payment pending waits-for-invoice']);
    expect(found.arrivals.find(({ verdict }) => verdict === 'pending')?.message).toContain(
      '25 h after its last change',
    );
  });

  test('an hour later than usual it is missing', () => {
    const old = copyOf('W1', { changedAt: hoursAgo(27) });
    expect(openIn(judged([old, ...others], { invoices: others.map((one) => invoiceOf(one)) }))[0]).toBe(
      'invoice missing not-exported',
    );
  });

  test('a payment one run after its invoice', () => {
    const young = copyOf('W1', { changedAt: hoursAgo(30) });
    expect(openIn(judged([young], { payments: [] }))).toEqual(['payment pending usual-delay']);
  });

  test('a draft waits for its approval in Xero, and is not in the books', () => {
    const payments = others.flatMap((one) => paymentsOf(one));
    const invoices = [invoiceOf(copy, { status: 'DRAFT' }), ...others.map((one) => invoiceOf(one))];
    // No payment can be booked on it before, so none is missing.
    expect(openIn(judged(all, { invoices, payments }))).toEqual([
      'invoice pending waits-for-approval',
      'payment unproven waits-for-invoice',
    ]);
  });
});

describe('what can not be known is unproven: neither proven, nor missing, nor an alarm', () => {
  test('everything where the books can not be read', () => {
    const part = { kind: 'unread', why: 'xero: down' } as const;
    const found = judged(all, { books: { invoices: part, payments: part, credits: part, overpayments: part } });
    expect(new Set(found.arrivals.map(({ verdict }) => verdict))).toEqual(new Set(['unproven']));
  });

  test('payments alone, where they can not be read', () => {
    const found = judged([copy], { books: { payments: { kind: 'unread', why: 'xero: no scope' } } });
    expect(openIn(found)).toEqual(['payment unproven not-read']);
  });

  test('payments and credit notes, where neither list can be read and the invoice shows nothing of them', () => {
    const why = { kind: 'unread', why: 'xero: no scope' } as const;
    const of = copyOf('W1', {
      returns: [{ id: '77', total: decimal('30'), tax: decimal('2.73'), day: day('2026-11-12') }],
    });
    const invoices = [invoiceOf(of, { paid: ZERO, due: of.total, status: 'AUTHORISED' })];
    const found = judged([of], { invoices, paidAsGiven: true, books: { payments: why, credits: why } });
    expect(openIn(found)).toEqual(['payment unproven not-read', 'credit unproven not-read']);
  });

  test.each(['demo-company', 'other-organisation', 'organisation-not-named'] as const)('%s', (cause) => {
    const returned = copyOf('W1', {
      returns: [{ id: '77', total: decimal('30'), tax: decimal('2.73'), day: day('2026-11-12') }],
    });
    const found = judged([returned, ...others], { books: { noProof: { cause, why: 'why' } } });
    expect(found.arrivals.map(({ entity }) => entity)).toContain('credit');
    expect(found.arrivals.some(({ verdict }) => verdict === 'proven')).toBe(false);
    expect(found.arrivals.some(isAlarm)).toBe(false);
  });

  test('a status that nobody knows', () => {
    expect(openIn(withInvoice({ status: 'UNKNOWN' }))[0]).toBe('invoice unproven unknown-status');
  });

  test('a number that was not asked for', () => {
    const found = judged(all, { invoices: others.map((one) => invoiceOf(one)), books: { notAsked: new Set(['W1']) } });
    expect(openIn(found)[0]).toBe('invoice unproven not-read');
  });

  test('whose invoice it is, where its contact was not read', () => {
    expect(openIn(withInvoice({ contactName: 'Somebody Else' }))).toEqual(['invoice unproven not-read']);
  });

  test('single orders of an export that batches them: 500 are not 500 missing', () => {
    const many = Array.from({ length: 500 }, (_, place) => copyOf(`W${1000 + place}`));
    const batch = invoiceOf(copy, {
      number: 'BATCH-1',
      total: decimal('55000'),
      tax: decimal('5000'),
      contactId: 'web',
    });
    for (const invoices of ['batched', undefined] as const) {
      const found = judged(many, { invoices: [batch], payments: [], settings: { invoices } });
      expect(countsOf(found.arrivals).invoice).toEqual({
        proven: 0,
        pending: 0,
        different: 0,
        missing: 0,
        unproven: 500,
      });
      expect(found.notes).toHaveLength(1);
    }
  });
});

describe('for whatever stands in the books', () => {
  const status = fc.constantFrom(
    'DRAFT',
    'SUBMITTED',
    'AUTHORISED',
    'PAID',
    'VOIDED',
    'DELETED',
    'UNKNOWN',
  ) as fc.Arbitrary<XeroInvoice['status']>;
  const cents = fc.integer({ min: 1, max: 300 }).map((number) => decimal((number / 100).toFixed(2)));
  const book = fc.record({
    status,
    total: fc.constantFrom(decimal('110'), decimal('109.99'), ZERO),
    tax: fc.constantFrom(decimal('10'), decimal('10.01'), decimal('12')),
    number: fc.constantFrom('W1', 'w1', 'NB-W1', 'W1void', 'W12', ''),
    isSale: fc.boolean(),
    currency: fc.constantFrom('AUD', 'NZD', ''),
    contactName: fc.constantFrom('Customer W1', 'Somebody Else'),
    day: fc.constantFrom(copy.day, day('2026-11-10'), null),
  });

  test('an invoice is proven only where exactly one stands for it, booked, with the same amounts, day, currency and contact', () => {
    fc.assert(
      fc.property(fc.array(book, { maxLength: 4 }), (given) => {
        const invoices = given.map((one, place) => invoiceOf(copy, { ...one, id: `i-${place}` }));
        const { arrivals } = judged([copy], { invoices, payments: [], books: { prefix: 'NB-' } });
        const proven = arrivals.some(({ entity, verdict }) => entity === 'invoice' && verdict === 'proven');
        const live = invoices.filter(
          (one) =>
            one.isSale &&
            ['W1', 'NB-W1'].includes(one.number.toUpperCase()) &&
            /DRAFT|SUBMITTED|AUTHORISED|PAID/.test(one.status),
        );
        const [only] = live;
        const right =
          live.length === 1 &&
          only !== undefined &&
          /AUTHORISED|PAID/.test(only.status) &&
          only.total === '110' &&
          only.tax !== '12' &&
          only.currency === 'AUD' &&
          only.contactName === 'Customer W1' &&
          only.day === copy.day;
        expect(proven).toBe(right);
      }),
      { numRuns: 500 },
    );
  });

  test('each copy has at least one verdict on its invoice, and each payment one', () => {
    fc.assert(
      fc.property(
        fc.array(book, { maxLength: 4 }),
        fc.array(cents, { maxLength: 4 }),
        fc.array(cents, { maxLength: 4 }),
        (given, expected, there) => {
          const paying = copyOf('W1', {
            payments: expected.map((amount, place) => ({
              id: `p${place}`,
              amount,
              day: copy.day,
              method: 'Card',
            })),
          });
          const invoices = given.map((one, place) =>
            invoiceOf(copy, { ...one, id: place === 0 ? 'i-W1' : `i-${place}` }),
          );
          const [sample] = paymentsOf(copy);
          const payments = there.flatMap((amount, place) =>
            sample === undefined ? [] : [{ ...sample, id: `x${place}`, amount }],
          );
          const { arrivals } = judged([paying], { invoices, payments });
          expect(arrivals.some(({ entity }) => entity === 'invoice')).toBe(true);
          for (const { id } of paying.payments)
            expect(arrivals.filter((one) => one.entity === 'payment' && one.id === id)).toHaveLength(1);
          const proven = arrivals.filter(({ entity, verdict }) => entity === 'payment' && verdict === 'proven');
          const sum = (list: readonly string[]) =>
            Math.round(list.reduce((all, amount) => all + Number(amount), 0) * 100);
          // No more is ever called proven than the books have received.
          expect(sum(proven.map(({ amount }) => amount))).toBeLessThanOrEqual(sum(there));
        },
      ),
      { numRuns: 500 },
    );
  });
});
