import { entityNameSchema, type RecordKey } from '../model/entities.ts';
import type { Instant } from '../model/time.ts';
import type { Writer } from './writer.ts';

/** Why a record that a person took out of quarantine stays out of the books. */
export const DROPPED = 'dropped';

const QUARANTINED = "store = ? AND entity = ? AND source_id = ? AND state = 'quarantined'";

/**
 * Leaves a record alone from now on. What stands in the primary under its target id, if anything, stays known as its copy,
 * so that nobody takes it for a stranger's. @returns false when it is not in quarantine
 */
export function dropRecord(writer: Writer, run: number, key: RecordKey, note: string): boolean {
  const held = writer.get(`SELECT reason FROM record WHERE ${QUARANTINED}`, key.store, key.entity, key.sourceId);
  if (held === undefined) return false;
  writer.conclude(run, key, 'skipped', 'skipped', { reason: DROPPED, message: note });
  return true;
}

/**
 * Stages a quarantined record anew; one whose payload was purged is marked to be read from its store again.
 * @returns `not-held` when it is not in quarantine
 */
export function retryRecord(writer: Writer, run: number, key: RecordKey): 'staged' | 'to-be-read' | 'not-held' {
  if (writer.stageAnew(run, key)) return 'staged';
  const { changes } = writer.run(
    // Rules that no pipeline has: extraction asks again for whatever was skipped under other ones.
    `UPDATE record SET state = 'skipped', rules = '', reason = 'to-be-read', changed_at = ? WHERE ${QUARANTINED}`,
    writer.now(),
    key.store,
    key.entity,
    key.sourceId,
  );
  if (changes !== 1) return 'not-held';
  writer.audit(run, key, 'retry', 'its payload was purged: it is read again');
  return 'to-be-read';
}

/** Takes what is personal out of records that have been in quarantine since before that moment. @returns how many */
export function purgePayloads(writer: Writer, run: number, before: Instant): number {
  const purged = writer.all(
    `UPDATE record SET payload = NULL WHERE state = 'quarantined' AND payload IS NOT NULL AND payload <> '' AND changed_at < ?
     RETURNING store, entity, source_id`,
    before,
  );
  for (const row of purged) {
    const key = {
      store: String(row['store']),
      entity: entityNameSchema.parse(row['entity']),
      sourceId: String(row['source_id']),
    };
    writer.audit(run, key, 'purged', '');
  }
  return purged.length;
}
