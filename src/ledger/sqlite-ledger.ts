import { existsSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import type { SeenDifference, Viewer } from '../model/accepted.ts';
import { type EntityName, entityNameSchema, type RecordKey } from '../model/entities.ts';
import { ConsolidatorError } from '../model/errors.ts';
import { type Instant, instantOfMilliseconds, type LocalDate } from '../model/time.ts';
import { adoptCopy } from './adopt.ts';
import type { Claim, LedgerPlace } from './claim.ts';
import { closeStore } from './close-store.ts';
import * as contacts from './contacts.ts';
import type { Acceptance, Adoption, Decision, HandLink, Retrial } from './decision.ts';
import * as elsewhere from './elsewhere.ts';
import type { ClosedStore, LedgerExamination } from './examination.ts';
import { examine } from './examine.ts';
import { outcomeOfChange, replaceSnapshot } from './follow-change.ts';
import * as history from './history.ts';
import type { IntentRequest, OpenIntent, Settlement } from './intent.ts';
import { learn, learned, learnedOf } from './learned.ts';
import type { Ledger } from './ledger.ts';
import { droppedNaming, linkByHand } from './link-by-hand.ts';
import { takeBackMarks } from './marks.ts';
import { isOfEarlierSchema, openDatabase, openPrivateCopy } from './open-database.ts';
import * as place from './place.ts';
import { acceptRecord, dropRecord, noteAccepted, purgePayloads, retryRecord } from './quarantine.ts';
import * as queries from './queries.ts';
import { type Asked, countOnlyAsked, readCounts } from './read-counts.ts';
import type { AuditEntry, Booking, LedgerRecord, StagePage } from './record.ts';
import { linkRecord, passCopy } from './replacement.ts';
import { auditEntryOf, intentOf, recordOf } from './rows.ts';
import type { Counts, RunEntry, RunPart, RunPartKey, Standing } from './run-entry.ts';
import * as runQueries from './run-queries.ts';
import type { ContactEntry, Search, StandsElsewhere, TransactionEntry } from './search.ts';
import { settleIntent } from './settle.ts';
import { translateSqliteError } from './sqlite-errors.ts';
import { stageRecord } from './stage.ts';
import { otherNameOf } from './store-names.ts';
import * as transactions from './transactions.ts';
import type { HistorySlice, Mark, MarkLimits, TakenBack } from './watermark.ts';
import { Writer } from './writer.ts';

export interface LedgerOptions {
  /** Milliseconds since 1970; for tests. */
  readonly now?: () => number;
  /** How many pages the file may still grow by, as on a disk that is nearly full; for tests. */
  readonly morePages?: number;
  /** It is a copy itself, of which no backup is made before its schema is brought up to date. */
  readonly isCopy?: boolean;
}

/** @param file path, or `:memory:` for one that ends with the process */
export function openLedger(file: string, options: LedgerOptions = {}): Ledger {
  return new SqliteLedger(openDatabase(file, options), file, options.now ?? Date.now);
}

/** The ledger to look into alone: one of an earlier version is not brought up to date, but a copy of it that is on no disk. */
export function openLedgerToLook(file: string, options: Pick<LedgerOptions, 'now'> = {}): Ledger {
  return isOfEarlierSchema(file) ? openLedgerCopyOf(file, options) : openLedger(file, options);
}

/**
 * A copy of the ledger to try things on, which ends with the process.
 * @param file where there is none, the copy is of a new one; it is not made
 */
export function openLedgerCopyOf(file: string, options: Pick<LedgerOptions, 'now'> = {}): Ledger {
  return new SqliteLedger(openPrivateCopy(existsSync(file) ? file : undefined), file, options.now ?? Date.now);
}

class SqliteLedger implements Ledger {
  #installationId: string;
  readonly #database: DatabaseSync;
  readonly #file: string;
  readonly #writer: Writer;
  readonly #now: () => Instant;

  constructor(database: DatabaseSync, file: string, now: () => number) {
    this.#database = database;
    this.#file = file;
    this.#now = () => instantOfMilliseconds(now());
    this.#writer = new Writer(database, this.#now);
    this.#installationId = String(
      this.#writer.get("SELECT value FROM meta WHERE key = 'installation'")?.['value'] ?? '',
    );
  }

  get installationId(): string {
    return this.#installationId;
  }

  get generation(): number {
    return place.generationOf(this.#writer);
  }

  get claimed(): Claim | null {
    return place.claimedAs(this.#writer);
  }

  async place(): Promise<LedgerPlace | null> {
    return place.placeOf(this.#writer);
  }

  async pinPlace(given: LedgerPlace): Promise<void> {
    this.#atomically(() => place.pinPlace(this.#writer, given));
  }

  async claim(why: Claim, than = 0): Promise<void> {
    this.#atomically(() => place.claim(this.#writer, why, than));
  }

  async settleClaim(highest: number): Promise<void> {
    this.#atomically(() => place.settleClaim(this.#writer, highest));
  }

  async searches(store: string): Promise<Search[]> {
    return elsewhere.searches(this.#writer, store);
  }

  async noteSearch(search: Search): Promise<void> {
    this.#atomically(() => elsewhere.noteSearch(this.#writer, search));
  }

  async noteElsewhere(store: string, found: readonly StandsElsewhere[]): Promise<void> {
    this.#atomically(() => elsewhere.noteElsewhere(this.#writer, store, found));
  }

  async forgetElsewhere(store: string, found: StandsElsewhere): Promise<void> {
    this.#atomically(() => elsewhere.forgetElsewhere(this.#writer, store, found));
  }

  async noteTransactions(entries: readonly TransactionEntry[]): Promise<void> {
    this.#atomically(() => transactions.noteTransactions(this.#writer, entries));
  }

  async transactions(keys: readonly string[]): Promise<TransactionEntry[]> {
    return transactions.transactions(this.#writer, keys);
  }

  async noteContacts(host: string, entries: readonly ContactEntry[]): Promise<void> {
    this.#atomically(() => contacts.noteContacts(this.#writer, host, entries));
  }

  async contactsNamed(host: string, nameKeys: readonly string[], limit: number): Promise<Map<string, string[]>> {
    return contacts.contactsNamed(this.#writer, host, nameKeys, limit);
  }

  async elsewhere(store: string, sourceIds: readonly string[]): Promise<StandsElsewhere[]> {
    return elsewhere.elsewhere(this.#writer, store, sourceIds);
  }

  async closeStore(run: number, store: string): Promise<ClosedStore> {
    return this.#atomically(() => closeStore(this.#writer, run, store));
  }

  async pinStores(
    pipeline: string,
    stores: readonly { readonly name: string; readonly host: string }[],
  ): Promise<void> {
    this.#atomically(() => {
      this.#writer.run("INSERT OR IGNORE INTO meta (key, value) VALUES ('pipeline', ?)", pipeline);
      const owner = this.#writer.get("SELECT value FROM meta WHERE key = 'pipeline'")?.['value'];
      if (owner !== pipeline) throw foreign(this.#file, `it belongs to the pipeline "${owner}", not to "${pipeline}"`);
      for (const { name, host } of stores) {
        const pinned = this.#writer.get('SELECT host FROM store WHERE name = ?', name)?.['host'];
        if (pinned === undefined) this.#pinNewStore(name, host);
        else if (pinned !== host) throw foreign(this.#file, `its store "${name}" is ${pinned}, not ${host}`);
      }
    });
  }

  async beginRun({ narrowed }: { readonly narrowed: boolean }): Promise<number> {
    return this.#atomically(() => {
      const { lastInsertRowid } = this.#writer.run(
        "INSERT INTO run (started_at, status, narrowed) VALUES (?, 'running', ?)",
        this.#now(),
        narrowed ? 1 : 0,
      );
      const run = Number(lastInsertRowid);
      this.#writer.run(
        "INSERT INTO run_record (run, store, entity, source_id) SELECT ?, store, entity, source_id FROM record WHERE state IN ('staged', 'writing')",
        run,
      );
      return run;
    });
  }

  async countOnlyAsked(run: number, asked: Asked): Promise<void> {
    countOnlyAsked(this.#writer, run, asked);
  }

  async finishRun(run: number, status: string, summary: string): Promise<void> {
    this.#atomically(() =>
      this.#writer.run(
        'UPDATE run SET ended_at = ?, status = ?, summary = ? WHERE id = ?',
        this.#now(),
        status,
        summary,
        run,
      ),
    );
  }

  async cursor(store: string, entity: EntityName, slice = ''): Promise<Instant | null> {
    const row = this.#writer.get(
      'SELECT upto FROM cursor WHERE store = ? AND entity = ? AND slice = ?',
      store,
      entity,
      slice,
    );
    return row === undefined ? null : (String(row['upto']) as Instant);
  }

  async completeWindow(run: number, store: string, entity: EntityName, upTo: Instant, slice = ''): Promise<void> {
    this.#atomically(() => {
      this.#refuseNarrowed(run);
      this.#writer.run(
        'INSERT INTO cursor (store, entity, slice, upto) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET upto = max(upto, excluded.upto)',
        store,
        entity,
        slice,
        upTo,
      );
    });
  }

  async takeBackMarks(run: number, store: string, marks: readonly Mark[], limits: MarkLimits): Promise<TakenBack[]> {
    return this.#atomically(() => {
      this.#refuseNarrowed(run);
      return takeBackMarks(this.#writer, run, store, marks, limits);
    });
  }

  async changeStamps(
    store: string,
    entity: EntityName,
    sourceIds: readonly string[],
  ): Promise<Map<string, Instant | null>> {
    return queries.changeStamps(this.#writer, store, entity, sourceIds);
  }

  async beginSlice(slice: Parameters<Ledger['beginSlice']>[0]): Promise<void> {
    this.#atomically(() => history.beginSlice(this.#writer, slice));
  }

  async finishSlice(slice: Parameters<Ledger['finishSlice']>[0]): Promise<void> {
    this.#atomically(() => history.finishSlice(this.#writer, slice));
  }

  async historySlices(): Promise<HistorySlice[]> {
    return history.slices(this.#writer);
  }

  async stagePage(page: StagePage): Promise<void> {
    this.#atomically(() => {
      for (const record of page.records) {
        stageRecord(this.#writer, page, record);
        const key = { store: page.store, entity: page.entity, sourceId: record.sourceId };
        if (record.held !== undefined) this.#writer.conclude(page.run, key, 'quarantined', 'quarantined', record.held);
      }
    });
  }

  async staged(store: string, entity: EntityName, limit: number, after = ''): Promise<LedgerRecord[]> {
    return queries.staged(this.#writer, store, entity, limit, after);
  }

  async stagedOf(store: string, entity: EntityName, parents: readonly string[]): Promise<LedgerRecord[]> {
    return queries.stagedOf(this.#writer, store, entity, parents);
  }

  async stagedCount(store: string, entity: EntityName): Promise<number> {
    return queries.stagedCount(this.#writer, store, entity);
  }

  async known(store: string, entity: EntityName, sourceIds: readonly string[]): Promise<Map<string, LedgerRecord>> {
    return queries.known(this.#writer, store, entity, sourceIds);
  }

  async recentIds(store: string, entity: EntityName, limit: number): Promise<string[]> {
    return queries.recentIds(this.#writer, store, entity, limit);
  }

  async idsToReadAgain(store: string, entity: EntityName, rules: string): Promise<string[]> {
    return queries.idsToReadAgain(this.#writer, store, entity, rules);
  }

  async copiesNotRead(
    since: number,
    store: string,
    entity: EntityName,
    limit: number,
    after = '',
    bookedFrom?: LocalDate,
  ): Promise<LedgerRecord[]> {
    return queries.copiesNotRead(this.#writer, since, store, entity, { limit, after, bookedFrom });
  }

  async readBy(run: number, store: string, entity: EntityName, sourceIds: readonly string[]): Promise<Set<string>> {
    return queries.readBy(this.#writer, run, store, entity, sourceIds);
  }

  async ordersNotFullyPaid(store: string): Promise<string[]> {
    return queries.ordersNotFullyPaid(this.#writer, store);
  }

  async restage(run: number, store: string, rules: string): Promise<number> {
    return this.#atomically(() => this.#writer.restage(run, store, rules));
  }

  async hasCopies(store: string, entity: EntityName): Promise<boolean> {
    return queries.hasCopies(this.#writer, store, entity);
  }

  async writtenAgain(store: string, entity: EntityName, since: Instant): Promise<LedgerRecord[]> {
    return queries.writtenAgain(this.#writer, store, entity, since);
  }

  async learned(scope: string, name: string): Promise<string | null> {
    return learned(this.#writer, scope, name);
  }

  async learn(scope: string, name: string, value: string): Promise<void> {
    this.#atomically(() => learn(this.#writer, scope, name, value));
  }

  async learnedOf(scope: string, names: readonly string[]): Promise<Map<string, string>> {
    return learnedOf(this.#writer, scope, names);
  }

  async learnAll(scope: string, values: ReadonlyMap<string, string>): Promise<void> {
    this.#atomically(() => {
      for (const [name, value] of values) learn(this.#writer, scope, name, value);
    });
  }

  async runs(limit: number): Promise<RunEntry[]> {
    return queries.runs(this.#writer, limit);
  }

  async lastWholeRun(store: string): Promise<Instant | null> {
    return runQueries.lastWholeRun(this.#writer, store);
  }

  async bookings(entities: readonly EntityName[]): Promise<Booking[]> {
    return queries.bookings(this.#writer, entities);
  }

  async standing(): Promise<Standing[]> {
    return queries.standing(this.#writer);
  }

  async decide(run: number, decisions: readonly Decision[]): Promise<void> {
    this.#atomically(() => {
      for (const decision of decisions) {
        if (decision.kind === 'link') linkRecord(this.#writer, run, decision);
        else if (decision.kind === 'keyed-anew') passCopy(this.#writer, run, decision);
        else if (decision.kind === 'keep') {
          const outcome = outcomeOfChange(this.#writer, run, decision.key, 'unchanged');
          this.#writer.conclude(run, decision.key, 'loaded', outcome, {});
        } else {
          const [state, outcome] =
            decision.kind === 'skip' ? (['skipped', 'skipped'] as const) : (['quarantined', 'quarantined'] as const);
          this.#writer.conclude(run, decision.key, state, outcome, {
            reason: decision.reason,
            message: decision.message,
            difference: decision.kind === 'quarantine' ? decision.difference : undefined,
            replaces: decision.kind === 'quarantine' ? decision.replaces : undefined,
            seen: decision.kind === 'quarantine' ? decision.seen : undefined,
          });
        }
      }
    });
  }

  async recordIntents(run: number, intents: readonly IntentRequest[]): Promise<number[]> {
    return this.#atomically(() => intents.map((intent) => this.#writer.openIntent(run, intent)));
  }

  async openIntents(): Promise<OpenIntent[]> {
    return this.#writer.all('SELECT * FROM intent WHERE outcome IS NULL ORDER BY id').map(intentOf);
  }

  async halfway(
    store: string,
    entity: EntityName,
  ): Promise<{ readonly record: LedgerRecord; readonly draft: string }[]> {
    return queries.halfway(this.#writer, store, entity);
  }

  async noteLookUps(intents: readonly number[], storeTime: Instant | null = null): Promise<void> {
    this.#atomically(() => {
      for (const id of intents) {
        this.#writer.run(
          `UPDATE intent SET look_ups = look_ups + 1, first_look_up = min(coalesce(first_look_up, ?1), ?1), last_look_up = ?1,
             first_look_up_there = coalesce(min(coalesce(first_look_up_there, ?3), ?3), first_look_up_there)
           WHERE id = ?2 AND outcome IS NULL`,
          this.#now(),
          id,
          storeTime,
        );
      }
    });
  }

  async noteRefusal(intents: readonly number[], words: string): Promise<void> {
    this.#atomically(() => {
      for (const id of intents) {
        this.#writer.run('UPDATE intent SET refusal = ? WHERE id = ? AND outcome IS NULL', words, id);
      }
    });
  }

  async settle(run: number, settlements: readonly Settlement[]): Promise<void> {
    this.#atomically(() => {
      for (const settlement of settlements) settleIntent(this.#writer, run, settlement);
    });
  }

  async find(key: RecordKey): Promise<LedgerRecord | null> {
    const row = this.#writer.record(key);
    return row === undefined ? null : recordOf(row);
  }

  async findByTarget(entity: EntityName, targetId: string): Promise<LedgerRecord[]> {
    return this.#writer.all('SELECT * FROM record WHERE entity = ? AND target_id = ?', entity, targetId).map(recordOf);
  }

  async quarantined(): Promise<LedgerRecord[]> {
    return this.#writer
      .all("SELECT * FROM record WHERE state = 'quarantined' ORDER BY store, entity, source_id")
      .map(recordOf);
  }

  async named(id: string): Promise<LedgerRecord[]> {
    return this.#writer
      .all(
        'SELECT * FROM record WHERE source_id = ?1 COLLATE NOCASE OR target_id = ?1 ORDER BY store, entity, source_id',
        id,
      )
      .map(recordOf);
  }

  async retry(run: number, key: RecordKey, another = false): Promise<Retrial> {
    return this.#atomically(() => retryRecord(this.#writer, run, key, another));
  }

  async accept(run: number, key: RecordKey, reason: string): Promise<Acceptance> {
    return this.#atomically(() => acceptRecord(this.#writer, run, key, reason));
  }

  async replaceSnapshot(key: RecordKey, before: string, after: string): Promise<void> {
    this.#atomically(() => replaceSnapshot(this.#writer, key, before, after));
  }

  async acceptedUnseen(store: string, entity: EntityName, viewer: Viewer): Promise<LedgerRecord[]> {
    return this.#writer
      .all(
        'SELECT * FROM record WHERE store = ? AND entity = ? AND accepted_as IS NOT NULL AND instr(accepted_as, \'"open":[]\') = 0',
        store,
        entity,
      )
      .map(recordOf)
      .filter(({ acceptedAs }) => acceptedAs?.open.includes(viewer) === true);
  }

  async noteAccepted(key: RecordKey, viewer: Viewer, seen: readonly SeenDifference[]): Promise<void> {
    this.#atomically(() => noteAccepted(this.#writer, key, viewer, seen));
  }

  async drop(run: number, key: RecordKey, note: string): Promise<boolean> {
    return this.#atomically(() => dropRecord(this.#writer, run, key, note));
  }

  async purge(run: number, before: Instant): Promise<number> {
    return this.#atomically(() => purgePayloads(this.#writer, run, before));
  }

  async adopt(run: number, adoptions: readonly Adoption[]): Promise<number> {
    return this.#atomically(() => adoptions.filter((adoption) => adoptCopy(this.#writer, run, adoption)).length);
  }

  async linkByHand(run: number, links: readonly HandLink[]): Promise<void> {
    this.#atomically(() => {
      for (const link of links) linkByHand(this.#writer, run, link);
    });
  }

  async linkedByHand(): Promise<LedgerRecord[]> {
    return this.#writer
      .all("SELECT * FROM record WHERE by_hand IS NOT NULL AND state <> 'skipped' ORDER BY store, entity, source_id")
      .map(recordOf);
  }

  async droppedNaming(store: string, targetId: string): Promise<string[]> {
    return droppedNaming(this.#writer, store, targetId);
  }

  async copies(store: string, entity: EntityName, limit: number, after = ''): Promise<LedgerRecord[]> {
    return queries.copies(this.#writer, store, entity, limit, after);
  }

  async touchedBy(run: number): Promise<LedgerRecord[]> {
    return queries.touchedBy(this.#writer, run);
  }

  async bearInstallation(id: string): Promise<void> {
    this.#atomically(() => this.#writer.run("UPDATE meta SET value = ? WHERE key = 'installation'", id));
    this.#installationId = id;
  }

  async examine(): Promise<LedgerExamination> {
    try {
      return examine(this.#writer, this.#file);
    } catch (error) {
      throw translateSqliteError(error, this.#file);
    }
  }

  async counts(run: number): Promise<Map<string, Map<EntityName, Counts>>> {
    return readCounts(this.#writer, run);
  }

  async partsOfRun(run: number): Promise<RunPart[]> {
    return runQueries.partsOfRun(this.#writer, run);
  }

  async recordsOfRun(run: number, part: RunPartKey, limit: number): Promise<LedgerRecord[]> {
    return runQueries.recordsOfRun(this.#writer, run, part, limit);
  }

  async belongingTo(store: string, entity: EntityName, parent: string): Promise<LedgerRecord[]> {
    return runQueries.belongingTo(this.#writer, store, entity, parent);
  }

  async history(key: RecordKey): Promise<AuditEntry[]> {
    return this.#writer
      .all(
        'SELECT * FROM audit WHERE store = ? AND entity = ? AND source_id = ? ORDER BY id',
        key.store,
        entityNameSchema.parse(key.entity),
        key.sourceId,
      )
      .map(auditEntryOf);
  }

  async close(): Promise<void> {
    if (!this.#database.isOpen) return;
    if (this.#writer.hasRedacted) this.#rebuild();
    this.#database.close();
  }

  /**
   * SQLite overwrites what is deleted, but not what it has moved to another page of the file meanwhile: only a file
   * that is built anew is sure to hold nothing personal any more.
   */
  #rebuild(): void {
    try {
      this.#database.exec('VACUUM');
    } catch {
      // Another program reads the ledger, or the disk is full: what is due stays for the next run that settles something.
    }
  }

  #pinNewStore(name: string, host: string): void {
    const known = this.#writer.all('SELECT name, host FROM store');
    const other = otherNameOf(
      host,
      known.map((one) => ({ name: String(one['name']), host: String(one['host']) })),
    );
    if (other !== undefined) throw renamed(this.#file, { host, name, other });
    this.#writer.run('INSERT INTO store (name, host) VALUES (?, ?)', name, host);
  }

  #refuseNarrowed(run: number): void {
    if (this.#writer.get('SELECT narrowed FROM run WHERE id = ?', run)?.['narrowed'] === 0) return;
    throw new ConsolidatorError('internal', `Run ${run} is narrowed or unknown, and must move no cursor.`);
  }

  /** Nothing is awaited inside, so no other verb of this process can slip in between. */
  #atomically<T>(step: () => T): T {
    try {
      this.#database.exec('BEGIN IMMEDIATE');
      try {
        const result = step();
        this.#database.exec('COMMIT');
        return result;
      } catch (error) {
        // A full disk makes SQLite roll back by itself.
        if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
        throw error;
      }
    } catch (error) {
      throw translateSqliteError(error, this.#file);
    }
  }
}

/** Under another name all of it would count as new, and be copied a second time. */
function renamed(
  file: string,
  { host, name, other }: { readonly host: string; readonly name: string; readonly other: string },
): ConsolidatorError {
  return new ConsolidatorError(
    'store-renamed',
    `${host} is called "${name}" in the pipeline file, and "${other}" in the ledger ${file}, by which its copies are known. Call it "${other}" again; nothing was read or written.`,
    { store: name },
  );
}

function foreign(file: string, why: string): ConsolidatorError {
  return new ConsolidatorError(
    'ledger-of-another-pipeline',
    `The ledger ${file} can't be used: ${why}. Each pipeline has its own ledger.`,
  );
}
