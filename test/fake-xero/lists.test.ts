import { expect, test } from 'vitest';
import type { FakeXero } from '../../src/fake-xero/index.ts';
import { column, get, getJson, rowsOf, START, startXero, where } from './support/organisation.ts';

async function withInvoices(count: number): Promise<FakeXero> {
  const xero = await startXero();
  for (let number = 1; number <= count; number += 1) {
    xero.control.createInvoice({ number: `N${number}`, contact: 'Jo Example', date: '2026-11-20', total: '11' });
    xero.advance(1);
  }
  return xero;
}

test('3.1: a page says which one it is, and of how many', async () => {
  const xero = await withInvoices(5);
  const reply = await getJson(xero, 'Invoices?page=2&pageSize=2');
  expect(Object.keys(reply)).toEqual(['Id', 'Status', 'ProviderName', 'DateTimeUTC', 'pagination', 'Invoices']);
  expect(reply['pagination']).toEqual({ page: 2, pageSize: 2, pageCount: 3, itemCount: 5 });
  expect(await column(xero, 'Invoices?page=2&pageSize=2', 'InvoiceNumber')).toEqual(['N3', 'N4']);
});

test('3.1: past the last page comes an empty one', async () => {
  const xero = await withInvoices(3);
  expect(await rowsOf(xero, 'Invoices?page=2&pageSize=3')).toEqual([]);
});

test.each([
  ['page=0&pageSize=5000', { page: 1, pageSize: 1000 }],
  ['pageSize=0', { page: 1, pageSize: 1 }],
  ['page=1', { page: 1, pageSize: 100 }],
])('3.1: %s is moved into range', async (query, expected) => {
  const xero = await withInvoices(1);
  expect((await getJson(xero, `Invoices?${query}`))['pagination']).toMatchObject(expected);
});

test('3.1: an unpaged list has no lines and only the name of a contact', async () => {
  const xero = await withInvoices(1);
  const reply = await getJson(xero, 'Invoices');
  expect(reply).not.toHaveProperty('pagination');
  expect(reply['Invoices']).toMatchObject([
    { LineItems: [], Contact: { ContactID: expect.any(String), Name: 'Jo Example' } },
  ]);
  const [row] = await rowsOf(xero, 'Invoices');
  expect(Object.keys(row?.['Contact'] ?? {})).toEqual(['ContactID', 'Name']);
});

test('3.3: nothing found is HTTP 200 with an empty list', async () => {
  const xero = await withInvoices(1);
  expect(await getJson(xero, 'Invoices?InvoiceNumbers=N9&page=1&pageSize=1000')).toMatchObject({
    pagination: { page: 1, pageSize: 1000, pageCount: 0, itemCount: 0 },
    Invoices: [],
  });
});

test.each(['html', 'text'] as const)('2: a query beyond 2,048 characters is answered with 404 (%s)', async (form) => {
  const xero = await startXero({ switches: { queryTooLong: form } });
  const list = (length: number) => `Invoices?InvoiceNumbers=${'N'.repeat(length - 'InvoiceNumbers='.length)}`;
  expect((await get(xero, list(2048))).status).toBe(200);
  const response = await get(xero, list(2049));
  expect(response.status).toBe(404);
  expect(await response.text()).toContain(
    form === 'html' ? '404.15' : "The resource you're looking for cannot be found",
  );
});

test('3.1: a list of numbers may be encoded, raw or repeated', async () => {
  const xero = await withInvoices(3);
  for (const query of ['InvoiceNumbers=N1,N3', 'InvoiceNumbers=N1%2CN3', 'InvoiceNumbers=N1&InvoiceNumbers=N3']) {
    expect(await column(xero, `Invoices?${query}&page=1`, 'InvoiceNumber')).toEqual(['N1', 'N3']);
  }
});

test('3.3: IDs, ContactIDs and Statuses filter', async () => {
  const xero = await withInvoices(2);
  const other = xero.control.createInvoice({
    number: 'N9',
    contact: 'Al Other',
    date: '2026-11-20',
    total: '5',
    status: 'DRAFT',
  });
  for (const query of [`IDs=${other.id}`, `ContactIDs=${other.contactId}`, 'Statuses=DRAFT,SUBMITTED']) {
    expect(await column(xero, `Invoices?${query}`, 'InvoiceNumber')).toEqual(['N9']);
  }
});

test('3.1: createdByMyApp brings nothing, since another app made what is there', async () => {
  const xero = await withInvoices(2);
  expect(await rowsOf(xero, 'Invoices?createdByMyApp=true')).toEqual([]);
});

test.each([
  ['Type=="ACCREC" AND Date >= DateTime(2026,11,02) AND Date < DateTime(2026, 11, 30)', ['N2', 'N3']],
  ['Type=="ACCPAY"||InvoiceNumber=="N1"', ['N1', 'B1']],
  ['(Status=="DRAFT" OR Total>=100) && Type!="ACCPAY"', ['N2', 'N3']],
  ['Contact.Name=="Jo Example" and AmountDue > 0.5', ['N1', 'N3']],
  ['Contact.ContactNumber != null', ['N2']],
  ['Contact.ContactNumber == null AND Type=="ACCREC"', ['N1', 'N3']],
  ['InvoiceNumber=="n1"', []],
])('3.1: where %s', async (text, expected) => {
  const xero = await startXero();
  xero.control.addContact({ name: 'Al Other', number: 'al' });
  const seed = { contact: 'Jo Example', date: '2026-11-01', total: '11' };
  xero.control.createInvoice({ ...seed, number: 'N1' });
  xero.control.createInvoice({ ...seed, number: 'N2', date: '2026-11-02', total: '100', contact: 'Al Other' });
  xero.control.createInvoice({ ...seed, number: 'N3', date: '2026-11-29', status: 'DRAFT' });
  xero.control.createInvoice({ ...seed, number: 'B1', type: 'ACCPAY', contact: 'A Supplier' });
  const found = await column(xero, `Invoices?${where(text)}&page=1`, 'InvoiceNumber');
  expect(found.sort()).toEqual(expected.sort());
});

test('3.1: where takes ids as guid("…"), also of a contact', async () => {
  const xero = await withInvoices(1);
  const [{ id, contactId } = { id: '', contactId: '' }] = xero.control.invoices();
  expect(await rowsOf(xero, `Invoices?${where(`InvoiceID==guid("${id}")`)}`)).toHaveLength(1);
  expect(await rowsOf(xero, `Invoices?${where(`Contact.ContactID==guid("${contactId}")`)}`)).toHaveLength(1);
});

test.each([
  'Type="ACCREC"',
  "Type=='ACCREC'",
  'Type=="ACCREC',
  'Colour=="red"',
  'Date >= "2026-11-01"',
  'Type=="ACCREC" AND',
  'Total >> 3',
  'Date >= DateTime(2026)',
])('3.10: where %s is answered with 400 QueryParseException', async (text) => {
  const xero = await withInvoices(1);
  const response = await get(xero, `Invoices?${where(text)}`);
  expect([response.status, await response.json()]).toEqual([
    400,
    { ErrorNumber: 16, Type: 'QueryParseException', Message: expect.any(String) },
  ]);
});

test('8: a where that is not encoded is refused', async () => {
  const xero = await withInvoices(1);
  expect((await get(xero, 'Invoices?where=Type==%22ACCREC%22')).status).toBe(400);
});

test('3.1: order sorts, ASC unless said otherwise', async () => {
  const xero = await withInvoices(3);
  const sortedBy = (order: string) => column(xero, `Invoices?order=${encodeURIComponent(order)}`, 'InvoiceNumber');
  expect(await sortedBy('InvoiceNumber DESC')).toEqual(['N3', 'N2', 'N1']);
  expect(await sortedBy('Date, InvoiceNumber')).toEqual(['N1', 'N2', 'N3']);
  expect((await get(xero, 'Invoices?order=Colour')).status).toBe(400);
});

test('3.1: by default the latest change comes last, so a record that changes while one pages jumps to the end', async () => {
  const xero = await withInvoices(3);
  xero.control.changeInvoice('N1', { reference: 'x' });
  expect(await column(xero, 'Invoices?page=1', 'InvoiceNumber')).toEqual(['N2', 'N3', 'N1']);
});

const second = (offset: number) => new Date(START + offset * 1000).toISOString().slice(0, 19);

test('3.1: If-Modified-Since brings what changed since that second', async () => {
  const xero = await withInvoices(3);
  const since = (offset: number) =>
    column(xero, 'Invoices?page=1', 'InvoiceNumber', { 'if-modified-since': second(offset) });
  expect(await since(1)).toEqual(['N2', 'N3']);
  expect(await since(3)).toEqual([]);
  xero.control.addPayment({ document: 'N1', amount: '11', date: '2026-11-21' });
  expect(await since(3)).toEqual(['N1']);
});

test.each([
  ['inclusive', ['N1']],
  ['exclusive', []],
] as const)('X16: modifiedSinceBoundary %s', async (modifiedSinceBoundary, expected) => {
  const xero = await startXero({ switches: { modifiedSinceBoundary } });
  xero.control.createInvoice({ number: 'N1', contact: 'Jo Example', date: '2026-11-20', total: '11' });
  const headers = { 'if-modified-since': second(0) };
  expect(await column(xero, 'Invoices?page=1', 'InvoiceNumber', headers)).toEqual(expected);
});

test.each([
  ['ignored', 200],
  ['refused', 412],
] as const)('X16: malformedModifiedSince %s', async (malformedModifiedSince, status) => {
  const xero = await startXero({ switches: { malformedModifiedSince } });
  expect((await get(xero, 'Invoices', { 'if-modified-since': 'yesterday' })).status).toBe(status);
});

test('3.1: a due day that a person moves on a partly paid invoice is not told by If-Modified-Since', async () => {
  const xero = await withInvoices(2);
  xero.control.addPayment({ document: 'N1', amount: '1', date: '2026-11-21' });
  xero.advance(10);
  xero.control.moveDueDate('N1', '2026-12-31');
  xero.control.moveDueDate('N2', '2026-12-31');
  const headers = { 'if-modified-since': second(10) };
  expect(await column(xero, 'Invoices?page=1', 'InvoiceNumber', headers)).toEqual(['N2']);
});

test('3.1: archived contacts come only with includeArchived, and a merged one names its survivor', async () => {
  const xero = await startXero();
  const old = xero.control.addContact({ name: 'Jo Example (old)', number: 'jo' });
  const survivor = xero.control.addContact({ name: 'Jo Example', number: 'jo2' });
  xero.control.mergeContacts(old.id, survivor.id);
  expect(await column(xero, 'Contacts?page=1', 'Name')).toEqual(['Jo Example']);
  expect(await rowsOf(xero, 'Contacts?page=1&includeArchived=true&order=ContactNumber')).toMatchObject([
    { ContactStatus: 'ARCHIVED', ContactNumber: 'jo', MergedToContactID: survivor.id },
    { ContactStatus: 'ACTIVE', ContactNumber: 'jo2' },
  ]);
});

test('3.1: unitdp=4 shows four decimals of a unit price, and totals stay at two', async () => {
  const xero = await startXero();
  const lines = [{ quantity: '3', unitAmount: '1.2345' }];
  xero.control.createInvoice({ number: 'N1', contact: 'Jo Example', date: '2026-11-20', lines });
  const text = async (query: string) => (await get(xero, `Invoices?page=1${query}`)).text();
  expect(await text('')).toContain('"UnitAmount":1.23,');
  expect(await text('&unitdp=4')).toContain('"UnitAmount":1.2345,');
  expect(await text('&unitdp=4')).toContain('"Total":3.7,');
});

test.each([
  ['exact', []],
  ['ignored', ['NB1']],
] as const)('X12: numberCase %s', async (numberCase, expected) => {
  const xero = await startXero({ switches: { numberCase } });
  xero.control.createInvoice({ number: 'NB1', contact: 'Jo Example', date: '2026-11-20', total: '11' });
  expect(await column(xero, 'Invoices?InvoiceNumbers=nb1', 'InvoiceNumber')).toEqual(expected);
});

test.each([
  ['whole', ['N1']],
  ['beginning', ['N1', 'N11']],
] as const)('X12: numberMatch %s', async (numberMatch, expected) => {
  const xero = await startXero({ switches: { numberMatch } });
  for (const number of ['N1', 'N11']) {
    xero.control.createInvoice({ number, contact: 'Jo Example', date: '2026-11-20', total: '11' });
  }
  expect((await column(xero, 'Invoices?InvoiceNumbers=N1', 'InvoiceNumber')).sort()).toEqual(expected);
});

test.each([
  ['shown', ['DELETED']],
  ['hidden', []],
] as const)('X7: deletedInLists %s', async (deletedInLists, expected) => {
  const xero = await startXero({ switches: { deletedInLists } });
  const seed = { number: 'N1', contact: 'Jo Example', date: '2026-11-20', total: '11', status: 'DRAFT' } as const;
  const { id } = xero.control.createInvoice(seed);
  xero.control.deleteInvoice('N1');
  expect(await column(xero, 'Invoices?InvoiceNumbers=N1', 'Status')).toEqual(expected);
  expect(await column(xero, `Invoices/${id}`, 'Status')).toEqual(['DELETED']);
});
