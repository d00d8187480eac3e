import type { Pipeline } from '../config/pipeline.ts';
import { keeperOf } from '../ledger/open/keeper-of.ts';
import { ConsolidatorError } from '../model/errors.ts';

/**
 * For whatever asks of the past: nothing but a run begins a ledger, since an empty one would answer as if nothing had ever been.
 * @throws ConsolidatorError `ledger-missing`, which says how to begin, and what to do where a ledger is lost
 */
export async function needsLedger(pipeline: Pipeline): Promise<void> {
  if (await keeperOf(pipeline).exists()) return;
  const { name, ledger } = pipeline;
  throw new ConsolidatorError(
    'ledger-missing',
    `The pipeline ${name} has no ledger yet at ${ledger}: no run was made with it.`,
  );
}
