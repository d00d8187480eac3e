import type { Pipeline } from '../config/pipeline.ts';
import { keeperOf } from '../ledger/open/keeper-of.ts';
import { readVerdict, type Verdict } from '../verdict/verdict.ts';
import { readLedger } from './open-ledger.ts';
import type { Shell } from './shell.ts';

/** Of a pipeline as its ledger stands now; null where it has none yet. */
export async function verdictNow(shell: Pick<Shell, 'now'>, pipeline: Pipeline): Promise<Verdict | null> {
  if (!(await keeperOf(pipeline).exists())) return null;
  return readLedger(shell, pipeline, (ledger) => readVerdict(ledger, pipeline, shell.now()));
}
