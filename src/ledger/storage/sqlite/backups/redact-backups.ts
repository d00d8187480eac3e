import { constants, copyFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ConsolidatorError } from '../../../../model/errors.ts';
import { daysBefore } from '../../../../model/time.ts';
import { PERSONAL_DAYS, type Redacted } from '../../../backup.ts';
import { translateSqliteError } from '../sqlite-errors.ts';
import { listBackups } from './backup-files.ts';
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
  const redacted: string[] = [];
  const removed: string[] = [];
  for (const { file } of listBackups(ledger).filter(({ at }) => at < before)) {
    try {
      if (redactBackup(file)) redacted.push(file);
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

function redactBackup(file: string): boolean {
  const known = checkBackup(file);
  if (!holdsPersonal(file)) return false;
  const temporary = unfinished(file);
  try {
    copyFileSync(file, temporary, constants.COPYFILE_EXCL);
    takeOut(temporary);
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
function takeOut(file: string): void {
  const database = new DatabaseSync(file);
  try {
    const columns = personalColumns(database);
    database.exec('PRAGMA journal_mode = MEMORY; PRAGMA secure_delete = ON; BEGIN');
    const names = columnNames(database, 'record');
    const snapshot = names.includes('copied_as') ? 'copied_as IS NULL' : 'TRUE';
    // What was not delivered has no payload, and in earlier versions an empty one.
    const undelivered = names.includes('is_undelivered')
      ? "is_undelivered = (state = 'staged'), payload = NULL"
      : "payload = CASE WHEN state = 'staged' THEN '' ELSE NULL END";
    database.exec(`
      UPDATE record SET message = NULL WHERE state = 'quarantined' AND reason = 'refused';
      DELETE FROM intent WHERE outcome IS NULL;
      UPDATE record SET target_id = NULL WHERE state = 'writing' AND ${snapshot};
      UPDATE record SET state = 'staged' WHERE state = 'writing';
      UPDATE record SET ${undelivered} WHERE payload IS NOT NULL;
    `);
    for (const [table, column] of columns.filter(([name]) => name === 'intent'))
      database.exec(`UPDATE ${table} SET ${column} = NULL`);
    database.exec('COMMIT; VACUUM');
  } catch (error) {
    throw translateSqliteError(error, file);
  } finally {
    database.close();
  }
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
