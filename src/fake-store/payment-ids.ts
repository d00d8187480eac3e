import type { Switches } from './switches.ts';

/** A prime, so that each number below it is met once before any comes again. */
const SPAN = 899_981;

/** The id that the n-th payment of a store gets. */
export function paymentIdOf(place: number, how: Switches['paymentIds']): string {
  if (how === 'falling') return String(1_000_000 - place);
  return String(how === 'scattered' ? 100_000 + ((place * 556_199) % SPAN) : place);
}
