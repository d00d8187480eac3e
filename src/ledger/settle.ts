import type { RecordKey } from '../model/entities.ts';
import { ConsolidatorError } from '../model/errors.ts';
import { outcomeOfChange } from './follow-change.ts';
import type { Settlement } from './intent.ts';
import { intentOf } from './rows.ts';
import type { Writer } from './writer.ts';

function hasEarlierStep(writer: Writer, key: RecordKey): boolean {
  const done = writer.get(
    "SELECT 1 FROM intent WHERE store = ? AND entity = ? AND source_id = ? AND outcome = 'step-done' AND draft IS NOT NULL",
    key.store,
    key.entity,
    key.sourceId,
  );
  return done !== undefined;
}

/** Closes one intent and moves its record on, in the same step. */
export function settleIntent(writer: Writer, run: number, settlement: Settlement): void {
  const row = writer.get('SELECT * FROM intent WHERE id = ? AND outcome IS NULL', settlement.intent);
  if (row === undefined) throw new ConsolidatorError('internal', `Intent ${settlement.intent} is not open.`);
  const { key, action } = intentOf(row);
  writer.run('UPDATE intent SET outcome = ? WHERE id = ?', settlement.kind, settlement.intent);
  switch (settlement.kind) {
    case 'step-done':
      writer.audit(run, key, 'step-done', action);
      return;
    case 'loaded':
      writer.conclude(
        run,
        key,
        'loaded',
        settlement.outcome === 'updated' ? outcomeOfChange(writer, run, key, 'updated') : settlement.outcome,
        {},
      );
      return;
    case 'quarantine':
      writer.conclude(run, key, 'quarantined', 'quarantined', settlement);
      if (settlement.unwritten === true && !isCopied(writer, key)) freeTarget(writer, key);
      return;
    case 'absent':
      if (hasEarlierStep(writer, key)) {
        // The copy stands; only its next step is to be done again.
        writer.run('UPDATE intent SET draft = NULL WHERE id = ?', settlement.intent);
        writer.countOutcome(run, key, null);
        writer.audit(run, key, 'absent', action);
        return;
      }
      // Of a change only the change is proven not to be there: the copy is, and keeps its id.
      if (!isCopied(writer, key)) freeTarget(writer, key);
      writer.run(
        "UPDATE record SET state = 'staged', changed_at = ? WHERE store = ? AND entity = ? AND source_id = ?",
        writer.now(),
        key.store,
        key.entity,
        key.sourceId,
      );
      writer.forgetDrafts(key);
      writer.countOutcome(run, key, null);
      writer.audit(run, key, 'absent', action);
  }
}

function isCopied(writer: Writer, key: RecordKey): boolean {
  return (writer.record(key)?.['copied_as'] ?? null) !== null;
}

function freeTarget(writer: Writer, key: RecordKey): void {
  writer.run(
    'UPDATE record SET target_id = NULL WHERE store = ? AND entity = ? AND source_id = ?',
    key.store,
    key.entity,
    key.sourceId,
  );
}
