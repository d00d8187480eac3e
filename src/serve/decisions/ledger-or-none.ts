import { ConsolidatorError } from '../../model/errors.ts';
import type { ServedPipeline } from '../pipelines/served-pipeline.ts';

/** @returns null where nothing was ever run @throws ConsolidatorError for all else that keeps a ledger from being read */
export async function ledgerOrNone<Result>(
  pipeline: ServedPipeline,
  use: Parameters<typeof pipeline.look<Result>>[0],
): Promise<Result | null> {
  try {
    return await pipeline.look(use);
  } catch (error) {
    if (error instanceof ConsolidatorError && error.code === 'ledger-missing') return null;
    throw error;
  }
}
