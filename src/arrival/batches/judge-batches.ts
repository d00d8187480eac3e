import { compare, equal, formatMoney, ZERO } from '../../model/money.ts';
import type { XeroInvoice } from '../../xero/records.ts';
import type { Books } from '../books.ts';
import type { ArrivalSettings } from '../judging.ts';
import { isBooked, isLive } from '../match.ts';
import type { AgreedBatch, Batch } from '../verdicts.ts';
import { agreedBefore, ofBroken } from './agreed-before.ts';
import { gapsOf } from './gaps.ts';
import type { Group } from './group.ts';
import { coveredBy, cutOf, type Grouped, groupBySums } from './groups.ts';
import { ofOrders } from './lacking-batches.ts';
import { type Around, batch, namesOf, timesOf } from './make-batch.ts';
import { withMoved } from './moved.ts';
import type { BatchedOrder } from './orders.ts';
import { restsOf } from './rests.ts';
import { isGstAlike, sumOfInvoices, sumOfOrders } from './sums.ts';

export interface JudgedBatches {
  readonly batches: readonly Batch[];
  readonly notes: readonly string[];
  /** Whether sums agree that could hardly do so by chance: so the export does batch. */
  readonly isShown: boolean;
}

/** Fewer orders may come to the total of somebody's invoice by chance. */
const FEWEST_SHOWN = 3;

/**
 * An export in batches: which invoices hold which orders is not known, nor how they are numbered; only that all of them go
 * to one contact. So of each contact the sums are compared with those of the orders, and the one that agrees best is taken.
 * @param orders all that the export takes: of the primary's own, too
 * @param numbers that single orders have, whose invoices are no batches
 */
export function judgeBatches(
  given: readonly BatchedOrder[],
  invoices: readonly XeroInvoice[],
  {
    books,
    settings,
    isOfOrder,
    agreed = [],
  }: {
    readonly books: Pick<Books, 'noProof' | 'days'>;
    readonly settings: ArrivalSettings;
    readonly isOfOrder: (invoice: XeroInvoice) => boolean;
    /** What an earlier look has found to agree. */
    readonly agreed?: readonly AgreedBatch[] | undefined;
  },
): JudgedBatches {
  const all = invoices.filter((one) => one.isSale && isLive(one) && one.contactId !== '' && !isOfOrder(one));
  const times = timesOf(settings, books.days);
  const before = agreedBefore(agreed, { orders: given, sales: all, all: invoices, days: books.days });
  const { orders, sales } = before;
  // Some exports wait until an order is dispatched.
  const dispatched = orders.filter((one) => one.isDispatched);
  const sets = dispatched.length === orders.length ? [orders] : [orders, dispatched];
  const how = { isSettled: times.isSettled, cut: cutOf([...before.equal, ...before.broken]) };
  const tried = largest(sales, before.contacts).flatMap((ofContact) => {
    const grouped = sets.map((of) => groupBySums(of, ofContact, how));
    // Of who is not known to get batches a few orders may come to an invoice by chance.
    const isKnownContact = before.contacts.size === 0 || before.contacts.has(ofContact[0]?.contactId ?? '');
    return isKnownContact ? grouped : grouped.filter(({ equal }) => isShown(equal));
  });
  const [best = nothingIn(orders), second] = tried.sort((a, b) => scoreOf(b) - scoreOf(a));
  const isKnown = before.equal.length + before.broken.length > 0;
  if (tried.length === 0 && !isKnown) return withoutAny(orders, { books, settings });
  const isBest = scoreOf(best) > 0 && (second === undefined || scoreOf(second) < scoreOf(best) || sets.length > 1);
  const isSure = isBest || isKnown;
  if (!isSure && tried.length > 1) return { batches: [], notes: [UNKNOWN], isShown: false };
  const around = { settings, noProof: books.noProof, all: invoices, isSure, ...times };
  const moved = best.isByDay ? { equal: [], rest: best.rest } : withMoved(best.rest);
  const agreeing = [...before.equal, ...best.equal, ...moved.equal].filter(({ orders: of }) =>
    of.some((one) => one.isBeside !== true),
  );
  const rests = [
    ...before.broken.map((one) => ofBroken(one, around)),
    ...(best.isByDay ? restsOf(best, around) : gapsOf(moved.rest, around)),
  ];
  const contacts = new Set(sales.map(({ contactId }) => contactId));
  const mayBeChance = !isKnown && contacts.size > 1 && coveredBy(agreeing) < FEWEST_SHOWN;
  const told = new Set([...rests, ...best.equal, ...moved.equal].flatMap((one) => one.invoices.map(({ id }) => id)));
  const left = [
    ...best.rest.flatMap((group) => group.invoices),
    ...sales.filter((one) => before.contacts.has(one.contactId)),
  ];
  const strays = [...new Set(left)].filter(({ id }) => !told.has(id));
  return {
    batches: [...agreeing.map((one) => ofEqual(one, { strays, mayBeChance }, around)), ...rests].sort(byDay),
    notes: [...shiftNote(best), ...strayNote(strays)],
    isShown: isShown(agreeing),
  };
}

/** So many contacts are tried: all batches go to one of them, so that it is among those with most. */
const MOST_CONTACTS = 5;

/** By contact, those with the largest totals, behind those that are known to get batches. */
function largest(sales: readonly XeroInvoice[], known: ReadonlySet<string>): (readonly XeroInvoice[])[] {
  const all = [...Map.groupBy(sales, ({ contactId }) => contactId).values()];
  const totals = new Map(all.map((of) => [of, sumOfInvoices(of).total]));
  const byTotal = all.sort((a, b) => compare(totals.get(b) ?? ZERO, totals.get(a) ?? ZERO));
  const isKnown = ([one]: readonly XeroInvoice[]): boolean => known.has(one?.contactId ?? '');
  return [...byTotal.filter(isKnown), ...byTotal.filter((of) => !isKnown(of)).slice(0, MOST_CONTACTS)];
}

const UNKNOWN =
  'Which invoices in Xero are the batches of the export could not be told: those of no contact come to the sums of the orders';

function scoreOf({ equal }: Grouped): number {
  return coveredBy(equal);
}

function isShown(equal: readonly Group[]): boolean {
  return coveredBy(equal) >= FEWEST_SHOWN && equal.some(({ orders }) => orders.length > 1);
}

/** No invoice at all that may be a batch: what is due long enough is missing. */
function withoutAny(
  orders: readonly BatchedOrder[],
  { books, settings }: { books: Pick<Books, 'noProof' | 'days'>; settings: ArrivalSettings },
): JudgedBatches {
  const given = { settings, noProof: books.noProof, all: [], isSure: true, ...timesOf(settings, books.days) };
  const batches = restsOf(nothingIn(orders), given);
  return { batches: batches.sort(byDay), notes: [], isShown: false };
}

function nothingIn(orders: readonly BatchedOrder[]): Grouped {
  return {
    ...{ equal: [], shift: 0, isByDay: true },
    rest: [...Map.groupBy(orders, ({ currency }) => currency).values()].map((own) => ({
      ...{ orders: own, invoices: [], isEqual: false, isBegun: false },
    })),
  };
}

function shiftNote({ shift }: Grouped): string[] {
  return shift === 0
    ? []
    : [
        `All batches in Xero are one day ${shift > 0 ? 'later' : 'earlier'} than their orders: compare the two time zones`,
      ];
}

/** Its total agrees, by which it was found. */
function ofEqual(
  group: Group,
  { strays, mayBeChance }: { readonly strays: readonly XeroInvoice[]; readonly mayBeChance: boolean },
  { noProof }: Around,
): Batch {
  const [primary, xero] = [sumOfOrders(group.orders), sumOfInvoices(group.invoices)];
  const what = `The batch ${namesOf(group)} of ${group.orders.length} orders`;
  const again = strays.filter((one) => group.invoices.some((other) => isSame(one, other)));
  if (again.length > 0) {
    const message = `${what} is in Xero again, as ${again.map(({ number }) => number).join(', ')}.`;
    const remedy = 'Void one of them in Xero.';
    return batch(group, { verdict: 'different', cause: 'doubled', message, remedy });
  }
  if (!isGstAlike(group.orders, primary, xero)) {
    const message = `${what} has a GST of ${formatMoney(xero.gst)} in Xero, but its orders come to ${formatMoney(primary.gst)}.`;
    const remedy = 'Compare the tax rates of its lines in Xero with those of the products.';
    return batch(group, { verdict: 'different', cause: 'gst', message, remedy });
  }
  if (!group.invoices.every(isBooked)) {
    const message = `${what} waits in Xero for its approval, so it is not in the books yet.`;
    return batch(group, { verdict: 'pending', cause: 'waits-for-approval', message, remedy: 'Approve it in Xero.' });
  }
  const months = [...group.orders, ...group.invoices].map(({ day }) => day?.slice(0, 7) ?? '');
  if (new Set(months).size > 1) {
    const [from, to] = [months.toSorted().at(0), months.toSorted().at(-1)];
    const message = `${what} is not of one month on both sides (${from} and ${to}): its sums agree, but which tax return each order belongs to can't be told.`;
    return batch(group, { verdict: 'unproven', cause: 'date', message, remedy: '' });
  }
  if (mayBeChance) {
    const message = `The invoice ${namesOf(group)} comes to the same as ${ofOrders(group.orders)}; but so few may do so by chance, and Xero has invoices to several contacts.`;
    return batch(group, { verdict: 'unproven', cause: 'batched', message, remedy: '' });
  }
  if (noProof !== undefined)
    return batch(group, { verdict: 'unproven', cause: noProof.cause, message: noProof.why, remedy: '' });
  return batch(group, { verdict: 'proven', cause: null, message: '', remedy: '' });
}

function byDay(a: Batch, b: Batch): number {
  return (a.from ?? '') < (b.from ?? '') ? -1 : 1;
}

function isSame(one: XeroInvoice, other: XeroInvoice): boolean {
  return one.day === other.day && one.currency === other.currency && equal(one.total, other.total);
}

function strayNote(strays: readonly XeroInvoice[]): string[] {
  if (strays.length === 0) return [];
  const named = strays.slice(0, 3).map(({ number, total }) => `${number} over ${formatMoney(total)}`);
  const more = strays.length > named.length ? `, and ${strays.length - named.length} more` : '';
  return [
    `Xero has invoices to the contact of the batches that no orders of these days explain: ${named.join(', ')}${more}`,
  ];
}
