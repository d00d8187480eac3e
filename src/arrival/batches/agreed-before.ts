import { equal, formatMoney } from '../../model/money.ts';
import type { LocalDate } from '../../model/time.ts';
import { daysAfter } from '../../model/time.ts';
import type { XeroInvoice } from '../../xero/records.ts';
import type { Books } from '../books.ts';
import { isLive } from '../match.ts';
import type { AgreedBatch, Batch } from '../verdicts.ts';
import type { Group } from './group.ts';
import { ofOrders } from './lacking-batches.ts';
import { type Around, batch, knownBy, namesOf, READ_AFTER } from './make-batch.ts';
import { areNear } from './near.ts';
import type { BatchedOrder } from './orders.ts';
import { sumOfInvoices, sumOfOrders } from './sums.ts';

export interface AgreedBefore {
  /** Those that agree still, or again. */
  readonly equal: readonly Group[];
  /** Those that do not any more: what one of the two has become since. */
  readonly broken: readonly Broken[];
  /** To whom those go that are there, voided or not: an export sends all of its batches to one contact. */
  readonly contacts: ReadonlySet<string>;
  /** What is not of any of them. */
  readonly orders: readonly BatchedOrder[];
  readonly sales: readonly XeroInvoice[];
}

interface Broken extends Group {
  readonly before: AgreedBatch;
}

/**
 * Sums that agreed in an earlier look have told which orders are in which batch: that stays known, whatever becomes of them, of
 * their neighbours, or of the next days.
 * @param all whatever the books hold, voided ones too
 */
export function agreedBefore(
  memory: readonly AgreedBatch[],
  {
    orders,
    sales,
    all,
    days,
  }: {
    readonly orders: readonly BatchedOrder[];
    readonly sales: readonly XeroInvoice[];
    readonly all: readonly XeroInvoice[];
    readonly days: Books['days'];
  },
): AgreedBefore {
  const byNumber = new Map(orders.map((one) => [one.number, one]));
  const byId = new Map(all.map((one) => [one.id, one]));
  const taken = new Set<BatchedOrder | XeroInvoice>();
  const [agreeing, broken]: [Group[], Broken[]] = [[], []];
  const known = new Set(memory.flatMap(({ invoices }) => invoices.map(({ id }) => id)));
  const contacts = new Set(all.flatMap(({ id, contactId }) => (known.has(id) && contactId !== '' ? [contactId] : [])));
  // Somebody else's invoice over the same is no batch.
  const free = (one: XeroInvoice): boolean => !taken.has(one) && !known.has(one.id) && contacts.has(one.contactId);
  for (const before of memory) {
    const own = before.orders.flatMap((number) => byNumber.get(number) ?? []);
    const invoices = before.invoices.flatMap(({ id }) => byId.get(id) ?? []);
    for (const one of [...own, ...invoices]) taken.add(one);
    // Not all of its days were read.
    if (isBeyond(before, days)) continue;
    const group = { orders: own, invoices };
    if (agrees(group) && !hasOtherMonth(before, invoices)) {
      agreeing.push(group);
      continue;
    }
    // Somebody may have voided it, and entered it anew.
    const anew = sales.find((one) => free(one) && agrees({ orders: own, invoices: [one] }));
    if (anew === undefined) broken.push({ ...group, before });
    else {
      taken.add(anew);
      agreeing.push({ orders: own, invoices: [anew] });
    }
  }
  return {
    equal: agreeing,
    broken,
    contacts,
    orders: orders.filter((one) => !taken.has(one)),
    sales: sales.filter((one) => !taken.has(one)),
  };
}

function isBeyond({ from, to }: AgreedBatch, days: Books['days']): boolean {
  return days !== undefined && (from < days.from || to > daysAfter(days.to, READ_AFTER));
}

function agrees(group: Group): boolean {
  const { orders, invoices } = group;
  const currencies = new Set([...orders, ...invoices].map(({ currency }) => currency));
  if (orders.length === 0 || invoices.length === 0 || currencies.size > 1 || !invoices.every(isLive)) return false;
  return equal(sumOfOrders(orders).total, sumOfInvoices(invoices).total) && areNear(group);
}

function hasOtherMonth({ invoices }: AgreedBatch, now: readonly XeroInvoice[]): boolean {
  const before = new Map(invoices.map(({ id, day }) => [id, monthOf(day)]));
  return now.some(({ id, day }) => monthOf(day) !== before.get(id));
}

function monthOf(day: LocalDate | null): string {
  return day?.slice(0, 7) ?? '';
}

/** What has become of a batch that agreed before. */
export function ofBroken({ before, ...group }: Broken, { isOld, settings }: Around): Batch {
  const { orders, invoices } = group;
  const numbers = before.invoices.map(({ number }) => number).join(', ');
  const what = `The batch ${numbers} of ${before.orders.length} orders`;
  const young = orders.filter((one) => !isOld(one));
  const [primary, xero] = [sumOfOrders(orders).total, sumOfInvoices(invoices).total];
  if (young.length > 0) {
    const message = `${what} agreed before; ${ofOrders(young)} changed since, and come to ${formatMoney(primary)} with the others. ${knownBy(young, settings)}`;
    return batch(group, { verdict: 'pending', cause: 'usual-delay', message, remedy: '' });
  }
  const different = (cause: Batch['cause'], message: string, remedy: string): Batch =>
    batch(group, { verdict: 'different', cause, message, remedy });
  const dead = invoices.find((one) => !isLive(one));
  if (dead?.status === 'UNKNOWN') {
    const message = `${what} has a status in Xero that this program does not know.`;
    return batch(group, { verdict: 'unproven', cause: 'unknown-status', message, remedy: '' });
  }
  if (dead !== undefined || invoices.length < before.invoices.length) {
    const isVoided = dead?.status === 'VOIDED';
    const message = `${what} over ${formatMoney(primary)} was ${isVoided ? 'voided' : 'deleted'} in Xero, but they count in the primary.`;
    return different(isVoided ? 'voided' : 'deleted', message, 'Find out why, and enter it anew if it counts.');
  }
  const [first] = orders;
  const [invoice] = invoices;
  if (first !== undefined && invoice !== undefined && invoice.currency !== first.currency)
    return different(
      'currency',
      `${what} is in ${invoice.currency} in Xero, but in ${first.currency} in the primary.`,
      'Correct it in Xero.',
    );
  if (equal(primary, xero))
    return different(
      'date',
      `${what} is of ${invoice?.day} in Xero now, and was of ${before.invoices[0]?.day}.`,
      'Find out why, and correct it in Xero.',
    );
  const gone = before.orders.filter((number) => !orders.some((one) => one.number === number));
  const lacks = gone.length === 0 ? '' : `, where ${gone.slice(0, 3).join(', ')} no longer counts`;
  return different(
    'total',
    `${what} agreed before, and is over ${formatMoney(xero)} in Xero now (${namesOf(group)}), but ${formatMoney(primary)} in the primary${lacks}.`,
    'See by its history in Xero, and by the orders, what changed. What changed after its batch was posted does not go again: correct it in Xero by hand.',
  );
}
