import type { Instant } from '../model/time.ts';
import type { Moment } from './moment.ts';
import type { RawRecord } from './read-fields.ts';

/** All returns that changed since a moment, as they were listed a moment ago. */
export interface ListedReturns {
  readonly since: Instant;
  /** By the store's clock, or ours where that is behind. */
  readonly upTo: Instant;
  readonly at: Moment;
  readonly rows: ReadonlyMap<string, RawRecord>;
}

/** What one store has shown of its returns in this process. */
export class ReturnsSeen {
  /** Lists of orders whose returns were wanted, and how many of them were asked for. */
  lists = 0;
  asked = 0;
  /** When the first of all orders was placed whose returns were asked for. */
  placedSince: Instant | undefined;
  /** Ids of those that were found by their orders. */
  readonly ofOrders = new Set<string>();
  listed: ListedReturns | undefined;
  /** One that is under way. */
  listing: Promise<ListedReturns | undefined> | undefined;
  /** Set for good once a listing has left out what an order's own answer showed, or told no time, or never ended. */
  isAskedAlone = false;
}

/** What orders themselves have shown must be in the listing: all of it, since it goes back to before the first of them. */
export function isConfirmed({ ofOrders }: ReturnsSeen, rows: ReadonlyMap<string, RawRecord>): boolean {
  return [...ofOrders].every((id) => rows.has(id));
}
