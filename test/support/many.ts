/**
 * How often a property is tried, or with which settings: a part of it in each run of the suite, which still finds what is
 * broken for more than a few in a hundred, and all of it in `npm run test:long`. The seeds differ from run to run.
 */
export function many<T>(short: T, long: T): T {
  return process.env['LONG_TESTS'] === 'yes' ? long : short;
}

/** Rows of a table: every so many of them in the suite, all of them in `npm run test:long`. */
export function someOf<Row>(rows: readonly Row[], every: number, from = 0): Row[] {
  return process.env['ALL_ROWS'] === 'yes' ? [...rows] : rows.filter((_, place) => (place - from) % every === 0);
}

/** Where what takes seconds by itself, such as waits that are the point, is tried too: not in the suite. */
export const isLong = process.env['ALL_ROWS'] === 'yes';
