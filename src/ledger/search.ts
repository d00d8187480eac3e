import type { LocalDate } from '../model/time.ts';

/** A search of the primary for orders that stand for a store's, outside of the map. */
export interface Search {
  readonly host: string;
  readonly store: string;
  /** As JSON; `*` of a store that an earlier version copied from, whatever they were. */
  readonly prefixes: string;
  readonly from: LocalDate;
  /** All that the store had was compared, and nothing stopped it. */
  readonly whole: boolean;
}

/** An order of the primary outside of the map that names the source record it stands for. */
export interface StandsElsewhere {
  readonly sourceId: string;
  readonly targetId: string;
}

/** An account of the primary, and a keyed hash of its name in Xero; empty for one without any name. */
export interface ContactEntry {
  readonly username: string;
  readonly nameKey: string;
}

/** Which transaction of the gateway a payment names, as a keyed hash. */
export interface TransactionEntry {
  readonly key: string;
  readonly store: string;
  readonly paymentId: string;
  /** In its own store. */
  readonly orderId: string;
}
