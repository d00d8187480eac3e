import { DatabaseSync } from 'node:sqlite';
import type { EntityName, RecordKey } from '../../../model/entities.ts';
import { TextTable } from '../../../model/text-table.ts';
import { type Instant, instantSchema } from '../../../model/time.ts';
import { Turns } from '../../../model/turns.ts';
import type { DayRange, DaySums } from '../../day-sums.ts';
import type { LedgerExamination } from '../../examination.ts';
import type { StateName } from '../../record.ts';
import type { RecordState, SummedRecord } from '../../record-state.ts';
import type { RunEntry, Standing } from '../../run-entry.ts';
import { KnownIntents } from '../known-intents.ts';
import { MOST, RecentRecords } from '../recent-records.ts';
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
import { dataVersion } from './data-version.ts';
import { daySums } from './day-sums.ts';
import { JoinedSteps, mayWait, putDownAll } from './joined-steps.ts';
import { type Layers, ONE } from './layers.ts';
import { liftRun } from './lift.ts';
import { readNotes } from './notes.ts';
import { readDecisions, readHistory, runOf, watermarkOf } from './other-rows.ts';
import { groupsOfRun, outcomesOf, rangesOfRun } from './outcomes.ts';
import { Outdated } from './outdated.ts';
import { AT, storedRecordOf, summedOfRow } from './record-rows.ts';
import { selectIntents } from './select-intents.ts';
import { count, KEY, SUMMED, select, WHOLE } from './select-records.ts';
import { isConstraint, translateSqliteError } from './sqlite-errors.ts';
import { Statements } from './statements.ts';
import { Words } from './words.ts';
import { writePersonalAnew } from './write-personal-anew.ts';

/** A ledger in one SQLite file, in write-ahead mode. */
export class SqliteStorage implements LedgerStorage {
  readonly name: string;
  /** Steps are done as they are sent; that they are on disk is waited for together. */
  readonly inOrder: LedgerStorage | undefined;
  readonly #database: DatabaseSync;
  readonly #statements: Statements;
  readonly #words: Words;
  readonly #recent: RecentRecords;
  readonly #intents = new KnownIntents(MOST);
  readonly #steps: JoinedSteps;
  /** It is one transaction from its beginning on, which never ends well: nobody else's changes are seen, and nothing is on a disk. */
  readonly #isTriedOut: boolean;
  /** What is personal has been taken out of records since the file was opened. */
  #hasRedacted = false;
  /** Another one as soon as anybody else has written to the file. */
  #version: unknown;

  /** @param layers of one that stands above a ledger, which it does not change */
  constructor(database: DatabaseSync, file: string, layers: Layers = ONE) {
    this.#database = database;
    this.name = file;
    this.#statements = new Statements(database, layers);
    this.#isTriedOut = database.isTransaction;
    this.inOrder = this.#isTriedOut ? undefined : this;
    this.#steps = new JoinedSteps(database, () => this.#forget());
    if (this.#isTriedOut) this.#statements.uncounted = new TextTable();
    this.#words = new Words(this.#statements);
    this.#recent = new RecentRecords(() => this.#version);
  }

  #watch(): void {
    if (this.#isTriedOut) return;
    const version = dataVersion(this.#statements);
    if (version !== this.#version) this.#intents.forget();
    this.#version = version;
  }

  /** What the ledger says of itself, for whoever opens it. */
  identity(): Note[] {
    return this.#read(() => readNotes(this.#statements, { scope: IDENTITY }));
  }

  async records(query: RecordQuery): Promise<Stored<RecordState>[]> {
    return this.#read(() => {
      this.#watch();
      const known = this.#recent.find(query);
      if (known !== undefined) return known;
      const rows = select(this.#statements, this.#words, WHOLE, query);
      const found = rows.map((row) => storedRecordOf(row, this.#words));
      this.#recent.keep(found, query);
      return found;
    });
  }

  async summedRecords(query: RecordQuery): Promise<SummedRecord[]> {
    return this.#read(() =>
      select(this.#statements, this.#words, SUMMED, query).map((row) => summedOfRow(row, this.#words)),
    );
  }

  async sourceIds(query: RecordQuery): Promise<string[]> {
    return this.#read(() => select(this.#statements, this.#words, KEY, query).map((row) => String(row[AT.source_id])));
  }

  async count(query: RecordQuery): Promise<number> {
    return this.#read(() => count(this.#statements, this.#words, query));
  }

  async daySums(days: DayRange): Promise<DaySums<RecordState>> {
    return this.#read(() => daySums(this.#statements, this.#words, days));
  }

  async countByState(): Promise<Standing[]> {
    return this.#read(() => countByState(this.#statements));
  }

  async entitiesIn(store: string, state: StateName): Promise<EntityName[]> {
    return this.#read(() => entitiesIn(this.#statements, store, state));
  }

  async intents(query: IntentQuery): Promise<Stored<StoredIntent>[]> {
    return this.#read(() => {
      this.#watch();
      const known = this.#intents.find(query);
      if (known !== undefined) return known;
      const found = selectIntents(this.#statements, this.#words, query);
      this.#intents.keep(query, found);
      return found;
    });
  }

  async history(keys: readonly RecordKey[]): Promise<KeptAuditEntry[]> {
    return this.#read(() => readHistory(this.#statements, this.#words, keys));
  }

  async decisions(limit: number): Promise<KeptAuditEntry[]> {
    return this.#read(() => readDecisions(this.#statements, this.#words, limit));
  }

  async runs({ before, id, limit }: RunQuery): Promise<RunEntry[]> {
    const which = `${before === undefined ? '' : ` AND id < ${Number(before)}`}${id === undefined ? '' : ` AND id = ${Number(id)}`}`;
    return this.#read(() =>
      this.#statements
        .inEach(
          ({ at, hasRun }) => `SELECT * FROM ${at}.run AS run WHERE ${hasRun('run')}${which} ORDER BY id DESC LIMIT ?1`,
          limit,
        )
        .map(runOf)
        .sort((a, b) => b.id - a.id)
        .slice(0, limit),
    );
  }

  async beginRun({ at, narrowed }: { readonly at: Instant; readonly narrowed: boolean }): Promise<number> {
    return this.#atomically(() => {
      const { lastInsertRowid } = this.#statements.run(
        "INSERT INTO main.run (started_at, status, narrowed, told_before) VALUES (?, 'running', ?, coalesce((SELECT last FROM told), 0))",
        at,
        Number(narrowed),
      );
      for (const { at, has } of this.#statements.layers)
        this.#statements.run(
          `INSERT INTO main.run_record (run, record) SELECT ?, id FROM ${at}.record AS record INDEXED BY record_by_state
             WHERE state IN ('staged', 'writing') AND state NOT IN ('loaded', 'linked') AND ${has('record.id')}`,
          lastInsertRowid,
        );
      return Number(lastInsertRowid);
    });
  }

  async finishRun(run: number, { at, status, summary }: Parameters<LedgerStorage['finishRun']>[1]): Promise<void> {
    this.#atomically(() => {
      if (this.#statements.layers.length > 1) liftRun(this.#statements, run);
      this.#statements.run(
        'UPDATE main.run SET ended_at = ?, status = ?, summary = ? WHERE id = ?',
        ...[at, status, summary, run],
      );
    });
  }

  async outcomes(run: number, keys: readonly RecordKey[]): Promise<RunOutcome[]> {
    return this.#read(() => outcomesOf(this.#statements, this.#words, run, keys));
  }

  async groupsOfRun(run: number): Promise<RunGroup[]> {
    const turns = new Turns();
    const found: RunGroup[] = [];
    for (const range of this.#read(() => rangesOfRun(this.#statements, run))) {
      await turns.give();
      found.push(...this.#read(() => groupsOfRun(this.#statements, this.#words, run, range)));
    }
    return found;
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
    let intents: number[];
    try {
      intents = this.#step(() => applyChanges(this.#statements, this.#words, changes));
    } catch (error) {
      // What another process has made meanwhile holds the target id, or has an intent open.
      if (error instanceof Outdated || isConstraint(error)) return { kind: 'outdated' };
      throw error;
    }
    this.#recent.put(changes);
    this.#intents.put(changes, intents);
    this.#hasRedacted ||= changes.redacts === true;
    if (this.#isTriedOut) return { kind: 'applied', intents };
    if (mayWait(changes)) this.#read(() => this.#steps.soon());
    else await this.onDisk();
    return { kind: 'applied', intents };
  }

  async onDisk(): Promise<void> {
    try {
      if (this.#steps.areUnderWay) await this.#steps.onDisk();
      else this.#steps.putDownNow();
    } catch (error) {
      throw translateSqliteError(error, this.name);
    }
  }

  async examine(): Promise<LedgerExamination> {
    const { examine } = await import('./examine.ts');
    if (this.#statements.layers.length === 1) return this.#read(() => examine(this.#statements, this.name));
    // Of what is tried out nothing has to be sound.
    const database = new DatabaseSync(this.name, { readOnly: true, timeout: 5_000 });
    try {
      return this.#read(() => examine(new Statements(database), this.name));
    } finally {
      database.close();
    }
  }

  async close(): Promise<void> {
    if (!this.#database.isOpen) return;
    try {
      this.#read(() => this.#steps.putDownLast());
    } catch (error) {
      this.#database.close();
      throw error;
    }
    if (this.#hasRedacted && !this.#isTriedOut) this.#writeAnew();
    this.#database.close();
  }

  #writeAnew(): void {
    putDownAll();
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
      this.#steps.failed(error);
      throw translateSqliteError(error, this.name);
    }
  }

  /** On disk when it is done. */
  #atomically<T>(step: () => T): T {
    const result = this.#step(step);
    if (!this.#isTriedOut) this.#read(() => this.#steps.putDownNow());
    return result;
  }

  /** Nothing is awaited inside, so no other step of this process can slip in between. */
  #step<T>(step: () => T): T {
    return this.#read(() => {
      try {
        return this.#isTriedOut ? this.#tryOut(step) : this.#steps.do(step);
      } catch (error) {
        this.#forget();
        throw error;
      }
    });
  }

  #tryOut<T>(step: () => T): T {
    this.#database.exec('SAVEPOINT step');
    try {
      const result = step();
      this.#database.exec('RELEASE step');
      return result;
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK TO step; RELEASE step');
      throw error;
    }
  }

  #forget(): void {
    this.#words.forget();
    this.#recent.forget();
    this.#intents.forget();
  }
}
