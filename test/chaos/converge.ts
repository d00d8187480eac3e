import { dailyProof } from '../../src/proof/daily-proof.ts';
import { unexplainedIn } from '../../src/run/proof.ts';
import type { RunSummary } from '../../src/run/summary.ts';
import type { Arena } from './arena.ts';
import type { Truth } from './population.ts';
import { quarantineOf, type Verdict, verifyAlways, verifyEnd } from './verify.ts';

/** Runs without a fault after which everything must be as the seed says. */
export const CLEAN_RUNS = 3;

/** Ends the faults, lets a few runs go well, and compares with the truth. @param runs stops early once all is well */
export async function converge(arena: Arena, truth: Truth): Promise<Verdict> {
  for (const store of [arena.main, arena.west, arena.south]) store.faults.next = undefined;
  const always = verifyAlways(arena, arena.before, truth);
  const unexplained: string[] = [];
  let last: RunSummary | undefined;
  for (let run = 1; run <= CLEAN_RUNS; run += 1) {
    last = await arena.run({ prover: dailyProof, proof: 'now' });
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
