import { dailyProof } from '../../src/proof/daily-proof.ts';
import { unexplainedIn } from '../../src/run/proof.ts';
import type { RunSummary } from '../../src/run/summary.ts';
import type { Arena } from './arena.ts';
import { doublesIn, reportedBy, takeBackSurplus } from './doubles.ts';
import type { Truth } from './population.ts';
import { quarantineOf, type Verdict, verifyAlways, verifyEnd } from './verify.ts';

/** Runs without a fault after which everything must be as the seed says. */
export const CLEAN_RUNS = 3;

/**
 * Ends the faults, lets a few runs go well, and compares with the truth. A primary that stores what it calls refused, does not
 * show it at once, and numbers what it has already anew, may have an order twice that nobody could know of: such a one has
 * to be told by the first run that comes to its end, and staff then take it back.
 * @param planted told of each order that was doubled so
 */
export async function converge(
  arena: Arena,
  truth: Truth,
  planted: (what: string) => void = () => {},
): Promise<Verdict> {
  for (const store of [arena.main, arena.west, arena.south]) store.faults.next = undefined;
  const mayDouble = arena.main.switches.duplicateOrderId === 'renumber';
  let always = mayDouble ? undefined : verifyAlways(arena, arena.before, truth);
  const unexplained: string[] = [];
  let last: RunSummary | undefined;
  for (let run = 1; run <= CLEAN_RUNS; run += 1) {
    last = await arena.run({ prover: dailyProof, proof: 'now' });
    if (mayDouble && run === 1) takeBackTold(arena, truth, planted);
    always ??= verifyAlways(arena, arena.before, truth);
    // Both sides compared without the ledger: whatever it finds must be in quarantine, or under way.
    unexplained.push(
      ...unexplainedIn(last.proof).map(({ message }) => `the proof finds, and nothing explains: ${message}`),
    );
    const verdict = verifyEnd(arena, arena.before, truth, last, await quarantineOf(arena.place.folder));
    if (last.proof?.stores.every(({ state }) => state === 'done') !== true && run === CLEAN_RUNS)
      unexplained.push(`no proof could be made: ${JSON.stringify(last.proof?.stores.map(({ why }) => why))}`);
    if (verdict.violations.length === 0 || run === CLEAN_RUNS) {
      return { ...verdict, violations: [...always.violations, ...unexplained, ...verdict.violations] };
    }
  }
  throw new RangeError('No run was made');
}

function takeBackTold(arena: Arena, truth: Truth, planted: (what: string) => void): void {
  const told = reportedBy(arena.ended, truth);
  for (const double of doublesIn(arena, truth)) {
    if (!double.name.startsWith('orders') || !told.has(double.name)) continue;
    planted('order doubled by a primary that lags, and told');
    const copy = truth.copies.find(({ store, sourceId }) => double.name === `orders ${store} ${sourceId}`);
    takeBackSurplus(arena, double, copy?.targetId);
  }
}
