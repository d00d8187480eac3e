import type { RunContext } from './context.ts';
import { findGone, type PartOfLook } from './find-gone-payments.ts';
import { heldReturns } from './on-copies.ts';
import { returnsAtSource } from './returns-at-source.ts';
import type { StoreRun } from './store-run.ts';

/** Copied returns that their store does not show any more. @returns whether all have been looked for */
export function findGoneReturns(context: RunContext, store: StoreRun, part: PartOfLook): Promise<boolean> {
  return findGone(context, store, {
    ...part,
    at: returnsAtSource(context, store),
    held: heldReturns,
    reason: 'rma-gone',
    replacing: 'rma-replaced',
    name: 'Return',
  });
}
