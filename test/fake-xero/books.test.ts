import { describe, expect, test } from 'vitest';
import type { InvoiceSeed } from '../../src/fake-xero/index.ts';
import { column, inner, rowsOf, startXero } from './support/organisation.ts';

const seed: InvoiceSeed = { number: 'NB1', contact: 'Jo Example', date: '2026-11-24', total: '44.85' };
const WRONG_STATUS = 'Invoice not of valid status for modification';
const NOT_UNIQUE = 'Invoice # must be unique.';

describe('5: numbers', () => {
  test('are unique among sales invoices; a bill may bear the same one', async () => {
    const { control } = await startXero();
    control.createInvoice(seed);
    expect(() => control.createInvoice(seed)).toThrow(NOT_UNIQUE);
    control.createInvoice({ ...seed, type: 'ACCPAY', contact: 'A Supplier' });
    control.createInvoice({ ...seed, type: 'ACCPAY', contact: 'A Supplier' });
    expect(control.invoices()).toHaveLength(3);
  });

  test('of a deleted invoice are free again: two records, one number', async () => {
    const xero = await startXero();
    xero.control.createInvoice({ ...seed, status: 'DRAFT' });
    xero.control.deleteInvoice('NB1');
    xero.control.createInvoice(seed);
    expect((await column(xero, 'Invoices?InvoiceNumbers=NB1', 'Status')).sort()).toEqual(['AUTHORISED', 'DELETED']);
  });

  test('of a voided invoice are blocked, unless it was renamed before', async () => {
    const { control } = await startXero();
    control.createInvoice(seed);
    control.voidInvoice('NB1');
    expect(() => control.createInvoice(seed)).toThrow(NOT_UNIQUE);
    expect(() => control.upsertInvoice(seed)).toThrow(WRONG_STATUS);
    control.createInvoice({ ...seed, number: 'NB2' });
    control.renumberInvoice('NB2', 'NB2void');
    control.voidInvoice('NB2void');
    expect(control.createInvoice({ ...seed, number: 'NB2' }).status).toBe('AUTHORISED');
  });

  test('X6: voidedNumbers free', async () => {
    const { control } = await startXero({ switches: { voidedNumbers: 'free' } });
    control.createInvoice(seed);
    control.voidInvoice('NB1');
    expect(control.createInvoice(seed).status).toBe('AUTHORISED');
  });

  test.each([
    ['creates', 2, ['AUTHORISED', 'DELETED']],
    ['revives', 1, ['DRAFT']],
  ] as const)('X6: postToDeleted %s', async (postToDeleted, count, statuses) => {
    const { control } = await startXero({ switches: { postToDeleted } });
    control.createInvoice({ ...seed, status: 'DRAFT' });
    control.deleteInvoice('NB1');
    control.upsertInvoice(seed);
    expect(control.invoices()).toHaveLength(count);
    if (postToDeleted === 'creates') {
      expect(
        control
          .invoices()
          .map(({ status }) => status)
          .sort(),
      ).toEqual(statuses);
    } else {
      expect(control.invoices()[0]).toMatchObject({ status: 'AUTHORISED', total: 4485n });
    }
  });

  test('two live invoices with one number are made by force alone', async () => {
    const { control } = await startXero();
    control.createInvoice(seed);
    control.forceInvoice({ ...seed, contact: 'Al Other', total: '5' });
    expect(control.invoices().map(({ number, status }) => [number, status])).toEqual([
      ['NB1', 'AUTHORISED'],
      ['NB1', 'AUTHORISED'],
    ]);
  });
});

describe('5: POST', () => {
  test('overwrites what is unpaid: the same invoice, another contact and total', async () => {
    const { control } = await startXero();
    const { id } = control.createInvoice(seed);
    const after = control.upsertInvoice({ ...seed, contact: 'Al Other', total: '12.50' });
    expect(after).toMatchObject({ id, total: 1250n, subTotal: 1136n, totalTax: 114n });
    expect(control.invoices()).toHaveLength(1);
  });

  test('is refused for what is paid or partly paid, and changes nothing', async () => {
    const { control } = await startXero();
    control.createInvoice(seed);
    control.addPayment({ document: 'NB1', amount: '1', date: '2026-11-25' });
    const before = control.invoices();
    expect(() => control.upsertInvoice({ ...seed, contact: 'Al Other', total: '12.50' })).toThrow(WRONG_STATUS);
    expect(control.invoices()).toEqual(before);
  });

  test('that is refused for a negative total changes nothing', async () => {
    const { control } = await startXero();
    control.createInvoice(seed);
    const before = control.invoices();
    expect(() => control.upsertInvoice({ ...seed, contact: 'Al Other', total: '-1' })).toThrow('greater than or equal');
    expect(control.invoices()).toEqual(before);
  });
});

describe('3.4: status', () => {
  test('PAID when nothing is due, AUTHORISED again when a payment is deleted, which stays in the list', async () => {
    const xero = await startXero();
    xero.control.createInvoice(seed);
    xero.control.addPayment({ document: 'NB1', amount: '40', date: '2026-11-25', reference: 'a' });
    expect(await rowsOf(xero, 'Invoices?page=1')).toMatchObject([
      { Status: 'AUTHORISED', AmountDue: 4.85, AmountPaid: 40 },
    ]);
    xero.control.addPayment({ document: 'NB1', amount: '4.85', date: '2026-11-26', reference: 'b' });
    expect(await rowsOf(xero, 'Invoices?page=1')).toMatchObject([{ Status: 'PAID', AmountDue: 0, AmountPaid: 44.85 }]);
    xero.control.deletePayment('b');
    const [row] = await rowsOf(xero, 'Invoices?page=1');
    expect(row).toMatchObject({ Status: 'AUTHORISED', AmountDue: 4.85 });
    expect(row).not.toHaveProperty('FullyPaidOnDate');
    expect((await column(xero, 'Payments?page=1', 'Status')).sort()).toEqual(['AUTHORISED', 'DELETED']);
  });

  test('what is voided is due nothing, keeps its total, and lists show no lines of it', async () => {
    const xero = await startXero();
    xero.control.createInvoice(seed);
    xero.control.voidInvoice('NB1');
    expect(await rowsOf(xero, 'Invoices?page=1')).toMatchObject([
      { Status: 'VOIDED', AmountDue: 0, AmountPaid: 0, Total: 44.85, LineItems: [] },
    ]);
    expect((await rowsOf(xero, 'Invoices/NB1'))[0]?.['LineItems']).toHaveLength(1);
  });

  test('only what has neither payments nor credits is voided, only drafts are deleted', async () => {
    const { control } = await startXero();
    control.createInvoice(seed);
    expect(() => control.deleteInvoice('NB1')).toThrow(WRONG_STATUS);
    control.addPayment({ document: 'NB1', amount: '1', date: '2026-11-25' });
    expect(() => control.voidInvoice('NB1')).toThrow(WRONG_STATUS);
    control.createInvoice({ ...seed, number: 'NB2', status: 'DRAFT' });
    expect(() => control.voidInvoice('NB2')).toThrow(WRONG_STATUS);
    expect(control.deleteInvoice('NB2').status).toBe('DELETED');
  });

  test.each([
    ['authorised', 'AUTHORISED'],
    ['paid', 'PAID'],
  ] as const)('I: zeroTotal %s', async (zeroTotal, status) => {
    const { control } = await startXero({ switches: { zeroTotal } });
    expect(control.createInvoice({ ...seed, total: '0' }).status).toBe(status);
  });

  test('a status that no document names can be planted', async () => {
    const xero = await startXero();
    xero.control.createInvoice(seed);
    xero.control.setStatus('NB1', 'PONDERED');
    expect(await column(xero, 'Invoices?page=1', 'Status')).toEqual(['PONDERED']);
  });
});

describe('5: money', () => {
  test('a payment is at most what is due, and to an account that takes payments', async () => {
    const { control } = await startXero();
    control.createInvoice(seed);
    const payment = { document: 'NB1', amount: '44.86', date: '2026-11-25' };
    expect(() => control.addPayment(payment)).toThrow('exceeds the amount outstanding');
    expect(() => control.addPayment({ ...payment, amount: '1', account: '200' })).toThrow('Account type is invalid');
    expect(() => control.addPayment({ ...payment, document: 'NB9' })).toThrow('Document could not be found');
  });

  test('one that equals another in all is a second one: nothing stops double payments', async () => {
    const { control } = await startXero();
    control.createInvoice(seed);
    const payment = { document: 'NB1', amount: '10', date: '2026-11-25', reference: 'ch_1' };
    control.addPayment(payment);
    control.addPayment(payment);
    expect(control.payments()).toHaveLength(2);
  });

  test('3.5: credit is what remains, was allocated and was refunded; AUTHORISED until nothing remains', async () => {
    const xero = await startXero();
    const { control } = xero;
    control.createInvoice(seed);
    control.addCreditNote({ number: '77', contact: 'Jo Example', date: '2026-11-26', total: '30' });
    control.allocate('77', 'NB1', '20', '2026-11-26');
    expect(() => control.allocate('77', 'NB1', '10.01', '2026-11-26')).toThrow('more than is outstanding');
    expect(await rowsOf(xero, 'CreditNotes?page=1')).toMatchObject([{ Status: 'AUTHORISED', RemainingCredit: 10 }]);
    control.addPayment({ document: '77', amount: '10', date: '2026-11-27', account: '090' });
    expect(await rowsOf(xero, 'CreditNotes?page=1')).toMatchObject([
      { Status: 'PAID', RemainingCredit: 0, Total: 30, Payments: [{ Amount: 10 }] },
    ]);
    expect(await rowsOf(xero, 'Invoices?page=1')).toMatchObject([
      { AmountDue: 24.85, AmountCredited: 20, AmountPaid: 0 },
    ]);
  });

  test('credit notes have numbers of their own, unique among themselves', async () => {
    const { control } = await startXero();
    control.createInvoice(seed);
    const note = { number: 'NB1', contact: 'Jo Example', date: '2026-11-26', total: '5' };
    control.addCreditNote(note);
    expect(() => control.addCreditNote(note)).toThrow('Credit Note # must be unique.');
  });
});

describe('5: arithmetic', () => {
  const ofLines = async (
    unitAmounts: readonly string[],
    lineAmountTypes: 'Inclusive' | 'Exclusive',
    half = 'half-up',
  ) => {
    const { control } = await startXero({ switches: { midpoint: half as 'half-up' } });
    const lines = unitAmounts.map((unitAmount) => ({ unitAmount }));
    const { total: _total, ...rest } = seed;
    const { subTotal, totalTax, total } = control.createInvoice({ ...rest, lineAmountTypes, lines });
    return [subTotal, totalTax, total].map(Number);
  };

  test('tax is rounded by line and summed', async () => {
    expect(await ofLines(['3.50', '3.50'], 'Inclusive')).toEqual([636, 64, 700]);
    expect(await ofLines(['0.95', '0.95', '0.95'], 'Exclusive')).toEqual([285, 30, 315]);
    // On the total it would be 29.
  });

  test.each([
    ['half-up', [25, 3, 28]],
    ['half-even', [25, 2, 27]],
  ])('X15: midpoint %s', async (half, expected) => {
    expect(await ofLines(['0.25'], 'Exclusive', half)).toEqual(expected);
  });

  test('sums that binary numbers can not hold stay exact', async () => {
    expect(
      (
        await ofLines(
          Array.from({ length: 10 }, () => '0.10'),
          'Inclusive',
        )
      )[2],
    ).toBe(100);
  });

  test('a discount is taken from the line, a rate and an amount alike', async () => {
    const xero = await startXero();
    const lines = [
      { unitAmount: '14.95', quantity: '3', discountRate: '7.5' },
      { unitAmount: '10', discountAmount: '2.5', taxType: 'EXEMPTOUTPUT' },
    ];
    const { total: _total, ...rest } = seed;
    xero.control.createInvoice({ ...rest, lines });
    expect((await rowsOf(xero, 'Invoices/NB1'))[0]).toMatchObject({
      Total: 48.99,
      TotalTax: 3.77,
      IsDiscounted: true,
      LineItems: [
        { LineAmount: 41.49, DiscountRate: 7.5, DiscountAmount: 3.36 },
        { LineAmount: 7.5, TaxAmount: 0, DiscountAmount: 2.5 },
      ],
    });
    const [listed] = await rowsOf(xero, 'Invoices?page=1');
    expect(inner(listed, 'LineItems')).toMatchObject([{ DiscountRate: 7.5 }, { Quantity: 1 }]);
    for (const line of inner(listed, 'LineItems')) expect(line).not.toHaveProperty('DiscountAmount');
  });

  test('RoundingAmount adjusts the total without a line', async () => {
    const xero = await startXero();
    xero.control.createInvoice({ ...seed, roundingAmount: '-0.05' });
    expect(await rowsOf(xero, 'Invoices?page=1')).toMatchObject([{ Total: 44.8, RoundingAmount: -0.05 }]);
  });
});

describe('5: lock dates', () => {
  test.each([
    [{ periodLockDate: '2026-11-24' }, 'period lock date'],
    [{ endOfYearLockDate: '2026-11-24' }, 'end of year lock date'],
  ])('%j: what is dated on or before it is refused, drafts pass', async (lock, words) => {
    const { control } = await startXero();
    control.createInvoice({ ...seed, number: 'NB0' });
    control.setOrganisation(lock);
    expect(() => control.createInvoice(seed)).toThrow(words);
    expect(() => control.voidInvoice('NB0')).toThrow(words);
    expect(() => control.addPayment({ document: 'NB0', amount: '1', date: '2026-11-24' })).toThrow(words);
    expect(() => control.addCreditNote({ number: '1', contact: 'Jo Example', date: '2026-11-24', total: '1' })).toThrow(
      words,
    );
    control.createInvoice({ ...seed, status: 'DRAFT' });
    expect(() => control.approveInvoice('NB1')).toThrow(words);
    control.createInvoice({ ...seed, number: 'NB2', date: '2026-11-25' });
    control.setOrganisation({ periodLockDate: null, endOfYearLockDate: null });
    expect(control.approveInvoice('NB1').status).toBe('AUTHORISED');
  });
});

describe('3.8: contacts', () => {
  test('names are unique among the active ones, and a new name in an invoice makes a contact', async () => {
    const { control } = await startXero();
    control.createInvoice(seed);
    expect(() => control.addContact({ name: 'jo example' })).toThrow('already assigned to another contact');
    control.archiveContact('Jo Example');
    control.addContact({ name: 'Jo Example' });
    expect(control.contacts()).toHaveLength(2);
  });

  test('an archived one blocks new documents', async () => {
    const { control } = await startXero();
    const { id } = control.addContact({ name: 'Jo Example' });
    control.archiveContact(id);
    expect(() => control.createInvoice({ ...seed, contact: { id } })).toThrow('has been archived');
  });

  test('a merge takes the documents along', async () => {
    const { control } = await startXero();
    control.createInvoice(seed);
    control.addContact({ name: 'Al Other' });
    const survivor = control.mergeContacts('Jo Example', 'Al Other');
    expect(control.invoices()).toMatchObject([{ contactId: survivor.id }]);
  });

  test('a change of the name leaves number and address as they are', async () => {
    const { control } = await startXero();
    control.addContact({ name: 'Jo Example', number: 'jo', email: 'jo@example.com' });
    expect(control.changeContact('Jo Example', { name: 'J. Example' })).toMatchObject({
      number: 'jo',
      email: 'jo@example.com',
    });
  });
});

test('plants: a twin under another number, a shifted tax, another contact, day and currency', async () => {
  const { control } = await startXero();
  const one = control.createInvoice(seed);
  expect(control.twinInvoice('NB1', 'INV-7', 'NB1')).toMatchObject({
    number: 'INV-7',
    reference: 'NB1',
    contactId: one.contactId,
    total: 4485n,
    date: one.date,
  });
  expect(control.shiftTax('NB1', 1)).toMatchObject({ totalTax: one.totalTax + 1n, total: one.total });
  const changed = control.changeInvoice('NB1', { contact: 'Al Other', date: '2026-11-30', currency: 'NZD' });
  expect(changed).toMatchObject({ date: '2026-11-30', currency: 'NZD', total: 4485n });
  expect(changed.contactId).not.toBe(one.contactId);
});

test('a draft that a person has approved does not become a draft again by POST', async () => {
  const { control } = await startXero();
  control.createInvoice({ ...seed, status: 'DRAFT' });
  control.approveInvoice('NB1');
  expect(control.upsertInvoice({ ...seed, status: 'DRAFT', total: '5' })).toMatchObject({
    status: 'AUTHORISED',
    total: 500n,
  });
});
