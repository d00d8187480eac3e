import type { Adoption } from './ledger.ts';
import type { Writer } from './writer.ts';

/**
 * Takes a copy that is in the primary already into the map, as if this ledger had made it. A record that has a copy
 * stays as it is: the pair of ids is stored once. @returns whether it was taken
 */
export function adoptCopy(writer: Writer, run: number, adoption: Adoption): boolean {
  const { key, targetId, hash, rules, parent = null, amount = null } = adoption;
  const known = writer.record(key);
  if (known !== undefined && (known['target_id'] !== null || known['state'] === 'writing')) return false;
  const owner = writer.get(
    "SELECT 1 FROM record WHERE entity = ? AND target_id = ? AND state <> 'linked'",
    key.entity,
    targetId,
  );
  if (owner !== undefined) return false;
  writer.run(
    `INSERT INTO record (store, entity, source_id, state, target_id, hash, rules, parent, amount, changed_at)
     VALUES (?1, ?2, ?3, 'loaded', ?4, ?5, ?6, ?7, ?8, ?9)
     ON CONFLICT (store, entity, source_id) DO UPDATE SET state = 'loaded', target_id = ?4, hash = ?5, rules = ?6, parent = ?7,
       amount = ?8, changed_at = ?9, payload = NULL, reason = NULL, message = NULL`,
    key.store,
    key.entity,
    key.sourceId,
    targetId,
    hash,
    rules,
    parent,
    amount,
    writer.now(),
  );
  writer.countOutcome(run, key, 'unchanged');
  writer.audit(run, key, 'adopted', targetId);
  return true;
}
