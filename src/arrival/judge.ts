import { add, compare, type Decimal, ZERO } from '../model/money.ts';
import type { XeroCredit, XeroInvoice, XeroOverpayment } from '../xero/records.ts';
import type { Books } from './books.ts';
import { ContactJudge, type Pair } from './contacts.ts';
import type { ExpectedCopy } from './expected.ts';
import { CreditIndex, judgeCredits } from './judge-credits.ts';
import { judgeInvoice } from './judge-invoice.ts';
import { judgePayments } from './judge-payments.ts';
import { type ArrivalSettings, arrival, type Judging, Notes } from './judging.ts';
import { InvoiceIndex, isBooked } from './match.ts';
import { shiftOf } from './shifted-days.ts';
import { type Arrival, type Arrivals, arrivedEntities, verdicts } from './verdicts.ts';

export interface Judged {
  /** All of them, proven ones too. */
  readonly arrivals: readonly Arrival[];
  readonly toAllocate: Arrivals['toAllocate'];
  readonly notes: readonly string[];
  /** Single orders can be told apart in the books. */
  readonly isByOrder: boolean;
  /** Copies with the invoice that stands for each. */
  readonly pairs: readonly Pair[];
}

/** So many orders of which not one is there by its number look like an export that batches them. */
export const LOOKS_BATCHED = 20;

/**
 * What the books show of each copy, its payments and its returns. Asks nobody.
 * @param copies approved ones and cancelled ones, as the primary shows them now
 */
export function judge(copies: readonly ExpectedCopy[], books: Books, settings: ArrivalSettings): Judged {
  const notes = new Notes();
  const judging: Judging = { books, settings, notes };
  const rows = books.invoices.kind === 'read' ? books.invoices.rows : [];
  const index = new InvoiceIndex(rows, books.prefix);
  const pairs = copies.flatMap((copy): Pair[] => {
    const [invoice] = copy.isCancelled ? [] : index.of(copy.number).live;
    return invoice === undefined ? [] : [{ copy, invoice }];
  });
  if (settings.invoices === 'batched' || looksBatched(copies, pairs, books, settings))
    return {
      arrivals: batched(copies, settings),
      toAllocate: { credits: 0, amount: ZERO },
      notes: [batchedNote(settings)],
      pairs: [],
      isByOrder: false,
    };
  const shift = shiftOf(pairs);
  if (shift.days !== 0)
    notes.add(
      `${shift.isOfAll ? 'All' : 'Nearly all'} days in Xero are one ${shift.days > 0 ? 'later' : 'earlier'} than in the primary: compare the two time zones`,
    );
  const contacts = new ContactJudge(pairs, books.contacts, settings.people);
  const credits = new CreditIndex(books.credits.kind === 'read' ? books.credits.rows : [], books.creditPrefix);
  const money = moneyOf(books);
  const [arrivals, open]: [Arrival[], Map<string, Decimal>] = [[], new Map()];
  for (const copy of copies) {
    const found = judgeInvoice(copy, { index, contacts, shift: shift.explains }, judging);
    arrivals.push(...found);
    if (copy.isCancelled) continue;
    const [invoice] = index.of(copy.number).live;
    // No payment goes to a draft.
    const isThere = invoice !== undefined && isBooked(invoice) && !found.some(({ cause }) => cause === 'overwritten');
    const own = isThere ? money(invoice) : undefined;
    arrivals.push(...judgePayments(copy, own, judging));
    const credited = judgeCredits(copy, invoice, credits, judging);
    arrivals.push(...credited.arrivals);
    for (const credit of [...credited.credits, ...overpaymentsOf(copy, own?.overpayments ?? [])])
      if (compare(credit.remaining, ZERO) > 0) open.set(credit.id, credit.remaining);
  }
  return {
    arrivals,
    toAllocate: { credits: open.size, amount: add(ZERO, ...open.values()) },
    notes: notes.all(),
    isByOrder: true,
    pairs,
  };
}

/** Of each verdict, by entity. One invoice that differs in several ways counts once. */
export function countsOf(arrivals: readonly Arrival[]): Arrivals['counts'] {
  const of = (entity: Arrival['entity']) => {
    const worst = new Map<string, Arrival['verdict']>();
    for (const one of arrivals) {
      if (one.entity !== entity) continue;
      const key = `${one.number} ${entity === 'invoice' ? '' : one.id}`;
      const known = worst.get(key);
      if (known === undefined || BADNESS.indexOf(one.verdict) > BADNESS.indexOf(known)) worst.set(key, one.verdict);
    }
    const all = [...worst.values()];
    return Object.fromEntries(verdicts.map((verdict) => [verdict, all.filter((one) => one === verdict).length]));
  };
  return Object.fromEntries(arrivedEntities.map((entity) => [entity, of(entity)])) as Arrivals['counts'];
}

const BADNESS: readonly Arrival['verdict'][] = ['proven', 'pending', 'unproven', 'missing', 'different'];

function looksBatched(
  copies: readonly ExpectedCopy[],
  pairs: readonly Pair[],
  books: Books,
  { usualDelayHours, now }: ArrivalSettings,
): boolean {
  if (books.invoices.kind === 'unread' || pairs.length > 0) return false;
  const due = copies.filter(
    ({ isCancelled, changedAt }) =>
      !isCancelled && changedAt !== null && Date.parse(now) - Date.parse(changedAt) > usualDelayHours * 3_600_000,
  );
  return due.length >= LOOKS_BATCHED && books.invoices.rows.some(({ isSale }) => isSale);
}

function batched(copies: readonly ExpectedCopy[], settings: ArrivalSettings): Arrival[] {
  const why =
    settings.invoices === 'batched'
      ? 'The export puts several orders into one invoice, so that no single one can be found; only sums can be compared.'
      : 'Not one of many orders is there by its number, as where the export puts several into one invoice.';
  return copies
    .filter(({ isCancelled }) => !isCancelled)
    .map((copy) => arrival(copy, 'unproven', 'batched', `${copy.number}: ${why}`));
}

function batchedNote({ invoices }: ArrivalSettings): string {
  return invoices === 'batched'
    ? 'The export batches orders: single ones are unproven by design, payments and returns too'
    : 'Not one order is in Xero by its number. Where the export batches them, write `invoices: batched` below `xero`; else see what it puts before numbers (`invoicePrefix`)';
}

function moneyOf(books: Books): (invoice: XeroInvoice) => Parameters<typeof judgePayments>[1] {
  const payments = Map.groupBy(books.payments.kind === 'read' ? books.payments.rows : [], ({ invoiceId }) => invoiceId);
  const overpayments = Map.groupBy(
    books.overpayments.kind === 'read' ? books.overpayments.rows : [],
    ({ contactId }) => contactId,
  );
  return (invoice) => ({
    invoice,
    payments: payments.get(invoice.id) ?? [],
    overpayments: overpayments.get(invoice.contactId) ?? [],
  });
}

/** Of a contact's overpayments, those that this copy's payments left. */
function overpaymentsOf(
  copy: ExpectedCopy,
  all: readonly XeroOverpayment[],
): readonly (XeroOverpayment | XeroCredit)[] {
  const paid = add(ZERO, ...copy.payments.map(({ amount }) => amount));
  return all.filter(
    ({ counts, isReceived, total }) =>
      counts && isReceived && compare(paid, copy.total) > 0 && compare(add(copy.total, total), paid) === 0,
  );
}
