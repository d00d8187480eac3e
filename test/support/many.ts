/**
 * How often a property is tried, or with which settings: a part of it in each run of the suite, which still finds what is
 * broken for more than a few in a hundred, and all of it in `npm run test:long`. The seeds differ from run to run.
 */
export function many<T>(short: T, long: T): T {
  return process.env['LONG_TESTS'] === 'yes' ? long : short;
}
