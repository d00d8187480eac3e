import { ConsolidatorError } from '../model/errors.ts';
import { add, compare, type Decimal, ZERO } from '../model/money.ts';
import { addSeconds, dayAfter, dayBefore, daysAfter, type Instant, type LocalDate } from '../model/time.ts';
import type { XeroClient } from '../xero/client.ts';
import {
  type BookDays,
  type Organisation,
  readBatchesOfDays,
  readChangedElsewhere,
  readContactsById,
  readCreditsOfDays,
  readInvoicesById,
  readInvoicesByNumber,
  readInvoicesOfDays,
  readOrganisation,
  readOverpaymentsOfDays,
  readPaymentsOfDays,
  readPaymentsOfInvoices,
} from '../xero/read.ts';
import type { XeroContact, XeroInvoice, XeroPayment } from '../xero/records.ts';
import type { Books, Part } from './books.ts';
import { isNamedAlike } from './contacts.ts';
import type { ExpectedCopy, People } from './expected.ts';
import { InvoiceIndex } from './match.ts';
import { learnPrefix, numberKey, spellingsOf } from './numbers.ts';
import type { AgreedBatch } from './verdicts.ts';

export interface ReadingSettings {
  /** The id that the pipeline file names; undefined where it names none. */
  readonly organisation: string | undefined;
  readonly invoices: 'each' | 'batched' | undefined;
  /** What the file says of them; undefined where they are to be learned. */
  readonly invoicePrefix: string | undefined;
  readonly creditNotePrefix: string | undefined;
  readonly today: LocalDate;
  readonly people: People;
  /** What an earlier look has seen; undefined for a first one. */
  readonly before?: EarlierLook | undefined;
}

export interface EarlierLook {
  readonly at: Instant;
  /** Numbers that were there twice. */
  readonly doubled: readonly string[];
  /** Batches that agreed. */
  readonly agreed?: readonly AgreedBatch[] | undefined;
}

/** So many orders of which not one is there look like an export that batches them. */
const LOOKS_BATCHED = 20;
/** A list of fewer is one page, in which nothing can slip through. */
const PAGE = 1_000;
/** Asked for by their numbers; a hundred go into one request. Where there are more copies, only those that are lacking. */
const MOST_BY_NUMBER = 1_500;
/** Forty go into one request. */
const MOST_CONTACTS = 400;
/** A payment's day in the books may be a little off, and it may be keyed later. */
const DAYS_AROUND = 3;
/** Payments are listed from so long before the first copy on. */
const MOST_BEFORE_DAYS = 92;

/**
 * Reads of the books what concerns these copies. What can't be read is that part alone, with the reason.
 * @throws ConsolidatorError `stopped`
 */
export async function readBooks(
  client: XeroClient,
  copies: readonly ExpectedCopy[],
  settings: ReadingSettings,
  signal: AbortSignal | undefined,
): Promise<Books> {
  const read = async <Row>(work: () => Promise<readonly Row[]>): Promise<Part<Row>> => {
    try {
      return { kind: 'read', rows: await work() };
    } catch (error) {
      if (!(error instanceof ConsolidatorError) || error.code === 'stopped') throw error;
      return { kind: 'unread', why: error.message };
    }
  };
  const of = await read(async () => [await readOrganisation(client, { signal })]);
  if (of.kind === 'unread') return unread(of.why);
  const [organisation] = of.rows;
  if (organisation === undefined) return unread('It shows no organisation.');
  const noProof = whyNoProof(organisation, settings.organisation);
  if (noProof?.cause === 'other-organisation') return { ...unread(noProof.why), organisation, noProof };
  const days = daysOf(copies.map(({ day }) => day));
  if (days === undefined) return { ...unread('There is nothing to look for.'), organisation, noProof };
  const options = { signal };
  const ofDays = await read(() => readSales(client, copies, { ...settings, days }, options));
  // Without them nothing else can be judged, and a day's requests are for whoever else needs them.
  if (ofDays.kind === 'unread') return { ...unread(ofDays.why), organisation, noProof, days };
  const moneyDays = daysOf([
    ...[days.from, days.to],
    ...copies.flatMap(({ payments, returns }) => [...payments, ...returns].map(({ day }) => day)),
  ]);
  const around = { from: daysAfter(moneyDays?.from ?? days.from, -DAYS_AROUND), to: daysAfter(settings.today, 1) };
  // Of one that is older the invoice tells that it is there: a year that was mistyped has not ten years read.
  const oldest = daysAfter(days.from, -MOST_BEFORE_DAYS);
  const paid = { ...around, from: around.from < oldest ? oldest : around.from };
  const payments = await read(() => readPaymentsOfDays(client, paid, options));
  const credits = await read(() => readCreditsOfDays(client, around, options));
  const overpayments = await read(() => readOverpaymentsOfDays(client, around, options));
  const { rows } = ofDays;
  const numbers = copies.map(({ number }) => number);
  const learned = learnPrefix(
    numbers,
    rows.map(({ number }) => number),
  );
  const prefix = settings.invoicePrefix ?? learned?.prefix ?? null;
  const returns = copies.flatMap((copy) => copy.returns.map(({ id }) => id));
  const creditRows = credits.kind === 'read' ? credits.rows : [];
  const creditPrefix =
    settings.creditNotePrefix ??
    learnPrefix(
      returns,
      creditRows.map(({ number }) => number),
    )?.prefix ??
    null;
  const further = await readFurther(client, { copies, rows, days, prefix, settings }, read, options);
  const invoices: Part<XeroInvoice> =
    further.found.kind === 'unread' ? further.found : { kind: 'read', rows: [...rows, ...further.found.rows] };
  const allPayments = await withUnseen(client, { copies, invoices, payments, prefix }, read, options);
  const contacts = await readContacts(client, copies, invoices, { prefix, people: settings.people }, read, options);
  return {
    organisation,
    noProof,
    invoices,
    notAsked: further.notAsked,
    payments: allPayments,
    credits,
    overpayments,
    contacts,
    prefix,
    learned,
    creditPrefix,
    days,
  };
}

/**
 * Sales of the days of the copies; where not one bears the number of a copy, those of the next days too: a run of an export
 * that batches takes what has gathered, and dates it with its own day.
 */
async function readSales(
  client: XeroClient,
  copies: readonly ExpectedCopy[],
  { days, today, invoices }: ReadingSettings & { readonly days: BookDays },
  options: { readonly signal: AbortSignal | undefined },
): Promise<XeroInvoice[]> {
  const read = invoices === 'batched' ? readBatchesOfDays : readInvoicesOfDays;
  const rows = await read(client, days, options);
  const index = new InvoiceIndex(rows, null);
  const isByOrder = invoices === 'each' || copies.some(({ number }) => index.of(number).live.length > 0);
  const next = { from: dayAfter(days.to), to: [daysAfter(days.to, DAYS_AROUND), dayAfter(today)].sort()[0] ?? days.to };
  if (isByOrder || rows.length === 0 || next.from > next.to) return rows;
  // Nobody has said that it batches, but it looks so: what slipped between two pages would be a batch that is missing.
  const isWhole = invoices === 'batched' || rows.length < PAGE;
  const own = isWhole ? rows : await readBatchesOfDays(client, days, options);
  return [...own, ...(await readBatchesOfDays(client, next, options))];
}

type Reading = <Row>(work: () => Promise<readonly Row[]>) => Promise<Part<Row>>;

/**
 * What was not found among the invoices of its days may be of another day, voided, or under the other spelling; and what was
 * found may be there once more, of another day.
 */
async function readFurther(
  client: XeroClient,
  {
    copies,
    rows,
    days,
    prefix,
    settings,
  }: {
    copies: readonly ExpectedCopy[];
    rows: readonly XeroInvoice[];
    days: BookDays;
    prefix: string | null;
    settings: ReadingSettings;
  },
  read: Reading,
  options: { readonly signal: AbortSignal | undefined },
): Promise<{ readonly found: Part<XeroInvoice>; readonly notAsked: ReadonlySet<string> }> {
  const index = new InvoiceIndex(rows, prefix);
  const lacking = copies.filter(
    ({ number, isCancelled }) => !isCancelled && index.of(number).live.length === 0 && !number.includes(','),
  );
  const isNoneThere = lacking.length === copies.length && lacking.length >= LOOKS_BATCHED;
  // Where not one is there, a few tell as much as all.
  const most = settings.invoices === 'batched' || client.isShort ? 0 : isNoneThere ? 50 : MOST_BY_NUMBER;
  const notAsked = new Set(lacking.slice(most).map(({ number }) => number));
  const isAllAsked = most > 0 && !isNoneThere && copies.length <= most;
  const again = new Set(settings.before?.doubled.map(numberKey));
  const asked = isAllAsked
    ? copies.filter(({ number }) => !number.includes(','))
    : [...lacking.slice(0, most), ...copies.filter(({ number }) => most > 0 && again.has(numberKey(number)))];
  const known = new Set(copies.flatMap(({ number }) => spellingsOf(number, prefix)));
  // Xero may take a number for the beginning of another.
  const isOurs = ({ number }: XeroInvoice): boolean => known.has(numberKey(number));
  const found = await read(async () => {
    const spelt = asked.flatMap(({ number }) => spellingsOf(number, prefix));
    const byNumber = spelt.length === 0 ? [] : await readInvoicesByNumber(client, spelt, options);
    const isSwept = !isAllAsked && !isNoneThere && settings.invoices !== 'batched' && !client.isShort;
    const elsewhere = isSwept ? await readChangedElsewhere(client, days, sinceOf(settings.before, days), options) : [];
    const gone = goneOf(settings.before?.agreed ?? [], rows, days);
    const batches = gone.length === 0 || client.isShort ? [] : await readInvoicesById(client, gone, options);
    return [...[...byNumber, ...elsewhere].filter(isOurs), ...batches];
  });
  return { found, notAsked };
}

/** A few tell as much as all. */
const MOST_GONE = 80;

/** Ids of batches that agreed before and are not among those of their days: they may be voided, deleted, or of another day. */
function goneOf(agreed: readonly AgreedBatch[], rows: readonly XeroInvoice[], days: BookDays): string[] {
  const there = new Set(rows.map(({ id }) => id));
  return agreed
    .filter(({ from, to }) => from >= days.from && to <= days.to)
    .flatMap(({ invoices }) => invoices.map(({ id }) => id).filter((id) => !there.has(id)))
    .slice(0, MOST_GONE);
}

/** So long a number counts as free before an order gets it: a second invoice of it may be that much older. */
const BEFORE_LOOK_DAYS = 3;

/** `2026-11-27T00:00:00`, in UTC: what came later may be there twice without an earlier look having seen it. */
function sinceOf(before: EarlierLook | undefined, { from }: BookDays): string {
  if (before === undefined) return `${from}T00:00:00`;
  return addSeconds(before.at, -BEFORE_LOOK_DAYS * 86_400).slice(0, 19);
}

/** Invoices of which more was paid than was found; twenty go into one request. */
const MOST_UNSEEN = 100;

/** A payment may be of a day that was not read, or have slipped between two pages: the invoice itself says that it is there. */
async function withUnseen(
  client: XeroClient,
  given: {
    readonly copies: readonly ExpectedCopy[];
    readonly invoices: Part<XeroInvoice>;
    readonly payments: Part<XeroPayment>;
    readonly prefix: string | null;
  },
  read: Reading,
  options: { readonly signal: AbortSignal | undefined },
): Promise<Part<XeroPayment>> {
  const { copies, invoices, payments, prefix } = given;
  if (invoices.kind === 'unread' || payments.kind === 'unread' || client.isShort) return payments;
  const live = payments.rows.filter(({ counts, isReceipt }) => counts && isReceipt);
  const onInvoice = Map.groupBy(live, ({ invoiceId }) => invoiceId);
  const index = new InvoiceIndex(invoices.rows, prefix);
  const short = copies
    .flatMap((copy) => (copy.isCancelled ? [] : index.of(copy.number).live))
    .filter(({ id, paid }) => compare(paid, sumOf(onInvoice.get(id) ?? [])) > 0)
    .map(({ id }) => id);
  if (short.length === 0) return payments;
  const found = await read(() => readPaymentsOfInvoices(client, short.slice(0, MOST_UNSEEN), options));
  // What they do not show stays unknown, which the invoice's own sum tells.
  if (found.kind === 'unread') return payments;
  return { kind: 'read', rows: [...new Map([...payments.rows, ...found.rows].map((one) => [one.id, one])).values()] };
}

function sumOf(payments: readonly XeroPayment[]): Decimal {
  return add(ZERO, ...payments.map(({ amount }) => amount));
}

async function readContacts(
  client: XeroClient,
  copies: readonly ExpectedCopy[],
  invoices: Part<XeroInvoice>,
  { prefix, people }: { readonly prefix: string | null; readonly people: People },
  read: Reading,
  options: { readonly signal: AbortSignal | undefined },
): Promise<ReadonlyMap<string, XeroContact>> {
  // What is left of the day's requests is for whoever else uses the connection: what is not read is told as unproven.
  if (invoices.kind === 'unread' || client.isShort) return new Map();
  const index = new InvoiceIndex(invoices.rows, prefix);
  const wanted = new Set<string>();
  for (const copy of copies) {
    const [invoice] = copy.isCancelled ? [] : index.of(copy.number).live;
    if (invoice !== undefined && !isNamedAlike(copy, invoice, people)) wanted.add(invoice.contactId);
  }
  const known = new Map<string, XeroContact>();
  let next = [...wanted].filter((id) => id !== '').slice(0, MOST_CONTACTS);
  // Once more for those that were merged into others.
  for (let round = 0; round < 2 && next.length > 0; round += 1) {
    const ids = next;
    const found = await read(() => readContactsById(client, ids, options));
    if (found.kind === 'unread') break;
    for (const contact of found.rows) known.set(contact.id, contact);
    next = found.rows.flatMap(({ mergedInto }) => (mergedInto === null || known.has(mergedInto) ? [] : [mergedInto]));
  }
  return known;
}

function whyNoProof({ id, name, isDemo }: Organisation, wanted: string | undefined): Books['noProof'] {
  if (wanted !== undefined && wanted.toLowerCase() !== id)
    return {
      cause: 'other-organisation',
      why: `The connection leads to "${name}", and not to the organisation that the pipeline file names.`,
    };
  if (isDemo) return { cause: 'demo-company', why: `"${name}" is a demo company, which proves nothing.` };
  if (wanted === undefined)
    return {
      cause: 'organisation-not-named',
      why: 'The pipeline file does not name the organisation (`xero.organisation`; `check` shows its id).',
    };
  return undefined;
}

function unread(why: string): Books {
  const part = { kind: 'unread', why } as const;
  return {
    ...{
      organisation: undefined,
      noProof: undefined,
      invoices: part,
      payments: part,
      credits: part,
      overpayments: part,
    },
    ...{
      notAsked: new Set(),
      contacts: new Map(),
      prefix: null,
      learned: undefined,
      creditPrefix: null,
      days: undefined,
    },
  };
}

/** One more on either side, for a zone that one of the two takes for another. */
function daysOf(days: readonly (LocalDate | null)[]): BookDays | undefined {
  const known = days.filter((day) => day !== null).sort();
  const [first, last] = [known.at(0), known.at(-1)];
  return first === undefined || last === undefined ? undefined : { from: dayBefore(first), to: dayAfter(last) };
}
