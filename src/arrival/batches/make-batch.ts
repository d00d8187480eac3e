import type { XeroInvoice } from '../../xero/records.ts';
import type { Books } from '../books.ts';
import { type ArrivalSettings, ageOf } from '../judging.ts';
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

/** Any of them may still be under way. */
export function isYoung(orders: readonly BatchedOrder[], settings: ArrivalSettings): boolean {
  return orders.some((one) => {
    const age = ageOf(one, settings);
    return age !== null && age < settings.usualDelayHours;
  });
}
