import type { LocalDate } from '../../model/time.ts';

/** A running number and the day of what bears it. */
export interface NumberedDay {
  readonly id: number;
  readonly day: LocalDate;
}

/** - `unclear`: too few, or all of about the same day. */
export type IdsJudged = 'growing' | 'not-growing' | 'unclear';

/** Pairs of different days that tell something together. */
const FEWEST_PAIRS = 10;
/** Of pairs that are far apart, as many must agree: some are dated back, and no store dates back most. */
const MOST = 0.9;

/** @returns a number without leading zeros, or undefined where the id is none */
export function numberOf(id: string): number | undefined {
  return /^[1-9]\d{0,14}$/.test(id) ? Number(id) : undefined;
}

/**
 * Whether higher ids stand on later days. Ids that lie a quarter of all apart are compared, so that what is dated back by some
 * days, as bank transfers are, tells nothing against it.
 */
export function judgeIds(seen: readonly NumberedDay[]): IdsJudged {
  const sorted = [...seen].sort((a, b) => a.id - b.id);
  const apart = Math.floor(sorted.length / 4);
  let [agreeing, other] = [0, 0];
  for (let place = apart; apart > 0 && place < sorted.length; place += 1) {
    const [before, after] = [sorted[place - apart]?.day ?? '', sorted[place]?.day ?? ''];
    if (before < after) agreeing += 1;
    if (before > after) other += 1;
  }
  if (agreeing + other < FEWEST_PAIRS) return 'unclear';
  return agreeing / (agreeing + other) >= MOST ? 'growing' : 'not-growing';
}
