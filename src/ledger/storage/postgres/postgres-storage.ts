import { type EntityName, entityNameOf, type RecordKey } from '../../../model/entities.ts';
import { ConsolidatorError } from '../../../model/errors.ts';
import { type Instant, instantSchema } from '../../../model/time.ts';
import type { DayRange, DaySums } from '../../day-sums.ts';
import type { LedgerExamination } from '../../examination.ts';
import type { StateName } from '../../record.ts';
import type { Outcome, RecordState, SummedRecord } from '../../record-state.ts';
import { BY_A_PERSON, type RunEntry, type Standing } from '../../run-entry.ts';
import type { RecordQuery } from '../record-query.ts';
import type {
  Applied,
  IntentQuery,
  KeptAuditEntry,
  LedgerChanges,
  LedgerStorage,
  Note,
  NoteQuery,
  RunGroup,
  RunOutcome,
  RunQuery,
  Stored,
  StoredIntent,
  Watermark,
  WatermarkKey,
} from '../storage.ts';
import type { Database, Row, Value } from './database.ts';
import { daySumOf, IS_APART } from './day-sums.ts';
import { examine } from './examine.ts';
import type { HeldLease } from './held-lease.ts';
import { LedgerWriter } from './ledger-writer.ts';
import { auditEntryOf, groupOf, runOf } from './other-rows.ts';
import { instantOrNull, keyOf, SUMMED_COLUMNS, storedRecordOf, summedOfRow, textOrNull } from './record-rows.ts';
import { intentOf, selectIntents } from './select-intents.ts';
import { selectNotes } from './select-notes.ts';
import { countRecords, selectRecords } from './select-records.ts';

/** A ledger in one schema of a PostgreSQL database. */
export class PostgresStorage implements LedgerStorage {
  readonly name: string;
  readonly inOrder: LedgerStorage | undefined;
  readonly #database: Database;
  readonly #writer: LedgerWriter | undefined;
  /** What is asked sees what the steps do that are under way. */
  readonly #isBehind: boolean;

  /**
   * @param database of which the schema is of this version
   * @param lease by which is written; left out: it is only looked into
   * @param ordered whose steps are written one behind the other; left out: its own
   */
  constructor(database: Database, lease?: HeldLease, ordered?: LedgerWriter) {
    this.#database = database;
    this.#writer = ordered ?? (lease === undefined ? undefined : new LedgerWriter(database, lease));
    this.#isBehind = ordered !== undefined;
    this.inOrder =
      this.#writer === undefined
        ? undefined
        : this.#isBehind
          ? this
          : new PostgresStorage(database, lease, this.#writer);
    this.name = database.name;
  }

  async records(query: RecordQuery): Promise<Stored<RecordState>[]> {
    const statement = selectRecords('record.*', query, this.#database.schema);
    if (statement === undefined) return [];
    const writer = this.#writer;
    const known = writer?.mayRecall === true ? writer.memory.records(query) : undefined;
    if (known !== undefined) return known;
    const mark = writer?.hasWritten === true ? writer.memory.mark(this.#isBehind) : undefined;
    const found = (await this.#rows(statement.sql, statement.values)).map(storedRecordOf);
    if (mark !== undefined) writer?.memory.keepRecords(query, found, mark);
    return found;
  }

  async summedRecords(query: RecordQuery): Promise<SummedRecord[]> {
    const statement = selectRecords(SUMMED_COLUMNS, query, this.#database.schema);
    if (statement === undefined) return [];
    return (await this.#rows(statement.sql, statement.values)).map(summedOfRow);
  }

  async sourceIds(query: RecordQuery): Promise<string[]> {
    const statement = selectRecords('record.source_id', query, this.#database.schema);
    if (statement === undefined) return [];
    return (await this.#rows(statement.sql, statement.values)).map((row) => String(row['source_id']));
  }

  async count(query: RecordQuery): Promise<number> {
    const statement = countRecords(query, this.#database.schema);
    if (statement === undefined) return 0;
    return Number((await this.#rows(statement.sql, statement.values))[0]?.['count'] ?? 0);
  }

  async countByState(): Promise<Standing[]> {
    const rows = await this.#ask('SELECT * FROM SCHEMA.standing WHERE count > 0 ORDER BY store, entity, state');
    return rows.map((row) => ({
      store: String(row['store']),
      entity: entityNameOf(row['entity']),
      // The table of records allows no other text.
      state: String(row['state']) as StateName,
      count: Number(row['count']),
    }));
  }

  async entitiesIn(store: string, state: StateName): Promise<EntityName[]> {
    const sql = 'SELECT entity FROM SCHEMA.standing WHERE store = $1 AND state = $2 AND count > 0 ORDER BY entity';
    return (await this.#ask(sql, [store, state])).map((row) => entityNameOf(row['entity']));
  }

  async daySums({ from, before }: DayRange): Promise<DaySums<RecordState>> {
    const sums = 'SELECT * FROM SCHEMA.day_sum WHERE count > 0 AND booked_on >= $1 AND booked_on < $2';
    const apart = `SELECT * FROM SCHEMA.kept_record WHERE ${IS_APART} AND booked_on >= $1 AND booked_on < $2`;
    return {
      sums: (await this.#ask(sums, [from, before])).map(daySumOf),
      apart: (await this.#ask(apart, [from, before])).map((row) => storedRecordOf(row).value),
    };
  }

  async intents(query: IntentQuery): Promise<Stored<StoredIntent>[]> {
    const writer = this.#writer;
    const known = writer?.mayRecall === true ? writer.memory.intents(query) : undefined;
    if (known !== undefined) return known;
    const mark = writer?.hasWritten === true ? writer.memory.mark(this.#isBehind) : undefined;
    // All of a record, so that what comes next need not be asked for.
    const asked = 'openOf' in query && mark !== undefined ? { of: query.openOf } : query;
    const { sql, values } = selectIntents(asked, this.#database.schema);
    const found = (await this.#rows(sql, values)).map(intentOf);
    if (mark !== undefined) writer?.memory.keepIntents(asked, found, mark);
    return 'openOf' in query ? found.filter(({ value }) => value.outcome === null) : found;
  }

  async history(keys: readonly RecordKey[]): Promise<KeptAuditEntry[]> {
    const rows = await this.#ask(
      `SELECT * FROM SCHEMA.audit_entry WHERE (source_id, store, entity) IN (SELECT * FROM ${LISTS}) ORDER BY id`,
      listsOf(keys),
    );
    return rows.map((row) => ({ key: keyOf(row), entry: auditEntryOf(row) }));
  }

  async decisions(limit: number): Promise<KeptAuditEntry[]> {
    const sql = `SELECT * FROM SCHEMA.audit_entry WHERE run = ${BY_A_PERSON} ORDER BY id DESC LIMIT $1`;
    return (await this.#ask(sql, [limit])).map((row) => ({ key: keyOf(row), entry: auditEntryOf(row) }));
  }

  async runs({ before, id, limit }: RunQuery): Promise<RunEntry[]> {
    const rows = await this.#ask(
      `SELECT * FROM SCHEMA.run WHERE ($1::bigint IS NULL OR id < $1) AND ($2::bigint IS NULL OR id = $2) ORDER BY id DESC LIMIT $3`,
      [before ?? null, id ?? null, limit],
    );
    return rows.map(runOf);
  }

  async beginRun({ at, narrowed }: { readonly at: Instant; readonly narrowed: boolean }): Promise<number> {
    return Number((await this.#writing().write({ begin_run: { at, narrowed } })).run);
  }

  async finishRun(run: number, { at, status, summary }: Parameters<LedgerStorage['finishRun']>[1]): Promise<void> {
    await this.#writing().write({ finish_run: { id: run, at, status, summary } });
  }

  async outcomes(run: number, keys: readonly RecordKey[]): Promise<RunOutcome[]> {
    const rows = await this.#ask(
      `SELECT record.store, record.entity, record.source_id, counted.outcome FROM SCHEMA.kept_record AS record
         JOIN SCHEMA.run_outcome AS counted ON counted.record = record.id AND counted.run = $4
       WHERE (record.source_id, record.store, record.entity) IN (SELECT * FROM ${LISTS})`,
      [...listsOf(keys), run],
    );
    return rows.map((row) => ({ run, key: keyOf(row), outcome: textOrNull<Outcome>(row['outcome']) }));
  }

  async groupsOfRun(run: number): Promise<RunGroup[]> {
    const columns =
      'record.store, record.entity, counted.outcome, reason, accepted, accepted_as, open_to_look, open_to_proof';
    const rows = await this.#ask(
      `SELECT ${columns}, sum(amount::numeric) AS amount, count(*) AS count FROM SCHEMA.run_outcome AS counted JOIN SCHEMA.kept_record AS record ON record.id = counted.record
       WHERE counted.run = $1 GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
       ORDER BY 1, 2, coalesce(counted.outcome, '') COLLATE "C", coalesce(reason, '') COLLATE "C"`,
      [run],
    );
    return rows.map(groupOf);
  }

  async watermark({ store, entity, name }: WatermarkKey): Promise<Instant | null> {
    const sql = 'SELECT upto FROM SCHEMA.watermark WHERE store = $1 AND entity = $2 AND name = $3';
    return instantOrNull((await this.#ask(sql, [store, entity, name]))[0]?.['upto']);
  }

  async watermarks(store: string): Promise<Watermark[]> {
    const rows = await this.#ask('SELECT * FROM SCHEMA.watermark WHERE store = $1 ORDER BY entity, name', [store]);
    return rows.map((row) => ({
      store: String(row['store']),
      entity: entityNameOf(row['entity']),
      name: String(row['name']),
      upTo: instantSchema.parse(row['upto']),
    }));
  }

  async notes(query: NoteQuery): Promise<Note[]> {
    const writer = this.#writer;
    const known = writer?.mayRecall === true ? writer.memory.notes(query) : undefined;
    if (known !== undefined) return known;
    const mark = writer?.hasWritten === true ? writer.memory.mark(this.#isBehind) : undefined;
    const { sql, values } = selectNotes(query);
    const found = (await this.#ask(sql, values)).map((row) => ({
      scope: query.scope,
      name: String(row['name']),
      label: String(row['label']),
      value: String(row['value']),
    }));
    if (mark !== undefined) writer?.memory.keepNotes(query, found, mark);
    return found;
  }

  async apply(changes: LedgerChanges): Promise<Applied> {
    return this.#writing().apply(changes);
  }

  examine(): Promise<LedgerExamination> {
    return examine(this.#database);
  }

  async close(): Promise<void> {
    await this.#writer?.settled();
    if (this.#writer?.hasRedacted === true) await this.#clearAway();
    await this.#database.close();
  }

  /** What was redacted is in rows that nobody sees any more; their place is given free. The log of the database is its own. */
  async #clearAway(): Promise<void> {
    for (const table of ['kept_record', 'intent'])
      await this.#ask(`VACUUM (SKIP_LOCKED) SCHEMA.${table}`).catch(() => undefined);
  }

  #ask(sql: string, values: readonly Value[] = []): Promise<Row[]> {
    return this.#rows(sql.replaceAll('SCHEMA', this.#database.schema), values);
  }

  #rows(sql: string, values: readonly Value[]): Promise<Row[]> {
    const writer = this.#isBehind ? this.#writer : undefined;
    return writer === undefined ? this.#database.rows(sql, values) : writer.ask(sql, values);
  }

  #writing(): LedgerWriter {
    if (this.#writer !== undefined) return this.#writer;
    throw new ConsolidatorError('internal', `The ledger ${this.name} was opened to look, and was to be written.`);
  }
}

const LISTS = 'unnest($1::text[], $2::text[], $3::text[])';
function listsOf(keys: readonly RecordKey[]): [string[], string[], string[]] {
  return [keys.map(({ sourceId }) => sourceId), keys.map(({ store }) => store), keys.map(({ entity }) => entity)];
}
