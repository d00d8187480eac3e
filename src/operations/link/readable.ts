import type { OfOrder, Shown } from '../../entities/definition/reads.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import type { StoreRun } from '../../session/store-run.ts';

/** All that a store shows, since one that can't be read may be the one that is meant. @throws ConsolidatorError */
export function readable<Found extends OfOrder>({ fixed: { store } }: StoreRun, shown: Shown<Found>): readonly Found[] {
  const [first] = shown.unreadable;
  if (first === undefined) return shown.found;
  throw new ConsolidatorError('answer-unexpected', first.problem, { store, record: first.id });
}
