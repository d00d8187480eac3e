import { Temporal } from 'temporal-polyfill';
import { dayName, monthName } from '../page/days.ts';

export interface Bucket {
  /** First day. */
  readonly start: string;
  readonly label: string;
}

export interface Buckets {
  readonly unit: 'day' | 'week' | 'month';
  readonly all: readonly Bucket[];
  readonly indexOf: (day: string) => number;
}

const DAYS = 190;
const WEEKS = 900;

/** Days without a gap; weeks or months where days would be too thin to see. */
export function bucketsOf(days: readonly string[]): Buckets {
  const sorted = [...days].sort();
  const [first] = sorted;
  const last = sorted.at(-1);
  if (first === undefined || last === undefined) return { unit: 'day', all: [], indexOf: () => -1 };
  const span = Temporal.PlainDate.from(first).until(last).days;
  const unit = span <= DAYS ? 'day' : span <= WEEKS ? 'week' : 'month';
  const start = (day: string): string => startOf(day, unit);
  const all: Bucket[] = [];
  for (let at = start(first); at <= last; at = next(at, unit)) all.push({ start: at, label: labelOf(at, unit) });
  const places = new Map(all.map((bucket, place) => [bucket.start, place]));
  return { unit, all, indexOf: (day) => places.get(start(day)) ?? -1 };
}

function startOf(day: string, unit: Buckets['unit']): string {
  const date = Temporal.PlainDate.from(day);
  if (unit === 'day') return day;
  return (unit === 'week' ? date.subtract({ days: date.dayOfWeek - 1 }) : date.with({ day: 1 })).toString();
}

function next(day: string, unit: Buckets['unit']): string {
  return Temporal.PlainDate.from(day)
    .add({ [`${unit}s`]: 1 })
    .toString();
}

function labelOf(day: string, unit: Buckets['unit']): string {
  return unit === 'month' ? monthName(day) : `${unit === 'week' ? 'week of ' : ''}${dayName(day)}`;
}

/** Round steps for an axis that begins at 0: `[0, 500, 1000]`. */
export function ticksUpTo(maximum: number, steps = 4): number[] {
  if (!(maximum > 0)) return [0, 1];
  const rough = maximum / steps;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? rough;
  return Array.from({ length: Math.ceil(maximum / step) + 1 }, (_, place) => place * step);
}
