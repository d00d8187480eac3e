import { closeSync, constants, copyFileSync, openSync, readSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { EntityName, RecordKey } from '../../../../model/entities.ts';
import { ConsolidatorError } from '../../../../model/errors.ts';
import { daysBefore } from '../../../../model/time.ts';
import { type Concerns, type CopiesWithout, PERSONAL_DAYS, type Redacted } from '../../../backup.ts';
import { translateSqliteError } from '../sqlite-errors.ts';
import { type BackupFile, listBackups } from './backup-files.ts';
import { checkBackup } from './check-backup.ts';
import { syncPath, unfinished } from './make-backup.ts';
import { proveCopy } from './prove-copy.ts';

/** What is personal in a ledger of whatever version, beside what was settled, whose rows hold nothing any more. */
const PERSONAL: readonly (readonly [table: string, column: string])[] = [
  ['record', 'payload'],
  ['intent', 'draft'],
  ['intent', 'refusal'],
];

/**
 * Takes what is personal out of backups that are older than `PERSONAL_DAYS`, each at once or not at all.
 * @throws ConsolidatorError `backup-failed` where one can't be written
 */
export function redactOldBackups(ledger: string, now: number): Redacted {
  const before = daysBefore(now, PERSONAL_DAYS);
  return redactEach(
    listBackups(ledger).filter(({ at }) => at < before),
    undefined,
  );
}

/**
 * Takes one person out of all backups, each at once or not at all.
 * @param concerns whether a record, by its key and what a backup holds of it, is theirs
 * @throws ConsolidatorError `backup-failed` where one can't be written
 */
export function forgetInBackups(ledger: string, concerns: Concerns): Redacted {
  return redactEach(listBackups(ledger), concerns);
}

/** Of a plan: which backups hold something of a person; what can't be read is none that could be restored. */
export function backupsThatHold(ledger: string, concerns: Concerns): string[] {
  return listBackups(ledger)
    .map(({ file }) => file)
    .filter((file) => {
      try {
        return concerned(file, concerns).length > 0;
      } catch {
        return false;
      }
    });
}

/**
 * Takes one person out of copies that were made by hand, each at once or not at all. None is removed: they are a person's.
 * @param installation whose copies are changed @throws ConsolidatorError `backup-failed` where one can't be written
 */
export function forgetInCopies(
  files: readonly string[],
  installation: string,
  concerns: Concerns,
  write: boolean,
): CopiesWithout {
  const [redacted, clean, others]: [string[], string[], string[]] = [[], [], []];
  for (const file of files.filter(isDatabase)) {
    try {
      // What was written last may stand beside it, and is no part of what would be changed.
      const isInUse = (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0;
      const isOwn = !isInUse && checkBackup(file).installation === installation;
      if (!isInUse && concerned(file, concerns).length === 0) clean.push(file);
      else if (!isOwn) others.push(file);
      else {
        if (write) redactBackup(file, concerns);
        redacted.push(file);
      }
    } catch (error) {
      if (!(error instanceof ConsolidatorError)) throw backupFailed(file, error);
      others.push(file);
    }
  }
  return { redacted, clean, others };
}

function isDatabase(file: string): boolean {
  const opened = openSync(file, 'r');
  try {
    const begin = Buffer.alloc(16);
    return readSync(opened, begin) === 16 && begin.toString('latin1') === 'SQLite format 3\0';
  } finally {
    closeSync(opened);
  }
}

function redactEach(backups: readonly Pick<BackupFile, 'file'>[], concerns: Concerns | undefined): Redacted {
  const redacted: string[] = [];
  const removed: string[] = [];
  for (const { file } of backups) {
    try {
      if (redactBackup(file, concerns)) redacted.push(file);
    } catch (error) {
      if (!isUnreadable(error)) throw backupFailed(file, error);
      for (const part of ['', '-wal', '-shm']) rmSync(file + part, { force: true });
      removed.push(file);
    }
  }
  return { redacted, removed };
}

function isUnreadable(error: unknown): boolean {
  return error instanceof ConsolidatorError && (error.code === 'ledger-damaged' || error.code === 'ledger-not-ours');
}

function redactBackup(file: string, concerns: Concerns | undefined): boolean {
  const known = checkBackup(file);
  const only = concerns === undefined ? undefined : concerned(file, concerns);
  if (only === undefined ? !holdsPersonal(file) : only.length === 0) return false;
  const temporary = unfinished(file);
  try {
    copyFileSync(file, temporary, constants.COPYFILE_EXCL);
    takeOut(temporary, only);
    proveCopy(temporary, known);
    syncPath(temporary);
    renameSync(temporary, file);
    syncPath(path.dirname(file));
    return true;
  } finally {
    rmSync(temporary, { force: true });
  }
}

function holdsPersonal(file: string): boolean {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    return personalColumns(database).some(
      ([table, column]) =>
        database.prepare(`SELECT 1 FROM ${table} WHERE ${column} IS NOT NULL AND ${column} <> '' LIMIT 1`).get() !==
        undefined,
    );
  } finally {
    database.close();
  }
}

/** The records, of those that hold something personal, that are a person's. */
function concerned(file: string, concerns: Concerns): RecordKey[] {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const texts = new Map<string, { readonly key: RecordKey; text: string }>();
    // What was found of a record may quote it, too.
    for (const [table, column] of [...personalColumns(database), ['record', 'message'] as const]) {
      const sql = `SELECT store, entity, source_id, ${column} AS held FROM ${table} WHERE ${column} IS NOT NULL AND ${column} <> ''`;
      for (const row of database.prepare(sql).iterate()) {
        const [store, entity, sourceId] = [String(row['store']), row['entity'] as EntityName, String(row['source_id'])];
        const name = JSON.stringify([store, entity, sourceId]);
        const known = texts.get(name) ?? { key: { store, entity, sourceId }, text: '' };
        texts.set(name, { ...known, text: `${known.text}\n${String(row['held'])}` });
      }
    }
    return [...texts.values()].filter(({ key, text }) => concerns(key, text)).map(({ key }) => key);
  } finally {
    database.close();
  }
}

/** Those that this version of the schema has. */
function personalColumns(database: DatabaseSync): typeof PERSONAL {
  return PERSONAL.filter(([table, column]) =>
    database
      .prepare(`PRAGMA table_info(${table})`)
      .all()
      .some((one) => one['name'] === column),
  );
}

/**
 * What waited for a person waits on as after `purge`. What was still to be written is staged without content, so that a
 * run with this ledger asks its store for it anew, and looks for its copy before it writes one.
 */
function takeOut(file: string, only: readonly RecordKey[] | undefined): void {
  const database = new DatabaseSync(file);
  try {
    const columns = personalColumns(database);
    database.exec('PRAGMA journal_mode = MEMORY; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY; BEGIN');
    const theirs = only === undefined ? 'TRUE' : among(database, only);
    const names = columnNames(database, 'record');
    const snapshot = names.includes('copied_as') ? 'copied_as IS NULL' : 'TRUE';
    // What was not delivered has no payload, and in earlier versions an empty one.
    const undelivered = names.includes('is_undelivered')
      ? "is_undelivered = (state = 'staged'), payload = NULL"
      : "payload = CASE WHEN state = 'staged' THEN '' ELSE NULL END";
    database.exec(`
      UPDATE record SET message = NULL WHERE state = 'quarantined' AND (reason = 'refused' OR ${only !== undefined}) AND ${theirs};
      DELETE FROM intent WHERE outcome IS NULL AND ${theirs};
      UPDATE record SET target_id = NULL WHERE state = 'writing' AND ${snapshot} AND ${theirs};
      UPDATE record SET state = 'staged' WHERE state = 'writing' AND ${theirs};
      UPDATE record SET ${undelivered} WHERE payload IS NOT NULL AND ${theirs};
    `);
    for (const [table, column] of columns.filter(([name]) => name === 'intent'))
      database.exec(`UPDATE ${table} SET ${column} = NULL WHERE ${theirs}`);
    database.exec('COMMIT; VACUUM');
  } catch (error) {
    throw translateSqliteError(error, file);
  } finally {
    database.close();
  }
}

/** @returns a condition that holds for the rows of these records, in whichever table */
function among(database: DatabaseSync, keys: readonly RecordKey[]): string {
  database.exec('CREATE TEMP TABLE theirs (store TEXT, entity TEXT, source_id TEXT)');
  const insert = database.prepare('INSERT INTO theirs VALUES (?, ?, ?)');
  for (const { store, entity, sourceId } of keys) insert.run(store, entity, sourceId);
  return '(store, entity, source_id) IN (SELECT store, entity, source_id FROM theirs)';
}

function columnNames(database: DatabaseSync, table: string): string[] {
  return database
    .prepare(`PRAGMA table_info(${table})`)
    .all()
    .map((one) => String(one['name']));
}

function backupFailed(file: string, cause: unknown): ConsolidatorError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const message = `What is personal could not be taken out of the backup ${file}: ${reason.replace(/\.?$/, '.')}`;
  return new ConsolidatorError('backup-failed', message, { cause });
}
