import { addSeconds, dayAfter, daysAfter, type Instant, startOfDay } from '../../model/time.ts';
import type { XeroInvoice } from '../../xero/records.ts';
import type { Books } from '../books.ts';
import type { ArrivalSettings } from '../judging.ts';
import type { ArrivalCause, ArrivalVerdict, Batch } from '../verdicts.ts';
import type { Group } from './group.ts';
import type { BatchedOrder } from './orders.ts';
import { sumOfInvoices, sumOfOrders } from './sums.ts';

export interface Around {
  readonly settings: ArrivalSettings;
  readonly noProof: Books['noProof'];
  /** Whatever else the books hold: voided ones too. */
  readonly all: readonly XeroInvoice[];
  /** The batches are known by sums that agree. */
  readonly isSure: boolean;
  /** Whether the export has had its time for an order. */
  readonly isOld: (order: BatchedOrder) => boolean;
  /** And whatever batch it went into then was read. */
  readonly isSettled: (order: BatchedOrder) => boolean;
}

export function namesOf({ invoices }: Group): string {
  return invoices.map(({ number }) => number).join(', ');
}

export function batch(
  { orders, invoices }: Group,
  said: {
    readonly verdict: ArrivalVerdict;
    readonly cause: ArrivalCause | null;
    readonly message: string;
    readonly remedy: string;
  },
): Batch {
  const days = [...orders, ...invoices].flatMap(({ day }) => (day === null ? [] : [day])).sort();
  return {
    of: 'sales',
    ...said,
    from: days.at(0) ?? null,
    to: days.at(-1) ?? null,
    currency: orders[0]?.currency ?? invoices[0]?.currency ?? '',
    stores: [...new Set(orders.flatMap(({ store }) => (store === null ? [] : [store])))],
    invoices: invoices.map(({ id, number }) => ({ id, number })),
    orders: orders.map(({ number }) => number),
    primary: sumOfOrders(orders),
    xero: invoices.length === 0 ? null : sumOfInvoices(invoices),
  };
}

/** So many days after those of the copies batches are read. */
export const READ_AFTER = 3;

/** Whether the export has had its time for an order, and whether it had it by the last day whose batches were read. */
export function timesOf(
  { usualDelayHours, now, today }: ArrivalSettings,
  days: Books['days'],
): Pick<Around, 'isOld' | 'isSettled'> {
  const last = days === undefined ? today : daysAfter(days.to, READ_AFTER);
  const until = last >= today ? now : startOfDay(last, 'UTC');
  const hadItsTime = (order: BatchedOrder, by: Instant): boolean =>
    addSeconds(sinceOf(order), usualDelayHours * 3_600) <= by;
  return { isOld: (order) => hadItsTime(order, now), isSettled: (order) => hadItsTime(order, until) };
}

/** Without a time of its own an order is at least not older than its day. */
function sinceOf({ changedAt, day }: BatchedOrder): Instant {
  return changedAt ?? startOfDay(dayAfter(day), 'UTC');
}

/** `That will be known by 2026-11-21 04:00 UTC.` */
export function knownBy(orders: readonly BatchedOrder[], { usualDelayHours }: ArrivalSettings): string {
  const latest = orders.map(sinceOf).sort().at(-1);
  if (latest === undefined) return '';
  return `That will be known after ${addSeconds(latest, usualDelayHours * 3_600)
    .slice(0, 16)
    .replace('T', ' ')} UTC.`;
}
