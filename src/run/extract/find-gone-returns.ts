import type { StoreRun } from '../../session/store-run.ts';
import type { DailyWork, ReadingRun } from '../context/parts.ts';
import { heldReturns } from '../copies/on-copies.ts';
import { findGone, type PartOfLook } from './find-gone-payments.ts';
import { returnsAtSource } from './returns-at-source.ts';

/** Copied returns that their store does not show any more. @returns whether all have been looked for */
export function findGoneReturns(context: ReadingRun & DailyWork, store: StoreRun, part: PartOfLook): Promise<boolean> {
  return findGone(context, store, {
    ...part,
    at: returnsAtSource(context, store),
    held: heldReturns,
    reason: 'rma-gone',
    replacing: 'rma-replaced',
    name: 'Return',
  });
}
