import type { Pipeline } from '../config/pipeline.ts';
import { dayAfter, dayBefore, type Instant, type LocalDate, parseLocalDate, startOfDay } from '../model/time.ts';

/** One month of the calendar. */
export interface Month {
  /** `2026-10` */
  readonly name: string;
  readonly from: LocalDate;
  /** Its last day. */
  readonly to: LocalDate;
}

/** @returns undefined for what is no month */
export function parseMonth(text: string): Month | undefined {
  const parts = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(text);
  const from = parts === null ? undefined : parseLocalDate(`${text}-01`);
  if (from === undefined || parts === null) return undefined;
  const [year, number] = [Number(parts[1]), Number(parts[2])];
  const next = number === 12 ? `${year + 1}-01-01` : `${year}-${String(number + 1).padStart(2, '0')}-01`;
  const after = parseLocalDate(next.padStart(10, '0'));
  return after === undefined ? undefined : { name: text, from, to: dayBefore(after) };
}

export function isWithin({ from, to }: Month, day: LocalDate): boolean {
  return day >= from && day <= to;
}

/** The moment at which the month is over in every store of the pipeline. */
export function endOf({ to }: Month, { primary, secondaries }: Pick<Pipeline, 'primary' | 'secondaries'>): Instant {
  const ends = [primary, ...secondaries].map(({ timezone }) => startOfDay(dayAfter(to), timezone)).sort();
  return ends.at(-1) as Instant;
}
