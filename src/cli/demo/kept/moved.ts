import { seedSchema } from '../../../fake-store/index.ts';
import {
  dayBefore,
  daysAfter,
  daysAfterIn,
  daysBetween,
  type Instant,
  instant,
  instantOfMilliseconds,
  type LocalDate,
  parseLocalDate,
} from '../../../model/time.ts';
import type { DemoSeed, DemoStoreName } from '../stores.ts';

export type DemoSeeds = Readonly<Record<DemoStoreName, DemoSeed>>;

/**
 * The sample data is of fixed days. A demo that is kept meets the real clock, in whichever year: so its data is moved by
 * whole days, and the last change in it was yesterday. What was at nine o'clock in its store still is.
 * @param now milliseconds since 1970
 * @returns how many days; negative for the past
 */
export function daysToMove(seeds: DemoSeeds, now: number): number {
  const changes = Object.values(seeds).flatMap(({ orders }) =>
    orders.map(({ DateUpdated }) => String(DateUpdated ?? '')),
  );
  const last = dayOf(changes.sort().at(-1) ?? '');
  return last === undefined ? 0 : daysBetween(last, dayBefore(dayOf(instantOfMilliseconds(now)) ?? last));
}

/** The same store so many days later. */
export function movedSeed(seed: DemoSeed, days: number): DemoSeed {
  const text = JSON.stringify(seed);
  return seedSchema.parse(
    JSON.parse(text, (key, value: unknown) =>
      key.startsWith('Date') && typeof value === 'string' ? movedDate(value, days, seed.timezone) : value,
    ),
  );
}

/** A day, or a moment in UTC, in Neto's way of writing; the rest stays as it is. */
function movedDate(text: string, days: number, timeZone: string): string {
  const day = parseLocalDate(text);
  if (day !== undefined) return daysAfter(day, days);
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text)) return text;
  const at: Instant = instant(`${text.replace(' ', 'T')}Z`);
  return daysAfterIn(timeZone, at, days).replace('T', ' ').replace('Z', '');
}

/** The pipeline file for the moved data, with variables that no other pipeline's environment holds. */
export function movedPipeline(text: string, days: number): string {
  return text
    .replaceAll(/\b(since|lockDate): (\d{4}-\d\d-\d\d)/g, (whole, key: string, day: string) => {
      const from = parseLocalDate(day);
      return from === undefined ? whole : `${key}: ${daysAfter(from, days)}`;
    })
    .replaceAll(/\b(?:MAIN|WEST|SOUTH)_STORE_(?:URL|KEY)\b/g, ownVariable);
}

/** A variable of the environment wins over `.env`: one that is set for real stores must not lead the demo to them. */
export function ownVariable(name: string): string {
  return `DEMO_${name}`;
}

function dayOf(text: string): LocalDate | undefined {
  return parseLocalDate(text.slice(0, 10));
}
