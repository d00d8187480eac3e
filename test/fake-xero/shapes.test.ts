import { expect, test } from 'vitest';
import type { FakeXero } from '../../src/fake-xero/index.ts';
import { get, getJson, inner, rowsOf, startXero } from './support/organisation.ts';

/** The fields of each reply as the reference's samples have them, in their order (its section 4). */
const INVOICE =
  'Type InvoiceID InvoiceNumber Reference Payments CreditNotes Prepayments Overpayments AmountDue AmountPaid ' +
  'AmountCredited SentToContact CurrencyRate IsDiscounted HasAttachments HasErrors Contact DateString Date ' +
  'DueDateString DueDate Status LineAmountTypes LineItems SubTotal TotalTax Total UpdatedDateUTC UpdatedDateUTCString ' +
  'CurrencyCode FullyPaidOnDate';
const SUMMARY =
  'Type InvoiceID InvoiceNumber Reference AmountDue AmountPaid AmountCredited SentToContact CurrencyRate IsDiscounted ' +
  'HasErrors Contact DateString Date DueDateString DueDate Status LineAmountTypes SubTotal TotalTax Total ' +
  'UpdatedDateUTC UpdatedDateUTCString CurrencyCode FullyPaidOnDate';
const LINE =
  'ItemCode Description UnitAmount TaxType TaxAmount LineAmount AccountCode Tracking Quantity LineItemID ValidationErrors';
const CREDIT_NOTE =
  'CreditNoteID CreditNoteNumber ID Payments HasErrors CurrencyRate Type Reference SentToContact RemainingCredit ' +
  'Allocations HasAttachments Contact DateString Date Status LineAmountTypes LineItems SubTotal TotalTax Total ' +
  'UpdatedDateUTC UpdatedDateUTCString CurrencyCode FullyPaidOnDate';
const OVERPAYMENT =
  'OverpaymentID ID Type Reference CurrencyRate RemainingCredit Allocations Payments HasAttachments Contact DateString ' +
  'Date Status LineAmountTypes LineItems SubTotal TotalTax Total UpdatedDateUTC UpdatedDateUTCString CurrencyCode';
const PAYMENT =
  'PaymentID Date BankAmount Amount Reference CurrencyRate PaymentType Status UpdatedDateUTC UpdatedDateUTCString ' +
  'HasAccount IsReconciled Account Invoice HasValidationErrors';
const CONTACT =
  'ContactID ContactNumber ContactStatus Name FirstName LastName EmailAddress BankAccountDetails Addresses Phones ' +
  'UpdatedDateUTC ContactGroups IsSupplier IsCustomer SalesTrackingCategories PurchasesTrackingCategories ' +
  'ContactPersons HasValidationErrors';
const ORGANISATION =
  'Name LegalName PaysTax Version OrganisationType BaseCurrency CountryCode IsDemoCompany OrganisationStatus TaxNumber ' +
  'FinancialYearEndDay FinancialYearEndMonth SalesTaxBasis SalesTaxPeriod DefaultSalesTax DefaultPurchasesTax ' +
  'PeriodLockDate EndOfYearLockDate CreatedDateUTC OrganisationEntityType Timezone ShortCode OrganisationID Edition ' +
  'Class Addresses Phones ExternalLinks PaymentTerms';
const TAX_RATE =
  'Name TaxType ReportTaxType CanApplyToAssets CanApplyToEquity CanApplyToExpenses CanApplyToLiabilities ' +
  'CanApplyToRevenue DisplayTaxRate EffectiveRate Status TaxComponents';
const ACCOUNT =
  'AccountID Code Name Status Type TaxType Class EnablePaymentsToAccount SystemAccount HasAttachments UpdatedDateUTC';

/** An invoice of 330.00, settled by a payment, a credit note and a part of an overpayment. */
async function settled(): Promise<FakeXero> {
  const xero = await startXero();
  const { control } = xero;
  control.addContact({ name: 'Tents for Hire', number: 'hire', firstName: 'Robin', email: 'robin@example.com' });
  const lines = [{ itemCode: 'RACK', description: 'Roof rack', unitAmount: '330' }];
  control.createInvoice({ number: 'NB5', contact: 'Tents for Hire', date: '2026-11-25', lines });
  control.addPayment({ document: 'NB5', amount: '295', date: '2026-11-25', reference: 'NB-ch_3' });
  control.addCreditNote({
    number: 'NB77',
    contact: 'Tents for Hire',
    date: '2026-11-26',
    lines: [{ ...lines[0], unitAmount: '30' }],
  });
  control.addOverpayment({ contact: 'Tents for Hire', date: '2026-11-25', total: '7.5', reference: 'NB-OP-1' });
  control.allocate('NB77', 'NB5', '30', '2026-11-26');
  control.allocate('NB-OP-1', 'NB5', '5', '2026-11-26');
  control.setOrganisation({ periodLockDate: '2026-09-30', endOfYearLockDate: '2026-06-30' });
  return xero;
}

test.each([
  ['Invoices?page=1', INVOICE],
  ['Invoices?summaryOnly=true', SUMMARY],
  ['Invoices/NB5', INVOICE],
  ['CreditNotes?page=1', CREDIT_NOTE],
  ['Overpayments?page=1', OVERPAYMENT],
  ['Payments?page=1', PAYMENT],
  ['Contacts?page=1', CONTACT],
  ['Organisation', ORGANISATION],
  ['TaxRates', TAX_RATE],
  ['Accounts', ACCOUNT],
])('4: %s has the fields of the sample, in its order', async (path, fields) => {
  const [row] = await rowsOf(await settled(), path);
  expect(Object.keys(row ?? {}).join(' ')).toBe(fields);
});

test('4: a line has the fields of the sample', async () => {
  const xero = await settled();
  for (const path of ['Invoices?page=1', 'CreditNotes?page=1']) {
    const [row] = await rowsOf(xero, path);
    const [line] = inner(row, 'LineItems');
    expect(Object.keys(line ?? {}).join(' ')).toBe(LINE);
  }
});

test('3.3: a single invoice shows what settled it, each part by itself, and the whole contact', async () => {
  const [row] = await rowsOf(await settled(), 'Invoices/NB5');
  expect(row).toMatchObject({
    Status: 'PAID',
    AmountDue: 0,
    AmountPaid: 295,
    AmountCredited: 35,
    Payments: [{ Amount: 295, Reference: 'NB-ch_3' }],
    CreditNotes: [{ CreditNoteNumber: 'NB77', AppliedAmount: 30, Total: 30 }],
    Overpayments: [{ AppliedAmount: 5, Total: 7.5 }],
    Contact: { ContactNumber: 'hire', EmailAddress: 'robin@example.com' },
    FullyPaidOnDate: `/Date(${Date.UTC(2026, 10, 26)}+0000)/`,
  });
});

test('3.1: amounts are numbers with at least one decimal, never text', async () => {
  const text = await (await get(await settled(), 'Invoices/NB5')).text();
  for (const part of [
    '"Total":330.0,',
    '"AmountDue":0.0,',
    '"CurrencyRate":1.0',
    '"Quantity":1.0',
    '"TaxAmount":30.0,',
  ]) {
    expect(text).toContain(part);
  }
});

test('3.2: dates are midnight UTC with a text beside, instants are UTC milliseconds', async () => {
  const xero = await settled();
  const [row] = await rowsOf(xero, 'Invoices?page=1');
  expect(row).toMatchObject({
    DateString: '2026-11-25T00:00:00',
    Date: `/Date(${Date.UTC(2026, 10, 25)}+0000)/`,
    UpdatedDateUTC: `/Date(${xero.now()}+0000)/`,
    UpdatedDateUTCString: '2026-11-27T20:00:00Z',
  });
  expect((await getJson(xero, 'Organisation'))['DateTimeUTC']).toBe(`/Date(${xero.now()})/`);
});

test.each([
  ['zulu', '2026-11-27T20:00:00Z'],
  ['absent', undefined],
  ['bare', '2026-11-27T20:00:00'],
  ['offset', '2026-11-27T20:00:00+00:00'],
  ['space', '2026-11-27 20:00:00'],
] as const)('3.2: updatedString %s', async (updatedString, expected) => {
  const xero = await settled();
  xero.switches.updatedString = updatedString;
  expect((await rowsOf(xero, 'Invoices?page=1'))[0]?.['UpdatedDateUTCString']).toBe(expected);
});

test.each([
  ['utc-midnight', Date.UTC(2026, 8, 30)],
  // 30 September begins in Sydney at 14:00 UTC on the day before.
  ['local-midnight', Date.UTC(2026, 8, 29, 14)],
] as const)('X9: lockDates %s', async (lockDates, expected) => {
  const xero = await settled();
  xero.switches.lockDates = lockDates;
  expect((await rowsOf(xero, 'Organisation'))[0]).toMatchObject({ PeriodLockDate: `/Date(${expected}+0000)/` });
});

test('3.9: lock dates that are not set are absent, and a demo company says so twice', async () => {
  const xero = await startXero({ organisation: { isDemoCompany: true } });
  const [row] = await rowsOf(xero, 'Organisation');
  expect(row).not.toHaveProperty('PeriodLockDate');
  expect(row).not.toHaveProperty('EndOfYearLockDate');
  expect(row).toMatchObject({ IsDemoCompany: true, Class: 'DEMO' });
});

test('3.9: the rounding account is the one with SystemAccount ROUNDING', async () => {
  const rows = await rowsOf(await startXero(), 'Accounts');
  expect(rows.filter(({ SystemAccount }) => SystemAccount === 'ROUNDING')).toHaveLength(1);
});

test('3.6: a refund of a credit note is a payment whose Invoice is the credit note', async () => {
  const xero = await settled();
  xero.control.addCreditNote({ number: 'NB78', contact: 'Tents for Hire', date: '2026-11-26', total: '17' });
  xero.control.addPayment({ document: 'NB78', amount: '17', date: '2026-11-27', account: '090' });
  const refund = (await rowsOf(xero, 'Payments?page=1')).find(({ Amount }) => Amount === 17);
  expect(refund).toMatchObject({
    PaymentType: 'ARCREDITPAYMENT',
    Invoice: { Type: 'ACCRECCREDIT', InvoiceNumber: 'NB78' },
  });
  // A bank account may have no code.
  expect(refund?.['Account']).not.toHaveProperty('Code');
});

test.each([
  ['all-belongings', false],
  ['lines-and-payments', true],
] as const)('X8: summaryDrops %s', async (summaryDrops, isThere) => {
  const xero = await settled();
  xero.switches.summaryDrops = summaryDrops;
  const [row] = await rowsOf(xero, 'Invoices?summaryOnly=true');
  for (const name of ['LineItems', 'Payments', 'HasAttachments']) expect(row).not.toHaveProperty(name);
  expect(Object.hasOwn(row ?? {}, 'CreditNotes')).toBe(isThere);
});

test.each([
  ['contactNumberInLists', 'present', (row: object) => expect(row).toHaveProperty('Contact.ContactNumber', 'hire')],
  ['strangeFields', 'present', (row: object) => expect(row).toHaveProperty('NewsOfNextYear')],
] as const)('%s %s', async (name, setting, holds) => {
  const xero = await settled();
  const [usual] = await rowsOf(xero, 'Invoices?page=1');
  expect(() => holds(usual ?? {})).toThrow();
  Object.assign(xero.switches, { [name]: setting });
  const [row] = await rowsOf(xero, 'Invoices?page=1');
  holds(row ?? {});
});

test('X14: what was deleted shows in an invoice and a credit by switch alone', async () => {
  const xero = await settled();
  const [allocation] = inner((await rowsOf(xero, 'CreditNotes?page=1'))[0], 'Allocations');
  xero.control.removeAllocation(String(allocation?.['AllocationID']));
  xero.control.deletePayment('NB-ch_3');
  expect((await rowsOf(xero, 'Invoices?page=1'))[0]).toMatchObject({
    Payments: [],
    CreditNotes: [],
    Status: 'AUTHORISED',
  });
  expect((await rowsOf(xero, 'CreditNotes?page=1'))[0]).toMatchObject({ Allocations: [], RemainingCredit: 30 });
  xero.switches.deletedPaymentsInInvoices = 'kept';
  xero.switches.deletedAllocations = 'kept';
  expect((await rowsOf(xero, 'Invoices?page=1'))[0]).toMatchObject({ Payments: [{ Amount: 295 }] });
  expect((await rowsOf(xero, 'CreditNotes?page=1'))[0]).toMatchObject({
    Allocations: [{ Amount: 30, IsDeleted: true }],
  });
});

test('3.9: History tells who made, approved and overwrote an invoice, with its earlier contact and total', async () => {
  const xero = await startXero();
  xero.control.createInvoice({ number: 'NB1', contact: 'Jo Example', date: '2026-11-24', total: '44.80' });
  xero.advance(60);
  xero.control.upsertInvoice({ number: 'NB1', contact: 'Al Other', date: '2026-11-26', total: '12' }, 'Another App');
  const [{ id } = { id: '' }] = xero.control.invoices();
  const reply = await getJson(xero, `Invoices/${id}/History`);
  const second = { DateUTCString: '2026-11-27T20:00:00', User: 'System Generated' };
  expect(reply['HistoryRecords']).toMatchObject([
    { Changes: 'Updated', Details: 'Received through the Xero API from Another App' },
    { ...second, Changes: 'Approved', Details: 'NB1 to Jo Example for 44.80.' },
    { ...second, Changes: 'Created', Details: expect.stringContaining('Received through the Xero API from') },
  ]);
});

test('X17: historyScope journals refuses History to whom the document is shown', async () => {
  const xero = await settled();
  expect((await get(xero, 'Invoices/NB5/History')).status).toBe(200);
  xero.switches.historyScope = 'journals';
  expect((await get(xero, 'Invoices/NB5/History')).status).toBe(401);
  expect((await get(xero, 'Invoices/NB5')).status).toBe(200);
});

test.each(['Invoices/6d5ffb5e-0000-5000-a000-000000000000', 'Invoices/x/History', 'Nothing', 'Invoices/x/y/z'])(
  '3.10: %s is answered with 404 as text',
  async (path) => {
    const response = await get(await startXero(), path);
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toContain('text/plain');
    expect(await response.text()).toBe("The resource you're looking for cannot be found");
  },
);
