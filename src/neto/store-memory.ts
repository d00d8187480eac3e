import type { HabitValue } from '../model/habits.ts';
import { upperKey } from '../model/text-key.ts';
import { type Clock, systemClock } from './clock.ts';
import type { GivenPage } from './gave-more.ts';
import { type ListSizes, LongLists } from './long-lists.ts';
import { isFresh, type Moment, momentNow } from './moment.ts';
import { PageEvidence } from './page-evidence.ts';
import type { RawRecord } from './read-fields.ts';
import { ReturnsSeen } from './returns-seen.ts';
import type { CountedRows } from './second-witness.ts';

/** What an order shows of its payments. */
export interface ShownPayments {
  readonly count: number;
  /** These alone pay it in full. */
  readonly isPaid: boolean;
}

/** The same, and when. */
interface ShownBefore extends CountedRows {
  readonly at: Moment;
}

/**
 * - `staged`: when the order was read. It tells in what currency the order is.
 * - `before-writing`: the order is about to be copied. It tells what is paid on it, too.
 */
export type DeliveredFor = 'staged' | 'before-writing';

/** The payments of one order, as they were delivered. */
export interface DeliveredPayments {
  readonly rows: readonly RawRecord[];
  readonly delivered: DeliveredFor;
  /** Before the request for them was sent. */
  readonly at: Moment;
}

/** Rows are as long as what is selected of them. */
interface PagesRead {
  readonly action: string;
  readonly selectors: readonly string[];
}

/** Orders that are remembered at most: no more than are read within the time that an answer stays fresh. */
const MOST_ORDERS = 5_000;
const MOST_DELIVERED = 1_000;

/**
 * What the answers of one store have shown in this process a moment ago, so that the same is not asked again within seconds.
 * A write forgets it all.
 */
export class StoreMemory {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #wall: () => number;
  readonly #shown = new Map<string, ShownBefore>();
  readonly #delivered = new Map<string, DeliveredPayments>();
  readonly #pages = new Map<string, GivenPage[]>();
  #forgotten = Number.NEGATIVE_INFINITY;

  constructor(clock: Pick<Clock, 'now'> = systemClock, wall: () => number = Date.now, lists?: ListSizes) {
    this.longLists = new LongLists(lists);
    this.#clock = clock;
    this.#wall = wall;
  }

  /** What the number of the first page is, by kind of record. */
  readonly firstPage = new Map<string, HabitValue<'firstPage'>>();

  /** How many keys one request may ask for. */
  readonly longLists: LongLists;

  /** What of its returns was listed, and what it is believed by. */
  readonly returns = new ReturnsSeen();

  /** Set for good once orders were seen to show fewer payments than the store delivers of them. */
  ordersHidePayments = false;
  /** Set for good once a short page had others behind it. */
  shortPagesGoOn = false;
  /** Set for good once an order showed more than one payment. */
  #showsSeveral = false;

  now(): Moment {
    return momentNow(this.#clock, this.#wall);
  }

  /** What pages of one kind of request have shown, with so many rows asked for. */
  pagesOf({ action, selectors }: PagesRead, limit: number): PageEvidence {
    const key = JSON.stringify([action, selectors]);
    const given = this.#pages.get(key) ?? [];
    this.#pages.set(key, given);
    return new PageEvidence(given, limit);
  }

  /** What changes with a write. */
  forget(): void {
    this.#shown.clear();
    this.#delivered.clear();
    this.returns.listed = undefined;
    this.#forgotten = this.#clock.now();
  }

  /** @param at before the request for the order was sent */
  noteShown(orderId: string, { count, isPaid }: ShownPayments, at: Moment): void {
    this.#showsSeveral ||= count > 1;
    // Clients were seen that take the list for one payment: a single one that leaves something to pay may hide others.
    const isAll = count !== 1 || isPaid;
    if (at.steady > this.#forgotten) put(this.#shown, upperKey(orderId), { count, isAll, at }, MOST_ORDERS);
  }

  /**
   * How many payments these orders showed, by id in upper case; those that were not read just now are left out.
   * @returns undefined where orders are no witnesses of what a short reply leaves out
   */
  shownNow(orderIds: readonly string[]): Map<string, CountedRows> | undefined {
    if (this.ordersHidePayments || this.shortPagesGoOn) return undefined;
    const now = this.now();
    const counts = new Map<string, CountedRows>();
    for (const id of orderIds) {
      const shown = this.#shown.get(upperKey(id));
      if (shown === undefined || !isFresh(shown.at, now)) continue;
      counts.set(upperKey(id), { count: shown.count, isAll: shown.isAll || this.#showsSeveral });
    }
    return counts;
  }

  /** Those of these orders that showed payments, where all were read just now. */
  withPayments(orderIds: readonly string[]): readonly string[] {
    const shown = this.shownNow(orderIds);
    if (shown === undefined || orderIds.some((id) => !shown.has(upperKey(id)))) return [];
    return orderIds.filter((id) => (shown.get(upperKey(id))?.count ?? 0) > 0);
  }

  noteDelivered(orderId: string, payments: DeliveredPayments): void {
    if (payments.at.steady > this.#forgotten) put(this.#delivered, upperKey(orderId), payments, MOST_DELIVERED);
  }

  /** What could not be read after all. */
  forgetDelivered(orderIds: readonly string[]): void {
    for (const id of orderIds) this.#delivered.delete(upperKey(id));
  }

  /** Whether its payments were delivered just now, for whichever use. */
  hasDelivered(orderId: string): boolean {
    const known = this.#delivered.get(upperKey(orderId));
    return known !== undefined && isFresh(known.at, this.now());
  }

  /**
   * Once: whoever asks again, since something went wrong meanwhile, is to see the store as it is then.
   * @returns undefined where they were not delivered just now, or not for this
   */
  takeDelivered(orderId: string, wanted: DeliveredFor): DeliveredPayments | undefined {
    const key = upperKey(orderId);
    const known = this.#delivered.get(key);
    if (known?.delivered !== wanted) return undefined;
    this.#delivered.delete(key);
    return isFresh(known.at, this.now()) ? known : undefined;
  }
}

/** The latest at the end; the oldest go. */
function put<Value>(map: Map<string, Value>, key: string, value: Value, most: number): void {
  map.delete(key);
  map.set(key, value);
  for (const oldest of map.keys()) {
    if (map.size <= most) return;
    map.delete(oldest);
  }
}
