import type { RawRecord } from './read-fields.ts';

/** How many rows another answer shows of one key. */
export interface CountedRows {
  readonly count: number;
  /** Whether it shows all that there were then. */
  readonly isAll: boolean;
}

/** Whether so many rows are all that another answer shows of a key. */
export function areAllShown(rows: number, counted: CountedRows | undefined): boolean {
  return counted?.isAll === true && counted.count === rows;
}

/** The rows of one reply that was shorter than it might have been, beside what another answer has shown of them. */
export interface Witnessed {
  readonly rows: readonly RawRecord[];
  /** What a row belongs to, as it is asked for. */
  readonly keyOf: (row: RawRecord) => string;
  readonly asked: readonly string[];
  /** What the other answer shows of each; left out where nobody knows. */
  readonly shown: ReadonlyMap<string, CountedRows>;
}

/**
 * What two answers say together of a reply that may be silently short:
 * - `whole`: as many rows of each as the other answer shows, so that nothing is missing.
 * - `hides`: the other answer shows fewer than there are, and is no witness, or is out of date.
 * - `doubtful`: rows are missing, or nobody can tell.
 */
export function secondWitness({ rows, keyOf, asked, shown }: Witnessed): 'whole' | 'hides' | 'doubtful' {
  const found = Map.groupBy(rows, keyOf);
  const counted = (key: string): number => found.get(key)?.length ?? 0;
  if (asked.some((key) => counted(key) > (shown.get(key)?.count ?? Number.POSITIVE_INFINITY))) return 'hides';
  // Rows of others: the filter is ignored, and the reply tells nothing of those asked for.
  if ([...found.keys()].some((key) => !asked.includes(key))) return 'doubtful';
  const isWhole = asked.every((key) => areAllShown(counted(key), shown.get(key)));
  return isWhole ? 'whole' : 'doubtful';
}
