import type { Decimal } from '../../model/money.ts';
import type { Instant, LocalDate } from '../../model/time.ts';
import type { ExpectedCopy, ExpectedPayment, ExpectedReturn } from '../expected.ts';

/** One order of the primary, a copy or its own, that an export in batches puts into some invoice. */
export interface BatchedOrder {
  /** Of whose copy it is; null for an order of the primary's own. */
  readonly store: string | null;
  readonly number: string;
  /** Of its invoice. */
  readonly day: LocalDate;
  readonly total: Decimal;
  readonly gst: Decimal;
  readonly currency: string;
  /** How many amounts of tax are rounded by themselves. */
  readonly roundings: number;
  /** Its last change, or since when it has been as it is; null where nobody knows. */
  readonly changedAt: Instant | null;
  /** When the primary calls it completed, which says in which order the export took them; left out where it does not tell. */
  readonly completedAt?: Instant | null;
  readonly isDispatched: boolean;
  /** Of days before or after those that are looked at: it may lie in a batch of theirs, and is judged by no look at them. */
  readonly isBeside?: boolean;
  /** null where they could not be read: nothing is known of them. */
  readonly payments: readonly ExpectedPayment[] | null;
  /** Closed ones; null as above. */
  readonly returns: readonly ExpectedReturn[] | null;
}

/** Copies that count; one without a day is in no batch. */
export function ordersOf(copies: readonly ExpectedCopy[]): BatchedOrder[] {
  return copies.flatMap(({ isCancelled, day, ...copy }) => {
    const { store, number, total, gst, currency, roundings, changedAt, payments, returns } = copy;
    if (day === null || isCancelled) return [];
    const facts = { store, number, day, total, gst, currency, roundings, changedAt };
    return [{ ...facts, isDispatched: true, payments, returns }];
  });
}
