import type { RecordKey } from '../model/entities.ts';
import type { StagedRecord, StagePage } from './record.ts';
import type { Row } from './rows.ts';
import type { Writer } from './writer.ts';

/** Why a change of a copy is held: what its own store shows next may end it. */
const OF_CHANGES: readonly string[] = [
  'changed-after-copy',
  'cancelled-after-copy',
  'changed-on-both-sides',
  'source-gone',
  'shipping-method-unmapped',
  'text-too-long',
];

/** Whether what was read shows something else than the copy, and can be carried over by what is known of the copy. */
export function isChangeOfCopy(known: Row, record: StagedRecord): boolean {
  return isFollowed(known, record) && known['copied_as'] !== record.snapshot;
}

function isFollowed(known: Row, { snapshot }: StagedRecord): boolean {
  return snapshot !== undefined && known['copied_as'] !== null && known['target_id'] !== null;
}

/**
 * What was read in the form in which the copy's own snapshot is kept, so that the two can be compared. One that earlier
 * versions kept without salt is replaced where nothing has changed; else only once the change is settled.
 */
export function inFormOf(
  writer: Writer,
  key: RecordKey,
  known: Row,
  record: StagedRecord,
): { readonly known: Row; readonly record: StagedRecord } {
  const { snapshot, unsalted } = record;
  const { copied_as: copied, read_as: read } = known;
  if (snapshot === undefined || unsalted === undefined) return { known, record };
  if (isUnsalted(copied) && copied !== unsalted) return { known, record: { ...record, snapshot: unsalted } };
  if (!isUnsalted(copied) && !isUnsalted(read)) return { known, record };
  replaceSnapshot(writer, key, unsalted, snapshot);
  return { known: writer.record(key) ?? known, record };
}

function isUnsalted(snapshot: unknown): boolean {
  return typeof snapshot === 'string' && !snapshot.startsWith('{"salt":');
}

export function replaceSnapshot(writer: Writer, key: RecordKey, before: string, after: string): void {
  for (const column of ['copied_as', 'read_as'] as const) {
    writer.run(
      `UPDATE record SET ${column} = ? WHERE store = ? AND entity = ? AND source_id = ? AND ${column} = ?`,
      after,
      key.store,
      key.entity,
      key.sourceId,
      before,
    );
  }
}

/** For the load stage to carry over what can be: the target id, and what the copy shows, stay as they are. */
export function stageChange(writer: Writer, page: StagePage, key: RecordKey, record: StagedRecord): void {
  writer.run(
    "UPDATE record SET state = 'staged', hash = ?, rules = ?, payload = ?, read_as = ?, reason = NULL, message = NULL, changed_at = ? WHERE store = ? AND entity = ? AND source_id = ?",
    record.hash,
    page.rules,
    record.payload,
    record.snapshot ?? null,
    writer.now(),
    key.store,
    key.entity,
    key.sourceId,
  );
  writer.countOutcome(page.run, key, null);
}

/**
 * A change that is held: taken back in its own store it is none any more; changed again it is judged again.
 * @returns whether either was so
 */
export function followHeld(writer: Writer, page: StagePage, key: RecordKey, record: StagedRecord, known: Row): boolean {
  if (!isFollowed(known, record) || !OF_CHANGES.includes(String(known['reason']))) return false;
  const isBack = known['copied_as'] === record.snapshot;
  if (!isBack && known['read_as'] === record.snapshot && known['reason'] !== 'source-gone') return false;
  stageChange(writer, page, key, record);
  if (isBack) writer.conclude(page.run, key, 'loaded', outcomeOfChange(writer, page.run, key, 'unchanged'), {});
  return true;
}

/** A copy that was made before snapshots were kept, or from a file, shows what the API first brings of it. */
export function keepFirstSnapshot(writer: Writer, key: RecordKey, { snapshot }: StagedRecord): void {
  if (snapshot === undefined) return;
  writer.run(
    'UPDATE record SET read_as = ?1, copied_as = ?1 WHERE store = ?2 AND entity = ?3 AND source_id = ?4 AND copied_as IS NULL',
    snapshot,
    key.store,
    key.entity,
    key.sourceId,
  );
}

/** A copy that this very run made counts as created, whatever was carried over to it afterwards. */
export function outcomeOfChange<Other extends 'updated' | 'unchanged'>(
  writer: Writer,
  run: number,
  key: RecordKey,
  other: Other,
): 'created' | Other {
  const first = writer.get(
    "SELECT run FROM audit WHERE store = ? AND entity = ? AND source_id = ? AND event = 'loaded' ORDER BY id LIMIT 1",
    key.store,
    key.entity,
    key.sourceId,
  );
  return first?.['run'] === run ? 'created' : other;
}
