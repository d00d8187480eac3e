import type { Payment } from '../model/payment.ts';
import { addSeconds, type Instant, millisecondsOf } from '../model/time.ts';
import type { NetoClient } from './client.ts';
import { sameCase } from './keyed-read.ts';
import { isFresh, type Moment } from './moment.ts';
import { listPaymentRows, paymentsIn, readPaymentsOfOrders } from './payments.ts';
import { keyText, type RawRecord } from './read-fields.ts';
import type { ReadOptions } from './records.ts';
import { areAllShown } from './second-witness.ts';

/** Seconds. */
const DAY = 86_400;
/** Seconds: no more than that goes into one listing, however few were paid. */
const LONGEST = 60 * DAY;
/** A payment is a small part of what an order is, for which the page size is meant. */
const PAYMENTS_PER_ORDER = 10;
/** Of a full answer, so that more payments on some days than on others still go into one. */
const FILLED = 0.8;
/** Every so many lists of orders are asked for by their orders: an order that hides a payment of another day shows only so. */
const SAMPLED = 10;
/** Listings without use, after which none is made any more. */
const IN_VAIN = 2;

/** An order as it was read a moment ago. */
export interface OrderOfDays {
  readonly id: string;
  readonly payments: readonly { readonly paidAt: Instant | null }[];
}

interface Listed {
  readonly from: Instant;
  readonly to: Instant;
  readonly at: Moment;
  readonly rows: ReadonlyMap<string, readonly RawRecord[]>;
}

/**
 * The payments of one list of orders after the other. Orders that follow one another were mostly paid on days that do, so one
 * answer with the payments of some days has those of several lists. It is taken for an order's only where it is half a minute
 * old at most and has just as many payments of it as the order itself shows (`second-witness.ts`); all others are asked for.
 */
export class PaymentsOfDays {
  readonly #client: NetoClient;
  #listed: Listed | undefined;
  /** Payments in a millisecond, as the last listing had them. */
  #density: number | undefined;
  /** Seconds around the days that orders show, where a store means others by its filter (reference, section 5, U16). */
  #margin = 0;
  #lists = 0;
  /** Requests that listings have saved, less the listings. */
  #saved = 0;

  constructor(client: NetoClient) {
    this.#client = client;
  }

  /** All payments of these orders, at most 100, which were just read. @throws ConsolidatorError */
  async of(orders: readonly OrderOfDays[], options: ReadOptions): Promise<Payment[]> {
    const { found, left } = await this.#amongListed(orders, options);
    const others = await readPaymentsOfOrders(this.#client, left, { ...options, besideOrders: true });
    return [...paymentsIn(this.#client, found, options), ...others.payments];
  }

  async #amongListed(
    orders: readonly OrderOfDays[],
    options: ReadOptions,
  ): Promise<{ readonly found: readonly RawRecord[]; readonly left: readonly string[] }> {
    const ids = orders.map(({ id }) => id);
    const nothing = { found: [], left: ids };
    this.#lists += 1;
    if (this.#lists % SAMPLED === 1) return nothing;
    const shown = this.#client.memory.shownNow(ids);
    const listed = shown && (await this.#listedFor(orders, options));
    if (shown === undefined || listed === undefined) return nothing;
    const found: RawRecord[] = [];
    const left: string[] = [];
    for (const id of ids) {
      const rows = listed.rows.get(sameCase(id)) ?? [];
      if (areAllShown(rows.length, shown.get(sameCase(id)))) found.push(...rows);
      else left.push(id);
    }
    if (left.length === 0) this.#saved += 1;
    else if (left.length > ids.length / 2) this.#margin = DAY;
    return { found, left };
  }

  /** @returns undefined where their days do not go into one answer, or listings have been of no use */
  async #listedFor(orders: readonly OrderOfDays[], options: ReadOptions): Promise<Listed | undefined> {
    const { memory } = this.#client;
    const days = orders.flatMap(({ payments }) => payments.flatMap(({ paidAt }) => paidAt ?? [])).sort();
    const [first, last] = [days[0], days.at(-1)];
    if (first === undefined || last === undefined) return undefined;
    const [from, to] = [addSeconds(first, -this.#margin), addSeconds(last, this.#margin)];
    const known = this.#listed;
    if (known !== undefined && known.from <= from && known.to >= to && isFresh(known.at, memory.now())) return known;
    if (this.#saved <= -IN_VAIN) return undefined;
    const most = PAYMENTS_PER_ORDER * this.#client.pageSize;
    // Where only days are known, all may be of one.
    const span = millisecondsOf(last) - millisecondsOf(first) || DAY * 1000;
    const density = this.#density ?? days.length / span;
    const until = addSeconds(from, Math.min(LONGEST, Math.floor((FILLED * most) / density / 1000)));
    if (until < to) return undefined;
    this.#saved -= 1;
    const at = memory.now();
    const rows = await listPaymentRows(this.#client, { from, to: until, limit: most }, options);
    // Of a full answer nobody knows how many more there are.
    const isFull = rows.length >= most;
    this.#density = ((isFull ? 2 : 1) * Math.max(1, rows.length)) / (millisecondsOf(until) - millisecondsOf(from));
    this.#listed = { from, to: until, at, rows: Map.groupBy(rows, (row) => sameCase(keyText(row, 'OrderID'))) };
    return this.#listed;
  }
}
