import type { Instant, LocalDate } from '../model/time.ts';
import type { AskOptions, XeroClient } from './client.ts';
import { lockDayIn, momentIn, timeZoneOf } from './dates.ts';
import { xeroError } from './errors.ts';
import { inHalves, listsOf, readBothWays, readPages } from './lists.ts';
import {
  readRecord,
  type XeroContact,
  type XeroCredit,
  type XeroHistory,
  type XeroInvoice,
  type XeroOrganisation,
  type XeroOverpayment,
  type XeroPayment,
  xeroContactSchema,
  xeroCreditSchema,
  xeroHistorySchema,
  xeroInvoiceSchema,
  xeroOrganisationSchema,
  xeroOverpaymentSchema,
  xeroPaymentSchema,
} from './records.ts';

/** Days of the books, both included. */
export interface BookDays {
  readonly from: LocalDate;
  readonly to: LocalDate;
}

const invoice = readRecord(xeroInvoiceSchema, 'Invoices');
const BY_ID = (name: string) => ['order', `${name} ASC`] as const;
/** Without lines and payments, which a fifth of the bytes would not be enough for. */
const SUMMARY = ['summaryOnly', 'true'] as const;

/** Numbers asked for at once. */
const NUMBERS = 100;
/** Ids, which are longer. */
const IDS = 40;

/**
 * Every record that bears one of these numbers, whatever its status; bills too, which may bear any number.
 * @param numbers without commas
 * @throws ConsolidatorError
 */
export async function readInvoicesByNumber(
  client: XeroClient,
  numbers: readonly string[],
  options: AskOptions = {},
): Promise<XeroInvoice[]> {
  const found: XeroInvoice[] = [];
  for (const list of listsOf([...new Set(numbers)], NUMBERS)) {
    const rows = await inHalves(list, (part) =>
      readPages(
        client,
        { list: 'Invoices', query: [['InvoiceNumbers', part.join(',')], SUMMARY], read: invoice, idOf: ({ id }) => id },
        options,
      ),
    );
    found.push(...rows);
  }
  return found;
}

/**
 * All sales invoices of some days. One that slips between two pages is found by its number.
 * @throws ConsolidatorError
 */
export function readInvoicesOfDays(
  client: XeroClient,
  days: BookDays,
  options: AskOptions = {},
): Promise<XeroInvoice[]> {
  const query = [...salesOf(days), BY_ID('InvoiceID')] as const;
  return readPages(client, { list: 'Invoices', query, read: invoice, idOf: ({ id }) => id }, options);
}

/** The same of batches, whose numbers nobody knows. @throws ConsolidatorError */
export function readBatchesOfDays(
  client: XeroClient,
  days: BookDays,
  options: AskOptions = {},
): Promise<XeroInvoice[]> {
  const listing = { list: 'Invoices', query: salesOf(days), read: invoice, idOf: ({ id }: XeroInvoice) => id };
  return readBothWays(client, listing, 'InvoiceID', options);
}

function salesOf(days: BookDays) {
  return [['where', `Type=="ACCREC" AND ${within(days)}`], SUMMARY] as const;
}

/**
 * Sales invoices of all days but these that were made or changed since.
 * @param since in UTC, to the second, without a zone
 * @throws ConsolidatorError
 */
export async function readChangedElsewhere(
  client: XeroClient,
  { from, to }: BookDays,
  since: string,
  options: AskOptions = {},
): Promise<XeroInvoice[]> {
  const found: XeroInvoice[] = [];
  for (const days of [`Date < ${dayIn(from)}`, `Date > ${dayIn(to)}`]) {
    const query = [['where', `Type=="ACCREC" AND ${days}`], BY_ID('InvoiceID'), SUMMARY] as const;
    const list = { list: 'Invoices', query, read: invoice, idOf: ({ id }: XeroInvoice) => id };
    found.push(...(await readPages(client, list, { ...options, modifiedSince: since })));
  }
  return found;
}

/** Of one id. @returns undefined where there is none @throws ConsolidatorError */
export async function readInvoicesById(
  client: XeroClient,
  ids: readonly string[],
  options: AskOptions = {},
): Promise<XeroInvoice[]> {
  const found: XeroInvoice[] = [];
  for (const list of listsOf([...new Set(ids)], IDS)) {
    const rows = await inHalves(list, (part) =>
      readPages(
        client,
        { list: 'Invoices', query: [['IDs', part.join(',')], SUMMARY], read: invoice, idOf: ({ id }) => id },
        options,
      ),
    );
    found.push(...rows);
  }
  return found;
}

/** Credit notes to customers; there is no way to ask for one by its number. @throws ConsolidatorError */
export function readCreditsOfDays(client: XeroClient, days: BookDays, options: AskOptions = {}): Promise<XeroCredit[]> {
  const query = [['where', `Type=="ACCRECCREDIT" AND ${within(days)}`]] as const;
  const read = readRecord(xeroCreditSchema, 'CreditNotes');
  return readBothWays(client, { list: 'CreditNotes', query, read, idOf: ({ id }) => id }, 'CreditNoteID', options);
}

/** Payments of some days, deleted ones and refunds too. @throws ConsolidatorError */
export function readPaymentsOfDays(
  client: XeroClient,
  days: BookDays,
  options: AskOptions = {},
): Promise<XeroPayment[]> {
  const query = [['where', `PaymentType=="ACCRECPAYMENT" AND ${within(days)}`], BY_ID('PaymentID')] as const;
  const read = readRecord(xeroPaymentSchema, 'Payments');
  return readPages(client, { list: 'Payments', query, read, idOf: ({ id }) => id }, options);
}

/** Of a payment by its invoice: as many as stand in one query, since only ids may be joined by OR. */
const INVOICES = 20;

/** Payments on these invoices, of whatever day. @throws ConsolidatorError */
export async function readPaymentsOfInvoices(
  client: XeroClient,
  invoiceIds: readonly string[],
  options: AskOptions = {},
): Promise<XeroPayment[]> {
  const read = readRecord(xeroPaymentSchema, 'Payments');
  const found: XeroPayment[] = [];
  for (let start = 0; start < invoiceIds.length; start += INVOICES) {
    const rows = await inHalves(invoiceIds.slice(start, start + INVOICES), (part) => {
      const where = part.map((id) => `Invoice.InvoiceID==guid("${id}")`).join(' OR ');
      const query = [['where', where], BY_ID('PaymentID')] as const;
      return readPages(client, { list: 'Payments', query, read, idOf: ({ id }) => id }, options);
    });
    found.push(...rows);
  }
  return found;
}

/** What became of one document, one request for each. @throws ConsolidatorError also where there is no such document */
export async function readHistory(
  client: XeroClient,
  list: 'Invoices' | 'CreditNotes' | 'Payments',
  id: string,
  options: AskOptions = {},
): Promise<XeroHistory[]> {
  if (!/^[0-9a-f-]{36}$/.test(id)) throw xeroError('answer-unexpected', 'an id is not of the form that ids have.');
  const { rows } = await client.ask(`${list}/${id}/History`, 'HistoryRecords', [], options);
  return rows.map(readRecord(xeroHistorySchema, 'HistoryRecords'));
}

/** @throws ConsolidatorError */
export function readOverpaymentsOfDays(
  client: XeroClient,
  days: BookDays,
  options: AskOptions = {},
): Promise<XeroOverpayment[]> {
  const query = [['where', within(days)]] as const;
  const read = readRecord(xeroOverpaymentSchema, 'Overpayments');
  return readBothWays(client, { list: 'Overpayments', query, read, idOf: ({ id }) => id }, 'OverpaymentID', options);
}

/** Archived ones too, since one that was merged into another is archived. @throws ConsolidatorError */
export async function readContactsById(
  client: XeroClient,
  ids: readonly string[],
  options: AskOptions = {},
): Promise<XeroContact[]> {
  const read = readRecord(xeroContactSchema, 'Contacts');
  const found: XeroContact[] = [];
  for (const list of listsOf([...new Set(ids)], IDS)) {
    const query = (part: readonly string[]) =>
      [
        ['IDs', part.join(',')],
        ['includeArchived', 'true'],
      ] as const;
    const rows = await inHalves(list, (part) =>
      readPages(client, { list: 'Contacts', query: query(part), read, idOf: ({ id }) => id }, options),
    );
    found.push(...rows);
  }
  return found;
}

/**
 * Contacts that were made or changed since, archived ones too.
 * @param since in UTC, to the second, without a zone; all of them where it is left out
 * @throws ConsolidatorError
 */
export function readChangedContacts(
  client: XeroClient,
  since: string | undefined,
  options: AskOptions = {},
): Promise<XeroContact[]> {
  const read = readRecord(xeroContactSchema, 'Contacts');
  const query = [['includeArchived', 'true']] as const;
  return readBothWays(client, { list: 'Contacts', query, read, idOf: ({ id }) => id }, 'ContactID', {
    ...options,
    modifiedSince: since,
  });
}

export interface Organisation extends XeroOrganisation {
  /** By its IANA name; undefined for a zone that is not known here. */
  readonly timeZone: string | undefined;
  /** The later of the two lock dates; null where none is set. Nothing of that day or an earlier one may be booked. */
  readonly lockDate: LocalDate | null;
  /** When it answered, by its own clock; null where it does not say. */
  readonly answeredAt: Instant | null;
}

/** @throws ConsolidatorError */
export async function readOrganisation(client: XeroClient, options: AskOptions = {}): Promise<Organisation> {
  const { rows, envelope } = await client.ask('Organisation', 'Organisations', [], options);
  const [raw] = rows;
  if (raw === undefined) throw xeroError('answer-unexpected', 'it shows no organisation.', { retry: 'safe' });
  const read = readRecord(xeroOrganisationSchema, 'Organisations')(raw);
  const timeZone = timeZoneOf(read.timeZoneName);
  const locks = [read.periodLock, read.yearLock].flatMap((text) => {
    if (text === null || text.trim() === '') return [];
    const day = lockDayIn(text, timeZone);
    if (day === undefined) throw xeroError('answer-unexpected', 'a lock date of the organisation is no date.');
    return [day];
  });
  const answeredAt = momentIn(String(envelope['DateTimeUTC'] ?? '')) ?? null;
  return { ...read, timeZone, lockDate: locks.sort().at(-1) ?? null, answeredAt };
}

function within({ from, to }: BookDays): string {
  return `Date >= ${dayIn(from)} AND Date <= ${dayIn(to)}`;
}

/** `DateTime(2026,11,01)`, as Xero's filters have days. */
function dayIn(date: LocalDate): string {
  return `DateTime(${date.replaceAll('-', ',')})`;
}

/** What a look needs each scope for. */
export const readLists = ['Invoices', 'CreditNotes', 'Payments', 'Overpayments', 'Contacts'] as const;

/** Whether a list may be read, by its smallest page. @throws ConsolidatorError where not */
export async function probeList(
  client: XeroClient,
  list: (typeof readLists)[number],
  options: AskOptions = {},
): Promise<void> {
  const smallest = [['page', '1'], ['pageSize', '1']] as const; // biome-ignore format: pairs
  await client.ask(list, list, smallest, options);
}
