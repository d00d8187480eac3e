import type { Pipeline } from '../config/pipeline.ts';
import { dayAfter, type Instant, type LocalDate, startOfDay } from '../model/time.ts';
import type { Month } from './month.ts';

export function isWithin({ from, to }: Month, day: LocalDate): boolean {
  return day >= from && day <= to;
}

/** The moment at which the month is over in every store of the pipeline. */
export function endOf({ to }: Month, { primary, secondaries }: Pick<Pipeline, 'primary' | 'secondaries'>): Instant {
  const ends = [primary, ...secondaries].map(({ timezone }) => startOfDay(dayAfter(to), timezone)).sort();
  return ends.at(-1) as Instant;
}
