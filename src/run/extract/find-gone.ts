import type { EntityDefinition } from '../../entities/definition/definition.ts';
import type { DailyProgress } from './daily-progress.ts';
import { findGoneAlone } from './find-gone-alone.ts';
import { findGoneOfOrders } from './find-gone-of-orders.ts';
import type { StoreWindow } from './store-window.ts';

/** Copies whose source its store has deleted: nothing in the API says so (U33). @returns whether all have been looked for */
export async function findGone(
  window: StoreWindow,
  definition: EntityDefinition,
  progress: DailyProgress,
): Promise<boolean> {
  const { read } = definition;
  if (read.gone === undefined) return true;
  if (read.ofOrder === undefined) return findGoneAlone(window, { ...definition, gone: read.gone }, progress);
  return findGoneOfOrders(window, { ...definition, gone: read.gone }, progress);
}
