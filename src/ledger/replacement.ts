import type { RecordKey } from '../model/entities.ts';
import type { Decision } from './decision.ts';
import type { LedgerRecord } from './record.ts';
import type { Row } from './rows.ts';
import type { Writer } from './writer.ts';

/** Why a copied record is left out: its store has another one in its place, for which the copy stands from now on. */
export const REPLACED = 'replaced-in-store';

/** Both ends of the passing are in the audit, and no process can end between them. */
export function passCopy(
  writer: Writer,
  run: number,
  { key, before, targetId }: Extract<Decision, { kind: 'keyed-anew' }>,
): void {
  const old = before === null ? undefined : writer.record(before);
  if (before !== null && old !== undefined) leaveOut(writer, run, before, key, targetId);
  // One that was found to be a file's payment shares that one's copy.
  const shared = old?.['state'] === 'linked';
  if (before !== null && !shared) freeTarget(writer, before);
  if (before !== null && old !== undefined) passHands(writer, before, key);
  writer.conclude(run, key, shared ? 'linked' : 'loaded', 'unchanged', { targetId });
  writer.audit(run, key, 'keyed-anew', `${targetId}${before === null ? '' : `, which ${before.sourceId} had`}`);
}

/** What stands in the primary is this record's too, or this one's alone where it is told better by it than by another. */
export function linkRecord(
  writer: Writer,
  run: number,
  { key, targetId, insteadOf }: Extract<Decision, { kind: 'link' }>,
): void {
  if (insteadOf === undefined) {
    writer.conclude(run, key, 'linked', 'unchanged', { targetId });
    return;
  }
  const isHeld = writer.record(insteadOf)?.['state'] === 'quarantined';
  if (isHeld) freeTarget(writer, insteadOf);
  // A file's sum that has grown meanwhile is compared anew with all that the copy has.
  if (!isHeld || !writer.stageAnew(run, insteadOf))
    writer.run(
      "UPDATE record SET state = 'linked' WHERE store = ? AND entity = ? AND source_id = ?",
      insteadOf.store,
      insteadOf.entity,
      insteadOf.sourceId,
    );
  writer.audit(run, insteadOf, 'linked', `${targetId} is the copy of ${key.sourceId} from now on`);
  writer.conclude(run, key, 'loaded', 'unchanged', { targetId });
  // It was made of what another record shows, so that its fields are not all this one's.
  writer.audit(run, key, 'adopted', targetId);
}

/**
 * A person's word that the copies of what its store does not show any more stand for this one: nothing is written. The
 * first of them becomes its copy, unless it stands for another record already.
 */
export function letCopiesStand(writer: Writer, run: number, record: LedgerRecord): void {
  const { store, entity, sourceId, replaces } = record;
  const key: RecordKey = { store, entity, sourceId };
  for (const { sourceId: replaced, targetId } of replaces) {
    const old: RecordKey | undefined = replaced === null ? undefined : { store, entity, sourceId: replaced };
    const state = old === undefined ? undefined : writer.record(old)?.['state'];
    if (old === undefined || state === undefined || state === 'skipped' || state === 'writing') continue;
    leaveOut(writer, run, old, key, targetId);
  }
  const [first] = replaces;
  if (first === undefined) {
    writer.conclude(run, key, 'linked', 'unchanged', {});
    return;
  }
  const owner = ownerOf(writer, record, first.targetId);
  const free = owner === undefined || (owner['state'] === 'skipped' && owner['source_id'] === first.sourceId);
  if (free && first.sourceId !== null) {
    const old = { store, entity, sourceId: first.sourceId };
    freeTarget(writer, old);
    passHands(writer, old, key);
  }
  writer.conclude(run, key, free ? 'loaded' : 'linked', 'unchanged', { targetId: first.targetId });
}

/** What was entered by hand for the one stands for the other from now on. */
function passHands(writer: Writer, from: RecordKey, to: RecordKey): void {
  const ids = writer.record(from)?.['by_hand'];
  if (typeof ids !== 'string') return;
  for (const [key, value] of [
    [from, null],
    [to, ids],
  ] as const) {
    writer.run(
      'UPDATE record SET by_hand = ? WHERE store = ? AND entity = ? AND source_id = ?',
      value,
      key.store,
      key.entity,
      key.sourceId,
    );
  }
}

function leaveOut(writer: Writer, run: number, old: RecordKey, by: RecordKey, targetId: string): void {
  writer.conclude(run, old, 'skipped', 'skipped', {
    reason: REPLACED,
    message: `Its store has ${by.sourceId} in its place, for which ${targetId} stands from now on.`,
  });
  writer.audit(run, old, 'replaced', `${targetId} passed to ${by.sourceId}`);
}

function ownerOf(writer: Writer, { entity }: LedgerRecord, targetId: string): Row | undefined {
  return writer.get("SELECT * FROM record WHERE entity = ? AND target_id = ? AND state <> 'linked'", entity, targetId);
}

function freeTarget(writer: Writer, key: RecordKey): void {
  writer.run(
    'UPDATE record SET target_id = NULL WHERE store = ? AND entity = ? AND source_id = ?',
    key.store,
    key.entity,
    key.sourceId,
  );
}
