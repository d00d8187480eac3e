import type { FinancialRecord } from '../../ledger/record.ts';
import type { EntityName } from '../../model/entities.ts';
import { add, type Decimal, ZERO } from '../../model/money.ts';
import { booksStandingOf, copyAmount } from '../../verdict/books-standing.ts';

export interface Measure {
  readonly title: string;
  readonly entity: EntityName;
  readonly amountOf: (record: FinancialRecord) => Decimal | null;
}

/** What the books have, each by itself. */
export const measures: readonly Measure[] = [
  { title: 'Sales', entity: 'orders', amountOf: copyAmount },
  { title: 'GST', entity: 'orders', amountOf: ({ tax }) => tax },
  { title: 'Payments', entity: 'payments', amountOf: copyAmount },
  { title: 'Credits', entity: 'rmas', amountOf: copyAmount },
];

/** What was copied, by day or by month of the books. */
export class ChartSlots {
  /** In order, from the first with something to the last, without a gap. */
  readonly slots: readonly string[];
  /** Sums alone: a chart is kept for a while, and records are many. */
  readonly #sums = new Map<string, Decimal>();

  /** @param from a month @param to a month; where it is the same one, its days are told */
  constructor(records: readonly FinancialRecord[], from: string, to: string) {
    const length = from === to ? 10 : 7;
    const copied = records.filter((record) => {
      const month = record.bookedOn?.slice(0, 7) ?? '';
      return month >= from && month <= to && booksStandingOf(record) === 'copied';
    });
    const slotOf = ({ bookedOn }: FinancialRecord): string => bookedOn?.slice(0, length) ?? '';
    for (const measure of measures) {
      const own = copied.filter(({ entity }) => entity === measure.entity);
      for (const [key, some] of Map.groupBy(own, (record) => keyOf(measure, record.store, slotOf(record))))
        this.#sums.set(key, add(ZERO, ...some.map((record) => measure.amountOf(record) ?? ZERO)));
    }
    this.slots = between([...new Set(copied.map(slotOf))].sort(), from === to ? dayAfterIn : monthAfter);
  }

  sumOf(measure: Measure, store: string, slot: string): Decimal {
    return this.#sums.get(keyOf(measure, store, slot)) ?? ZERO;
  }
}

function keyOf({ title }: Measure, store: string, slot: string): string {
  return JSON.stringify([title, store, slot]);
}

/** More are in no chart that anybody could read. */
const MOST = 600;

function between(sorted: readonly string[], after: (slot: string) => string): string[] {
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined) return [];
  const slots: string[] = [];
  for (let at = first; at <= last && slots.length < MOST; at = after(at)) slots.push(at);
  return slots;
}

function monthAfter(month: string): string {
  return monthsOn(month, 1);
}

/** @param count below zero: months before it */
export function monthsOn(month: string, count: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const months = year * 12 + (number - 1) + count;
  return `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, '0')}`;
}

/** Within its month. */
function dayAfterIn(day: string): string {
  return `${day.slice(0, 8)}${String(Number(day.slice(8)) + 1).padStart(2, '0')}`;
}
