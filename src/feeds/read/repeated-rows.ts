import type { FeedRow } from './feed-row.ts';

/** The rows of an order that come more than once, as where an export was appended to itself. */
export interface RepeatedRows {
  /** Numbers of rows that may be the whole order, the fewest first; all of them are not among these. */
  readonly fewer: readonly number[];
  /** Rows of other orders stand between the sets. */
  readonly apart: boolean;
}

/**
 * The shortest set of rows that all rows of an order are repetitions of, cell by cell.
 * @returns undefined where no row set repeats
 */
export function repeatedRows(rows: readonly FeedRow[]): RepeatedRows | undefined {
  const texts = rows.map(({ cells }) => JSON.stringify([...cells.values()]));
  const period = shortestPeriod(texts);
  if (period === rows.length) return undefined;
  const lengths = Array.from({ length: rows.length / period - 1 }, (_, index) => (index + 1) * period);
  const fewer = lengths.filter((length) => rows.length % length === 0);
  return { fewer, apart: rows.some((row, index) => index > 0 && row.record !== (rows[index - 1]?.record ?? 0) + 1) };
}

/** How many of these, from the first on, all of them are repetitions of; their own number where they repeat nothing. */
export function shortestPeriod(texts: readonly (string | number)[]): number {
  for (let period = 1; period * 2 <= texts.length; period += 1) {
    if (texts.length % period === 0 && texts.every((text, index) => text === texts[index % period])) return period;
  }
  return texts.length;
}
