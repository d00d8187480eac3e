import { withAccepted } from '../model/accepted.ts';
import { ConsolidatorError } from '../model/errors.ts';
import type { HandLink } from './decision.ts';
import { DROPPED } from './quarantine.ts';
import { stageRecord } from './stage.ts';
import type { Writer } from './writer.ts';

/** Whether a person can say what in the primary was entered for a record by hand. */
export function isLinkable({ state, reason }: { readonly state: string; readonly reason: string | null }): boolean {
  return state === 'quarantined' || state === 'staged' || (state === 'skipped' && reason !== null);
}

/**
 * A person's word that what was entered in the primary by hand stands for this record: read anew, and taken for its copy,
 * in one step, since one that was read and not linked would be copied. It is followed from then on, and never written to.
 * @throws ConsolidatorError `internal` where the record has a copy, or its copy is another's
 */
export function linkByHand(writer: Writer, run: number, link: HandLink): void {
  const { key, targetId, ids, rules, record, seen, difference, why, replaces = false } = link;
  const { store, entity, sourceId } = key;
  const refuse = (words: string) => new ConsolidatorError('internal', `${store} ${entity} ${sourceId} ${words}.`);
  const before = writer.record(key);
  if (
    before !== undefined &&
    !(replaces && before['state'] === 'loaded') &&
    !isLinkable({ state: String(before['state']), reason: before['reason'] as string | null })
  )
    throw refuse('is copied, or is being written, and was to be linked');
  const owner = writer.get(
    "SELECT 1 FROM record WHERE entity = ? AND target_id = ? AND state <> 'linked' AND NOT (store = ? AND source_id = ?)",
    entity,
    targetId,
    store,
    sourceId,
  );
  if (owner !== undefined) throw refuse(`was to be linked as ${targetId}, which stands for another record`);
  stageRecord(writer, { run, store, entity, rules, records: [record] }, record);
  writer.run(
    `UPDATE record SET hash = ?, rules = ?, amount = ?, read_as = ?, accepted = ?, accepted_as = ?, by_hand = ?
     WHERE store = ? AND entity = ? AND source_id = ?`,
    record.hash,
    rules,
    record.amount ?? null,
    record.snapshot ?? null,
    difference,
    seen.length === 0 ? null : JSON.stringify(withAccepted(null, seen)),
    JSON.stringify(ids),
    store,
    entity,
    sourceId,
  );
  writer.conclude(run, key, 'loaded', 'unchanged', { targetId });
  // It bears nothing of ours, and was made by other rules.
  writer.audit(run, key, 'adopted', targetId);
  writer.audit(run, key, 'linked-by-hand', [ids.join(', '), ...(why === '' ? [] : [why])].join(': '));
  if (why !== '') writer.audit(run, key, 'accepted', why);
}

/** Whether a person took a record out for good, so that what it names was entered by them. */
export function droppedNaming(writer: Writer, store: string, targetId: string): string[] {
  return writer
    .all(
      `SELECT source_id, message FROM record WHERE store = ? AND state = 'skipped' AND reason = '${DROPPED}' AND entity = 'orders'
         AND instr(lower(coalesce(message, '')), lower(?)) > 0`,
      store,
      targetId,
    )
    .filter(({ message }) => namesId(String(message), targetId))
    .map((row) => String(row['source_id']));
}

/** As a word of its own: `S108` is not named by `entered as S1081`. */
function namesId(text: string, id: string): boolean {
  const words = text.toLowerCase().split(/[^\p{L}\p{N}_-]+/u);
  return words.includes(id.toLowerCase());
}
