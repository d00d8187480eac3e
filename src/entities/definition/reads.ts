import type { Decimal } from '../../model/money.ts';
import type { Order } from '../../model/order.ts';
import type { QuarantineReason } from '../../model/reasons.ts';
import type { Instant, LocalDate } from '../../model/time.ts';
import type { NetoClient, RequestOptions } from '../../neto/client.ts';
import type { ExtractedPage, ExtractedRecord } from '../reading/extracted-record.ts';
import type { ChangeWindow } from '../reading/in-passes.ts';

/**
 * How the records of one entity are read at their own store. Extraction walks over the registry with it: what has a window
 * is listed by it, what has heads is listed anew once a day, what may be gone is looked for.
 */
export interface EntityReads {
  /** What the store's API calls a list of them. */
  readonly list: string;
  /** The source id that the store's own key of one stands for. */
  readonly idOf: (key: string) => string;
  /** Whether all of them are read, or those alone that orders name. */
  readonly isReadInFull: (scopes: Scopes) => boolean;
  /**
   * Set where each one belongs to an order. `with-order`: read together with each order that is to be copied, so that a run
   * of some orders needs no other reading of them. `apart`: to be asked for by the ids of orders.
   */
  readonly ofOrder?: 'with-order' | 'apart';
  readonly windows: Windows;
  /** Set where its copies are looked for in their store once a day. */
  readonly gone?: GoneReads;
  /**
   * A record as it looks beside what is known of it, since a field that its store does not show any more, or shows from now
   * on, is no change of what was copied.
   * @param currency the store's own, asked for where it decides
   */
  readonly asKnown?: (
    record: ExtractedRecord,
    before: KnownRecord,
    currency: () => Promise<string>,
  ) => Promise<ExtractedRecord> | ExtractedRecord;
  /** The requests, bound to the store that they go to. */
  readonly of: (client: NetoClient, rules: ReadRules) => EntityReader;
}

/** The parts of the pipeline file that say how much of a store is read. */
export interface Scopes {
  readonly customers: { readonly scope: 'referenced' | 'all' };
  readonly products: { readonly scope: 'referenced' | 'all' };
}

/** What of a store's rules makes one reading of a record another than the last. */
export interface ReadRules {
  readonly purpose: 'books' | 'fulfil';
}

/**
 * - `changes`: by change stamps, from the watermark on. `begins`: where there is none yet, from which moment on; null: all.
 * - `own-dates`: by dates of its own that a later change does not move: the last days in each run, all of them once a day.
 */
type Windows =
  | { readonly by: 'changes'; readonly begins: (beginning: Instant) => Instant | null }
  | { readonly by: 'own-dates' };

export interface GoneReads {
  /** Why a copy is quarantined whose source is deleted. */
  readonly reason: QuarantineReason;
  /** Of what belongs to an order: the same where another one was keyed in its place, and both are decided together. */
  readonly replacing?: QuarantineReason;
  /** The ids that an order names of it. Left out where nothing on an order tells of them. */
  readonly namedBy?: (order: Order) => readonly string[];
}

/** One entity of one store, by its requests. What can't be read is `quarantined` on the page, and keeps no other one back. */
export interface EntityReader {
  /** Each record of the window once. @throws ConsolidatorError */
  inWindow(window: ChangeWindow, options: RequestOptions): AsyncGenerator<ExtractedPage>;
  /** Those with these ids; one that the store does not deliver is left out, or told as `vanished`. @throws ConsolidatorError */
  byIds(ids: readonly string[], options: RequestOptions): AsyncGenerator<ExtractedPage>;
  /** Ids and change stamps alone. Left out: it can't be listed anew. @throws ConsolidatorError */
  heads?(window: ChangeWindow, options: RequestOptions): Promise<readonly Head[]>;
  /** The ids of what a listing shows that changed from then on, in one pass. @throws ConsolidatorError */
  shownSince?(from: Instant, options: RequestOptions): Promise<readonly string[]>;
  /** Of these ids those that are in the store, by a cheaper request than `byIds`. @throws ConsolidatorError */
  there?(ids: readonly string[], options: RequestOptions): Promise<readonly string[]>;
  /** All of these orders. @throws ConsolidatorError */
  ofOrders?(orderIds: readonly string[], options: RequestOptions): AsyncGenerator<ExtractedPage>;
  /** Set where ids are numbers that may grow, so that what is new can be asked for by the next ones. */
  readonly runningIds?: RunningIds;
  /** Of what belongs to an order: as it stands in its store at this moment. */
  readonly shown?: ShownOfOrders<OfOrder>;
}

export interface RunningIds {
  /** Records that a listing by time asks for at once: what fits on one page is better listed. */
  readonly perPage: number;
  /**
   * What one request for these ids brings, at most 100 of them.
   * @returns isFiltered: false where the store does not keep to them
   * @throws ConsolidatorError
   */
  ask(
    ids: readonly string[],
    options: RequestOptions,
  ): Promise<{ readonly page: ExtractedPage; readonly isFiltered: boolean }>;
}

export interface Head {
  readonly id: string;
  readonly updatedAt: Instant | null;
}

/** A payment or return of one order, as its own store names it. */
export interface OfOrder {
  readonly id: string;
  readonly orderId: string;
}

export interface Shown<Found> {
  readonly found: readonly Found[];
  /** Those that the store delivered, but that can't be read, each with a sentence that says why. */
  readonly unreadable: readonly { readonly id: string; readonly problem: string }[];
}

/** What belongs to orders, asked for as it stands now. */
export interface ShownOfOrders<Found extends OfOrder> {
  /** @param options.untouched orders of which nothing was written yet: an answer of seconds ago will do */
  ofOrders(
    orderIds: readonly string[],
    options: RequestOptions & { readonly untouched?: ReadonlySet<string> },
  ): Promise<Shown<Found>>;
  byIds(ids: readonly string[], options: RequestOptions): Promise<Shown<Found>>;
  recordOf(found: Found): ExtractedRecord;
}

/** What the ledger keeps of a record that was read before, as far as a new reading is compared with it. */
export interface KnownRecord {
  readonly state: 'staged' | 'writing' | 'loaded' | 'linked' | 'skipped' | 'quarantined';
  readonly hash: string;
  /** Of a copied order the snapshot of what was copied. */
  readonly copiedAs: string | null;
  readonly bookedOn?: LocalDate | null;
  readonly tax?: Decimal | null;
  readonly method?: string | null;
}

/** Whether a reading looks otherwise than what was copied. */
export function looksChanged(
  record: { readonly hash: string; readonly formerHash?: string },
  before: KnownRecord,
): boolean {
  if (before.state !== 'loaded' && before.state !== 'linked') return false;
  return before.hash !== record.hash && before.hash !== record.formerHash;
}
