import type { DaySum, DaySums } from '../../ledger/day-sums.ts';
import type { FinancialRecord } from '../../ledger/record.ts';
import type { EntityName } from '../../model/entities.ts';
import { add, type Decimal, ZERO } from '../../model/money.ts';
import type { LocalDate } from '../../model/time.ts';
import { booksStandingOf, copyAmount } from '../../verdict/books-standing.ts';

export interface Measure {
  readonly title: string;
  readonly entity: EntityName;
  readonly of: 'amount' | 'tax';
}

/** What the books have, each by itself. */
export const measures: readonly Measure[] = [
  { title: 'Sales', entity: 'orders', of: 'amount' },
  { title: 'GST', entity: 'orders', of: 'tax' },
  { title: 'Payments', entity: 'payments', of: 'amount' },
  { title: 'Credits', entity: 'rmas', of: 'amount' },
];

type Copied = Pick<DaySum, 'store' | 'entity' | 'bookedOn' | 'amount' | 'tax'>;

/** What was copied, by day or by month of the books. */
export class ChartSlots {
  /** In order, from the first with something to the last, without a gap. */
  readonly slots: readonly string[];
  readonly #sums = new Map<string, Decimal>();

  /** @param days what was booked in these months @param from a month @param to a month; where it is the same one, its days are told */
  constructor(days: DaySums<FinancialRecord>, from: string, to: string) {
    const length = from === to ? 10 : 7;
    const entities = new Set(measures.map(({ entity }) => entity));
    const copied = copiedOf(days).filter(({ entity }) => entities.has(entity));
    const slotOf = ({ bookedOn }: Copied): string => bookedOn.slice(0, length);
    for (const measure of measures) {
      const own = copied.filter(({ entity }) => entity === measure.entity);
      for (const [key, some] of Map.groupBy(own, (one) => keyOf(measure, one.store, slotOf(one))))
        this.#sums.set(key, add(ZERO, ...some.map((one) => one[measure.of])));
    }
    this.slots = between([...new Set(copied.map(slotOf))].sort(), from === to ? dayAfterIn : monthAfter);
  }

  sumOf(measure: Measure, store: string, slot: string): Decimal {
    return this.#sums.get(keyOf(measure, store, slot)) ?? ZERO;
  }
}

/** As it stands in the primary: with the differences that a person has accepted. */
function copiedOf({ sums, apart }: DaySums<FinancialRecord>): Copied[] {
  // None of these was skipped after it was copied.
  const alike = sums.filter((one) => booksStandingOf({ ...one, targetId: null }) === 'copied');
  const others = apart.flatMap((record): Copied[] => {
    const { store, entity, bookedOn, tax } = record;
    if (bookedOn === null || booksStandingOf(record) !== 'copied') return [];
    return [{ store, entity, bookedOn, amount: copyAmount(record) ?? ZERO, tax: tax ?? ZERO }];
  });
  return [...alike, ...others];
}

/** The days of these months, the last one included. */
export function daysOfMonths(from: string, to: string): { readonly from: LocalDate; readonly before: LocalDate } {
  return { from: `${from}-01` as LocalDate, before: `${monthAfter(to)}-01` as LocalDate };
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
  return `${String(Math.floor(months / 12)).padStart(4, '0')}-${String((months % 12) + 1).padStart(2, '0')}`;
}

/** Within its month. */
function dayAfterIn(day: string): string {
  return `${day.slice(0, 8)}${String(Number(day.slice(8)) + 1).padStart(2, '0')}`;
}
