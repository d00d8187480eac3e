import type { ExtractedRecord } from '../../extract/extracted-record.ts';
import type { RunContext, StoreRun } from './context.ts';
import { findGone } from './find-gone-payments.ts';
import { heldReturns } from './on-copies.ts';
import { returnsAtSource } from './returns-at-source.ts';

/** Copied returns that their store does not show any more. @param stage what is there all the same */
export async function findGoneReturns(
  context: RunContext,
  store: StoreRun,
  stage: (records: readonly ExtractedRecord[]) => Promise<void>,
): Promise<void> {
  await findGone(context, store, {
    at: returnsAtSource(context, store),
    held: heldReturns,
    reason: 'rma-gone',
    replacing: 'rma-replaced',
    name: 'Return',
    stage,
  });
}
