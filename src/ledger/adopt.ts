import { ConsolidatorError } from '../model/errors.ts';
import type { Adoption } from './decision.ts';
import type { Writer } from './writer.ts';

/**
 * Takes a copy that is in the primary already into the map, as if this ledger had made it. A record that has a copy
 * stays as it is: the pair of ids is stored once. @returns whether it was taken
 * @throws ConsolidatorError `internal` when the record was never staged
 */
export function adoptCopy(writer: Writer, run: number, { key, targetId }: Adoption): boolean {
  const known = writer.record(key);
  if (known === undefined) {
    throw new ConsolidatorError(
      'internal',
      `${key.store} ${key.entity} ${key.sourceId} was adopted, but never staged.`,
    );
  }
  if (known['target_id'] !== null || known['state'] === 'writing') return false;
  const owner = writer.get(
    "SELECT 1 FROM record WHERE entity = ? AND target_id = ? AND state <> 'linked'",
    key.entity,
    targetId,
  );
  if (owner !== undefined) return false;
  writer.conclude(run, key, 'loaded', 'unchanged', { targetId });
  writer.audit(run, key, 'adopted', targetId);
  return true;
}
