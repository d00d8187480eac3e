import type { WritingRun } from '../context/parts.ts';
import type { Canaries } from '../protocol/canary.ts';

/** Whether the first record of each of these steps was found right, so that several may be written at once for a store. */
export function mayWriteTogether(
  { canaries }: Pick<WritingRun, 'canaries'>,
  store: string,
  steps: Parameters<Canaries['areProven']>[1],
): Promise<boolean> {
  return canaries.areProven(store, steps);
}
