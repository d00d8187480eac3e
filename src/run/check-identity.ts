import type { Counts } from '../ledger/run-entry.ts';
import type { EntityName } from '../model/entities.ts';
import { ConsolidatorError } from '../model/errors.ts';

/** Promise 2: what was read is accounted for. @throws ConsolidatorError `internal` when it is not */
export function checkIdentity(counts: ReadonlyMap<string, ReadonlyMap<EntityName, Counts>>): void {
  for (const [store, entities] of counts) {
    for (const [entity, one] of entities) {
      const sum = one.created + one.updated + one.unchanged + one.skipped + one.quarantined + one.pending;
      if (sum !== one.read) {
        throw new ConsolidatorError('internal', `${store}: ${one.read} ${entity} were read, but ${sum} accounted for.`);
      }
    }
  }
}
