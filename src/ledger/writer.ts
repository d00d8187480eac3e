import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { SeenDifference } from '../model/accepted.ts';
import type { RecordKey } from '../model/entities.ts';
import { ConsolidatorError } from '../model/errors.ts';
import { FROM_FILE } from '../model/from-file.ts';
import type { Decimal } from '../model/money.ts';
import type { Instant } from '../model/time.ts';
import type { IntentRequest } from './intent.ts';
import type { RecordState, StandsFor } from './record.ts';
import { keyOf, type Row } from './rows.ts';
import { BY_A_PERSON } from './run-entry.ts';

type Outcome = 'created' | 'updated' | 'unchanged' | 'skipped' | 'quarantined';

interface Conclusion {
  readonly targetId?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly difference?: Decimal | undefined;
  readonly replaces?: readonly StandsFor[] | undefined;
  readonly seen?: readonly SeenDifference[] | undefined;
}

/** The small steps that the ledger's verbs are made of. Each runs inside the verb's transaction. */
export class Writer {
  readonly now: () => Instant;
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  /** What is personal has been taken out of records since the file was opened. */
  hasRedacted = false;

  constructor(database: DatabaseSync, now: () => Instant) {
    this.#database = database;
    this.now = now;
  }

  run(sql: string, ...values: SQLInputValue[]) {
    return this.#statement(sql).run(...values);
  }

  get(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.#statement(sql).get(...values);
  }

  all(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#statement(sql).all(...values);
  }

  record(key: RecordKey): Row | undefined {
    return this.get(
      'SELECT * FROM record WHERE store = ? AND entity = ? AND source_id = ?',
      key.store,
      key.entity,
      key.sourceId,
    );
  }

  audit(run: number, key: RecordKey, event: string, detail: string): void {
    this.run(
      'INSERT INTO audit (at, run, store, entity, source_id, event, detail) VALUES (?, ?, ?, ?, ?, ?, ?)',
      this.now(),
      run,
      key.store,
      key.entity,
      key.sourceId,
      event,
      detail,
    );
  }

  /** Counts the record for this run; null stands for pending. What a person decides between two runs counts in none. */
  countOutcome(run: number, key: RecordKey, outcome: Outcome | null): void {
    if (run === BY_A_PERSON) return;
    this.run(
      "INSERT INTO run_record (run, store, entity, source_id, outcome) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET outcome = CASE WHEN excluded.outcome = 'unchanged' AND outcome IN ('created', 'updated') THEN outcome ELSE excluded.outcome END",
      run,
      key.store,
      key.entity,
      key.sourceId,
      outcome,
    );
  }

  /**
   * A record's decision: quarantined ones keep their payload for a retry, all others lose it with what is personal in it.
   * What counts as loaded shows what was last read; a copy that was taken back shows nothing any more.
   */
  conclude(run: number, key: RecordKey, state: RecordState, outcome: Outcome, conclusion: Conclusion): void {
    if (state === 'quarantined' || state === 'skipped') this.#leaveShared(run, key, state);
    const { changes } = this.run(
      `UPDATE record SET state = ?1, target_id = coalesce(?2, target_id), reason = ?3, message = ?4, changed_at = ?5, difference = ?9, replaces = ?10, seen = ?11,
         payload = CASE WHEN ?1 = 'quarantined' THEN payload ELSE NULL END,
         copied_as = CASE WHEN ?1 = 'loaded' THEN read_as WHEN ?3 = 'undone' THEN NULL ELSE copied_as END
       WHERE store = ?6 AND entity = ?7 AND source_id = ?8`,
      state,
      conclusion.targetId ?? null,
      conclusion.reason ?? null,
      conclusion.message ?? null,
      this.now(),
      key.store,
      key.entity,
      key.sourceId,
      conclusion.difference ?? null,
      conclusion.replaces === undefined ? null : JSON.stringify(conclusion.replaces),
      conclusion.seen === undefined ? null : JSON.stringify(conclusion.seen),
    );
    if (changes !== 1) throw unknownRecord(key);
    this.forgetDrafts(key);
    this.countOutcome(run, key, outcome);
    this.audit(run, key, state, conclusion.reason ?? conclusion.targetId ?? '');
  }

  /**
   * One that shares the copy of another, and is not to any more: what is held is told of as that copy from now on, for a
   * copy has one record that answers for it. What is left out, or shares with one that is held already, has none.
   */
  #leaveShared(run: number, key: RecordKey, state: RecordState): void {
    const shared = this.record(key);
    const targetId = shared?.['target_id'];
    if (shared?.['state'] !== 'linked' || typeof targetId !== 'string') return;
    const owner = this.get(
      "SELECT * FROM record WHERE entity = ? AND target_id = ? AND state <> 'linked'",
      key.entity,
      targetId,
    );
    if (owner === undefined) return;
    const isPassed = state === 'quarantined' && owner['state'] === 'loaded';
    const other = isPassed ? keyOf(owner) : key;
    const change = isPassed ? "state = 'linked'" : 'target_id = NULL';
    this.run(
      `UPDATE record SET ${change} WHERE store = ? AND entity = ? AND source_id = ?`,
      other.store,
      other.entity,
      other.sourceId,
    );
    if (isPassed) this.audit(run, other, 'linked', `${targetId} is told of with ${key.sourceId} from now on`);
  }

  /** Drafts, and what was said of them, hold what is personal, and have served once their record is settled. */
  forgetDrafts(key: RecordKey): void {
    this.hasRedacted = true;
    this.run(
      'UPDATE intent SET draft = NULL, refusal = NULL WHERE store = ? AND entity = ? AND source_id = ? AND (draft IS NOT NULL OR refusal IS NOT NULL)',
      key.store,
      key.entity,
      key.sourceId,
    );
  }

  openIntent(run: number, intent: IntentRequest): number {
    const { key, action, targetId } = intent;
    const open = this.get(
      'SELECT id FROM intent WHERE store = ? AND entity = ? AND source_id = ? AND action = ? AND outcome IS NULL',
      key.store,
      key.entity,
      key.sourceId,
      action,
    );
    if (open !== undefined)
      throw new ConsolidatorError('internal', `${name(key)} has an open intent "${action}" already.`);
    const owner = this.get(
      "SELECT store, source_id FROM record WHERE entity = ? AND target_id = ? AND state <> 'linked' AND NOT (store = ? AND source_id = ?)",
      key.entity,
      targetId,
      key.store,
      key.sourceId,
    );
    if (owner !== undefined) {
      throw new ConsolidatorError(
        'internal',
        `${name(key)} was to be written as ${targetId}, which is the copy of ${owner['store']} ${owner['source_id']}.`,
      );
    }
    const { changes } = this.run(
      "UPDATE record SET state = 'writing', target_id = ?, changed_at = ? WHERE store = ? AND entity = ? AND source_id = ?",
      targetId,
      this.now(),
      key.store,
      key.entity,
      key.sourceId,
    );
    if (changes !== 1) throw unknownRecord(key);
    const { lastInsertRowid } = this.run(
      'INSERT INTO intent (run, store, entity, source_id, action, target_id, at, draft) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
      run,
      key.store,
      key.entity,
      key.sourceId,
      action,
      targetId,
      this.now(),
      intent.draft ?? null,
    );
    this.countOutcome(run, key, null);
    this.audit(run, key, 'intent', `${action} ${targetId}`);
    return Number(lastInsertRowid);
  }

  stageAnew(run: number, key: RecordKey): boolean {
    const { changes } = this.run(
      "UPDATE record SET state = 'staged', changed_at = ? WHERE store = ? AND entity = ? AND source_id = ? AND state = 'quarantined' AND payload IS NOT NULL AND payload <> ''",
      this.now(),
      key.store,
      key.entity,
      key.sourceId,
    );
    if (changes !== 1) return false;
    this.countOutcome(run, key, null);
    this.audit(run, key, 'retry', '');
    return true;
  }

  /** What waits for others: of payments also the sum that a file names, until the copy has its parts. */
  restage(run: number, store: string, rules: string): number {
    this.#holdUndelivered(run, store);
    const rows = this.all(
      `UPDATE record SET state = 'staged', rules = ?1, changed_at = ?2
       WHERE state = 'quarantined' AND store = ?3 AND payload IS NOT NULL AND payload <> ''
         AND ((target_id IS NULL AND (reason IN ('waits-for', 'in-export-batch') OR (rules <> ?1 AND reason <> 'changed-after-drop')))
           OR (source_id LIKE '${FROM_FILE}%' AND reason IN ('may-be-there', 'payment-changed-after-copy')))
       RETURNING store, entity, source_id`,
      rules,
      this.now(),
      store,
    );
    for (const row of rows) {
      this.countOutcome(run, keyOf(row), null);
    }
    return rows.length;
  }

  /** What an earlier process staged without content, and did not come to say why: a loader could make nothing of it. */
  #holdUndelivered(run: number, store: string): void {
    const rows = this.all(
      "SELECT store, entity, source_id FROM record INDEXED BY record_by_state WHERE state = 'staged' AND store = ? AND payload = ''",
      store,
    );
    for (const row of rows) {
      const message = 'It was read without its content; it is asked for again.';
      this.conclude(run, keyOf(row), 'quarantined', 'quarantined', { reason: 'vanished', message });
    }
  }

  #statement(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

function name(key: RecordKey): string {
  return `${key.store} ${key.entity} ${key.sourceId}`;
}

function unknownRecord(key: RecordKey): ConsolidatorError {
  return new ConsolidatorError('internal', `${name(key)} was decided, but never staged.`, {
    record: key.sourceId,
    store: key.store,
  });
}
