/**
 * How often a property is tried: a part of it in each run of the suite, which still finds what is broken for more than a
 * few in a hundred, and all of it in `npm run test:long`. The seeds differ from run to run.
 */
export function many(short: number, long: number): number {
  return process.env['LONG_TESTS'] === 'yes' ? long : short;
}
