import { add, type Decimal, subtract, ZERO } from '../../model/money.ts';
import { daysBetween, type LocalDate } from '../../model/time.ts';
import type { XeroInvoice } from '../../xero/records.ts';
import type { Group } from './group.ts';
import { areNear, MOST_EARLIER, MOST_LATER } from './near.ts';
import type { BatchedOrder } from './orders.ts';

/** Orders and invoices between two cuts. */
export interface Segment extends Group {
  readonly isEqual: boolean;
  /** What lies before it is known to be in other batches; else orders from before these days may be in it. */
  readonly isBegun: boolean;
}

/** So many orders and invoices lie before it. */
interface Cut {
  readonly orders: number;
  readonly invoices: number;
}

interface Range {
  readonly from: Cut;
  readonly to: Cut;
  /** Whether nothing crosses this end. */
  readonly isBegun: boolean;
  readonly isEnded: boolean;
}

/** Invoices that one group may span: what agrees over more may do so by chance. */
const MOST_IN_GROUP = 6;
/** Groups in a row that agree, where nothing else says that they belong there: two sums may be equal by chance. */
const FEWEST = { free: 3, beside: 2, fromAnEnd: 1 } as const;

/**
 * Orders in the order in which the export took them, and batches in theirs, cut where both have come to the same since the last
 * cut. After what does not agree it goes on where the sums of several batches in a row agree again: what lies between is a
 * difference of the known size, whichever orders are in which of its batches.
 * @param starts how many orders and batches of the time before may stand in front
 */
export function cutInSequence(
  orders: readonly BatchedOrder[],
  invoices: readonly XeroInvoice[],
  { starts, isEnded }: { readonly starts: readonly Cut[]; readonly isEnded: boolean },
): Segment[] {
  const sequence = new Sequence(orders, invoices, starts);
  return sequence.segments({
    ...{ from: { orders: 0, invoices: 0 }, to: { orders: orders.length, invoices: invoices.length } },
    ...{ isBegun: false, isEnded },
  });
}

class Sequence {
  readonly #orders: readonly BatchedOrder[];
  readonly #invoices: readonly XeroInvoice[];
  readonly #starts: readonly Cut[];
  /** What those before each place come to. */
  readonly #ordered: readonly Decimal[];
  readonly #batched: readonly Decimal[];
  readonly #orderDays: readonly number[];
  readonly #invoiceDays: readonly number[];

  constructor(orders: readonly BatchedOrder[], invoices: readonly XeroInvoice[], starts: readonly Cut[]) {
    [this.#orders, this.#invoices, this.#starts] = [orders, invoices, starts];
    [this.#ordered, this.#batched] = [sumsUpTo(orders), sumsUpTo(invoices)];
    this.#orderDays = orders.map(({ day }) => numberOfDay(day));
    this.#invoiceDays = invoices.map(({ day }) => (day === null ? Number.NaN : numberOfDay(day)));
  }

  segments(range: Range): Segment[] {
    const { from, to, isBegun, isEnded } = range;
    if (from.orders === to.orders && from.invoices === to.invoices) return [];
    const chain = this.#bestChain(range);
    const [first, last] = [chain.at(0), chain.at(-1)];
    if (first === undefined || last === undefined) return [{ ...this.#group(from, to), isEqual: false, isBegun }];
    const equal = chain.slice(1).flatMap((cut, place): Segment[] => {
      const before = chain[place];
      return before === undefined ? [] : [{ ...this.#group(before, cut), isEqual: true, isBegun: true }];
    });
    return [
      ...this.segments({ from, to: first, isBegun, isEnded: true }),
      ...equal,
      ...this.segments({ from: last, to, isBegun: true, isEnded }),
    ];
  }

  #group(from: Cut, to: Cut): Group {
    return {
      orders: this.#orders.slice(from.orders, to.orders),
      invoices: this.#invoices.slice(from.invoices, to.invoices),
    };
  }

  /** The cuts in a row between which most orders lie; empty where none is to be believed. */
  #bestChain(range: Range): readonly Cut[] {
    let best: readonly Cut[] = [];
    const covered = (chain: readonly Cut[]): number => (chain.at(-1)?.orders ?? 0) - (chain.at(0)?.orders ?? 0);
    for (const cuts of this.#cutsOf(range).values())
      for (const chain of this.#chains(cuts))
        if (covered(chain) > covered(best) && this.#isBelieved(chain, range)) best = chain;
    return best;
  }

  /** All places where both sides could be cut, by how far the sums before them are apart. */
  #cutsOf({ from, to }: Range): Map<Decimal, Cut[]> {
    const found = new Map<Decimal, Cut[]>();
    for (let invoices = from.invoices; invoices <= to.invoices; invoices += 1)
      for (let orders = from.orders; orders <= to.orders; orders += 1) {
        if (!this.#isNear(orders, invoices)) continue;
        const apart = subtract(this.#ordered[orders] ?? ZERO, this.#batched[invoices] ?? ZERO);
        const known = found.get(apart);
        if (known === undefined) found.set(apart, [{ orders, invoices }]);
        else known.push({ orders, invoices });
      }
    return found;
  }

  #isNear(orders: number, invoices: number): boolean {
    const isOfRun = (order: number, invoice: number): boolean => {
      const later = (this.#invoiceDays[invoice] ?? Number.NaN) - (this.#orderDays[order] ?? Number.NaN);
      return later >= -MOST_EARLIER && later <= MOST_LATER;
    };
    return isOfRun(orders - 1, invoices - 1) || isOfRun(orders, invoices);
  }

  *#chains(cuts: readonly Cut[]): Generator<readonly Cut[]> {
    let chain: Cut[] = [];
    for (const cut of cuts) {
      const last = chain.at(-1);
      if (last === undefined) chain.push(cut);
      else if (cut.invoices - last.invoices > MOST_IN_GROUP) {
        yield chain;
        chain = [cut];
      } else if (cut.invoices > last.invoices && cut.orders > last.orders && areNear(this.#group(last, cut)))
        chain.push(cut);
    }
    yield chain;
  }

  #isBelieved(chain: readonly Cut[], { from, to, isBegun, isEnded }: Range): boolean {
    const [first, last] = [chain.at(0), chain.at(-1)];
    if (first === undefined || last === undefined) return false;
    const isAtStart = isBegun ? isSame(first, from) : this.#starts.some((start) => isSame(first, start));
    const isAtEnd = isEnded && isSame(last, to);
    const fewest = isAtStart || isAtEnd ? FEWEST.fromAnEnd : isBegun || isEnded ? FEWEST.beside : FEWEST.free;
    return chain.length > fewest;
  }
}

function isSame(one: Cut, other: Cut): boolean {
  return one.orders === other.orders && one.invoices === other.invoices;
}

function sumsUpTo(all: readonly { readonly total: Decimal }[]): Decimal[] {
  let sum: Decimal = ZERO;
  const sums = [sum];
  for (const { total } of all) {
    sum = add(sum, total);
    sums.push(sum);
  }
  return sums;
}

const FIRST = '1970-01-01' as LocalDate;

function numberOfDay(day: LocalDate): number {
  return daysBetween(FIRST, day);
}
