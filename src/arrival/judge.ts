import { add, compare, type Decimal, ZERO } from '../model/money.ts';
import type { XeroCredit, XeroInvoice, XeroOverpayment } from '../xero/records.ts';
import { appearanceOf } from './appeared.ts';
import { asUnknown, judgeBatched, UNKNOWN_WAY } from './batches/judge-batched.ts';
import { wayOf } from './batches/way.ts';
import type { Books } from './books.ts';
import { ContactJudge, type Pair } from './contacts.ts';
import type { ExpectedCopy } from './expected.ts';
import { CreditIndex, judgeCredits } from './judge-credits.ts';
import { judgeInvoice } from './judge-invoice.ts';
import { judgePayments } from './judge-payments.ts';
import type { Judged } from './judged.ts';
import { type ArrivalSettings, type Judging, Notes } from './judging.ts';
import { InvoiceIndex, isBooked } from './match.ts';
import { shiftOf } from './shifted-days.ts';
import { type Arrival, type Arrivals, arrivedEntities, verdicts } from './verdicts.ts';

/**
 * What the books show of each copy, its payments and its returns. Asks nobody.
 * @param copies approved ones and cancelled ones, as the primary shows them now
 */
export function judge(copies: readonly ExpectedCopy[], books: Books, settings: ArrivalSettings): Judged {
  const notes = new Notes();
  const appeared = appearanceOf(settings.seenPayments, settings.now);
  const judging: Judging = { books, settings, notes, used: new Set(), appeared };
  const rows = books.invoices.kind === 'read' ? books.invoices.rows : [];
  const index = new InvoiceIndex(rows, books.prefix);
  const pairs = copies.flatMap((copy): Pair[] => {
    const [invoice] = copy.isCancelled ? [] : index.for(copy).live;
    return invoice === undefined ? [] : [{ copy, invoice }];
  });
  const way = wayOf(copies, books, index, settings);
  const batched = way === 'each' ? undefined : judgeBatched(copies, books, settings, way);
  if (batched !== undefined) return batched;
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
    const found = judgeInvoice(copy, { index, contacts, shift }, judging);
    arrivals.push(...found);
    if (copy.isCancelled) continue;
    const { live } = index.for(copy);
    const [invoice] = live;
    // No payment goes to a draft.
    const isThere = invoice !== undefined && isBooked(invoice) && !found.some(({ cause }) => isAnothers(cause));
    const own = isThere ? money(invoice, live) : undefined;
    arrivals.push(...judgePayments(copy, own, judging));
    const credited = judgeCredits(copy, invoice, credits, judging);
    arrivals.push(...credited.arrivals);
    for (const credit of [...credited.credits, ...overpaymentsOf(copy, own?.overpayments ?? [])])
      if (compare(credit.remaining, ZERO) > 0) open.set(credit.id, credit.remaining);
  }
  if (way === 'open') notes.add(UNKNOWN_WAY);
  return {
    arrivals: way === 'open' ? asUnknown(arrivals) : arrivals,
    batches: [],
    toAllocate: { credits: open.size, amount: add(ZERO, ...open.values()) },
    notes: notes.all(),
    isByOrder: true,
    pairs,
  };
}

/** What is paid on it proves nothing of this copy: it is another's, or counts in another currency. */
function isAnothers(cause: Arrival['cause']): boolean {
  return cause === 'overwritten' || cause === 'currency';
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

/** Where an invoice is there twice, a payment may be on either. */
function moneyOf(
  books: Books,
): (invoice: XeroInvoice, all: readonly XeroInvoice[]) => Parameters<typeof judgePayments>[1] {
  const payments = Map.groupBy(books.payments.kind === 'read' ? books.payments.rows : [], ({ invoiceId }) => invoiceId);
  const overpayments = Map.groupBy(
    books.overpayments.kind === 'read' ? books.overpayments.rows : [],
    ({ contactId }) => contactId,
  );
  return (invoice, all) => ({
    invoice,
    payments: all.flatMap(({ id }) => payments.get(id) ?? []),
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
