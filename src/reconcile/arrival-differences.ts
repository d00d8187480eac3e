import { type Arrival, type Arrivals, isAlarm } from '../arrival/verdicts.ts';
import { nothing } from './amounts.ts';
import type { ComparedField, Difference } from './result.ts';

const ENTITIES = { invoice: 'invoice', payment: 'invoice-payment', credit: 'credit-note' } as const;
const FIELDS: Partial<Record<NonNullable<Arrival['cause']>, ComparedField>> = {
  total: 'total',
  gst: 'gst',
  date: 'day',
  currency: 'currency',
  contact: 'contact',
  overwritten: 'contact',
  account: 'account',
  voided: 'status',
  deleted: 'status',
};
const EXTRA: ReadonlySet<Arrival['cause']> = new Set(['cancelled', 'unclaimed']);
const DOUBLED: ReadonlySet<Arrival['cause']> = new Set(['doubled', 'twin']);

/** What is wrong in Xero, in the form of all other differences. */
export function arrivalDifference(one: Arrival): Difference {
  const { entity, verdict, cause, store, orderId, number, day, primary, xero, message, remedy } = one;
  const kind =
    verdict === 'missing' ? 'missing' : EXTRA.has(cause) ? 'extra' : DOUBLED.has(cause) ? 'doubled' : 'different';
  return {
    ...{ kind, entity: ENTITIES[entity], store, sourceId: entity === 'invoice' ? orderId : one.id, targetId: number },
    field: kind === 'different' && cause !== null ? (FIELDS[cause] ?? null) : null,
    ...{ day, secondary: null, primary, xero, effect: nothing, underWay: false, reason: null, message, remedy },
  };
}

/** Those that tell of something wrong. */
export function alarmsOf({ open }: Arrivals): Arrival[] {
  return open.filter(isAlarm);
}
