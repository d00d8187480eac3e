import type { DatabaseSync } from 'node:sqlite';
import type { EntityName, RecordKey } from '../../../model/entities.ts';
import { type Instant, instantSchema } from '../../../model/time.ts';
import type { LedgerExamination } from '../../examination.ts';
import type { StateName } from '../../record.ts';
import type { RecordState } from '../../record-state.ts';
import type { RunEntry, Standing } from '../../run-entry.ts';
import type { RecordQuery } from '../record-query.ts';
import {
  type Applied,
  IDENTITY,
  type IntentQuery,
  type KeptAuditEntry,
  type LedgerChanges,
  type LedgerStorage,
  type Note,
  type NoteQuery,
  type RunGroup,
  type RunOutcome,
  type RunQuery,
  type Stored,
  type StoredIntent,
  type Watermark,
  type WatermarkKey,
} from '../storage.ts';
import { applyChanges } from './apply.ts';
import { countByState, entitiesIn } from './count-by-state.ts';
import { examine } from './examine.ts';
import { readNotes } from './notes.ts';
import { readDecisions, readHistory, runGroupOf, runOf, runOutcomeOf, watermarkOf } from './other-rows.ts';
import { Outdated } from './outdated.ts';
import { valuesOf } from './put-intents.ts';
import { RecentRecords } from './recent-records.ts';
import { AT, RECORD_COLUMNS, storedRecordOf } from './record-rows.ts';
import { selectIntents } from './select-intents.ts';
import { count, KEY_COLUMNS, select } from './select-records.ts';
import { isConstraint, translateSqliteError } from './sqlite-errors.ts';
import { Statements } from './statements.ts';
import { Words } from './words.ts';
import { writePersonalAnew } from './write-personal-anew.ts';

/** A ledger in one SQLite file, in write-ahead mode. */
export class SqliteStorage implements LedgerStorage {
  readonly name: string;
  readonly #database: DatabaseSync;
  readonly #statements: Statements;
  readonly #words: Words;
  readonly #recent: RecentRecords;
  /** What is personal has been taken out of records since the file was opened. */
  #hasRedacted = false;

  constructor(database: DatabaseSync, file: string) {
    this.#database = database;
    this.name = file;
    this.#statements = new Statements(database);
    this.#words = new Words(this.#statements);
    this.#recent = new RecentRecords(this.#statements);
  }

  /** What the ledger says of itself, for whoever opens it. */
  identity(): Note[] {
    return this.#read(() => readNotes(this.#statements, { scope: IDENTITY }));
  }

  async records(query: RecordQuery): Promise<Stored<RecordState>[]> {
    return this.#read(() => {
      const known = this.#recent.find(query);
      if (known !== undefined) return known;
      const rows = select(this.#statements, this.#words, RECORD_COLUMNS, query);
      const found = rows.map((row) => storedRecordOf(row, this.#words));
      this.#recent.keep(found);
      return found;
    });
  }

  async sourceIds(query: RecordQuery): Promise<string[]> {
    return this.#read(() =>
      select(this.#statements, this.#words, KEY_COLUMNS, query).map((row) => String(row[AT.source_id])),
    );
  }

  async count(query: RecordQuery): Promise<number> {
    return this.#read(() => count(this.#statements, this.#words, query));
  }

  async countByState(): Promise<Standing[]> {
    return this.#read(() => countByState(this.#statements));
  }

  async entitiesIn(store: string, state: StateName): Promise<EntityName[]> {
    return this.#read(() => entitiesIn(this.#statements, store, state));
  }

  async intents(query: IntentQuery): Promise<Stored<StoredIntent>[]> {
    return this.#read(() => selectIntents(this.#statements, this.#words, query));
  }

  async history(keys: readonly RecordKey[]): Promise<KeptAuditEntry[]> {
    return this.#read(() => readHistory(this.#statements, this.#words, keys));
  }

  async decisions(limit: number): Promise<KeptAuditEntry[]> {
    return this.#read(() => readDecisions(this.#statements, this.#words, limit));
  }

  async runs({ before, id, limit }: RunQuery): Promise<RunEntry[]> {
    const sql = 'SELECT * FROM run WHERE (?1 IS NULL OR id < ?1) AND (?2 IS NULL OR id = ?2) ORDER BY id DESC LIMIT ?3';
    return this.#read(() => this.#statements.all(sql, before ?? null, id ?? null, limit).map(runOf));
  }

  async beginRun({ at, narrowed }: { readonly at: Instant; readonly narrowed: boolean }): Promise<number> {
    return this.#atomically(() => {
      const { lastInsertRowid } = this.#statements.run(
        "INSERT INTO main.run (started_at, status, narrowed, told_before) VALUES (?, 'running', ?, coalesce((SELECT last FROM told), 0))",
        at,
        Number(narrowed),
      );
      this.#statements.run(
        "INSERT INTO main.run_record (run, record) SELECT ?, id FROM record WHERE state IN ('staged', 'writing') AND state NOT IN ('loaded', 'linked')",
        lastInsertRowid,
      );
      return Number(lastInsertRowid);
    });
  }

  async finishRun(run: number, { at, status, summary }: Parameters<LedgerStorage['finishRun']>[1]): Promise<void> {
    this.#atomically(() =>
      this.#statements.run(
        'UPDATE main.run SET ended_at = ?, status = ?, summary = ? WHERE id = ?',
        ...[at, status, summary, run],
      ),
    );
  }

  async outcomes(run: number, keys: readonly RecordKey[]): Promise<RunOutcome[]> {
    const sql = `SELECT run, store, entity, source_id, outcome FROM json_each(?) AS one CROSS JOIN record ON record.store = one.value ->> 0
      AND record.entity = one.value ->> 1 AND record.source_id = one.value ->> 2
      CROSS JOIN run_record ON run_record.run = ? AND run_record.record = record.id`;
    const names = JSON.stringify(keys.map((key) => valuesOf(this.#words, key)));
    return this.#read(() => this.#statements.all(sql, names, run).map((row) => runOutcomeOf(row, this.#words)));
  }

  /** Sums are not made by SQLite, whose numbers are floats. */
  async groupsOfRun(run: number): Promise<RunGroup[]> {
    const columns =
      'store, entity, counted.outcome AS outcome, reason, amount, accepted, accepted_as, open_to_look, open_to_proof';
    const sql = `SELECT ${columns}, count(*) AS count FROM run_record AS counted JOIN record ON record.id = counted.record
      WHERE counted.run = ? GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9`;
    return this.#read(() =>
      this.#statements
        .all(sql, run)
        .map((row) => runGroupOf(row, this.#words))
        .sort(byNames),
    );
  }

  async watermark({ store, entity, name }: WatermarkKey): Promise<Instant | null> {
    const sql = 'SELECT upto FROM watermark WHERE store = ? AND entity = ? AND name = ?';
    return this.#read(() => {
      const row = this.#statements.get(sql, store, entity, name);
      return row === undefined ? null : instantSchema.parse(row['upto']);
    });
  }

  async watermarks(store: string): Promise<Watermark[]> {
    const sql = 'SELECT * FROM watermark WHERE store = ? ORDER BY entity, name';
    return this.#read(() => this.#statements.all(sql, store).map(watermarkOf));
  }

  async notes(query: NoteQuery): Promise<Note[]> {
    return this.#read(() => readNotes(this.#statements, query));
  }

  async apply(changes: LedgerChanges): Promise<Applied> {
    try {
      const intents = this.#atomically(() => applyChanges(this.#statements, this.#words, changes));
      this.#recent.put(changes);
      this.#hasRedacted ||= changes.redacts === true;
      return { kind: 'applied', intents };
    } catch (error) {
      // What another process has made meanwhile holds the target id, or has an intent open.
      if (error instanceof Outdated || isConstraint(error)) return { kind: 'outdated' };
      throw error;
    }
  }

  async examine(): Promise<LedgerExamination> {
    return this.#read(() => examine(this.#statements, this.name));
  }

  async close(): Promise<void> {
    if (!this.#database.isOpen) return;
    if (this.#hasRedacted) this.#writeAnew();
    this.#database.close();
  }

  #writeAnew(): void {
    try {
      writePersonalAnew(this.#database);
    } catch {
      // Another program writes to the ledger, or the disk is full: what is due stays for the next run that settles something.
    }
  }

  #read<T>(look: () => T): T {
    try {
      return look();
    } catch (error) {
      throw translateSqliteError(error, this.name);
    }
  }

  /** Nothing is awaited inside, so no other step of this process can slip in between. */
  #atomically<T>(step: () => T): T {
    return this.#read(() => {
      this.#database.exec('BEGIN IMMEDIATE');
      try {
        const result = step();
        this.#database.exec('COMMIT');
        return result;
      } catch (error) {
        // A full disk makes SQLite roll back by itself.
        if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
        this.#words.forget();
        this.#recent.forget();
        throw error;
      }
    });
  }
}

function byNames(a: RunGroup, b: RunGroup): number {
  const names = ({ store, entity, outcome, reason }: RunGroup) => [store, entity, outcome ?? '', reason ?? ''];
  const [one, other] = [names(a), names(b)];
  const place = one.findIndex((name, at) => name !== other[at]);
  return place === -1 ? 0 : (one[place] ?? '') < (other[place] ?? '') ? -1 : 1;
}
