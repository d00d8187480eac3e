import { closeSync, constants, copyFileSync, openSync, readSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { EntityName, RecordKey } from '../../../../model/entities.ts';
import { ConsolidatorError } from '../../../../model/errors.ts';
import { daysBefore } from '../../../../model/time.ts';
import { type Concerns, type CopiesWithout, PERSONAL_DAYS, type Redacted } from '../../../backup.ts';
import { recordsOf } from '../in-words.ts';
import { type BackupFile, listBackups } from './backup-files.ts';
import { checkBackup } from './check-backup.ts';
import { syncPath, unfinished } from './make-backup.ts';
import { proveCopy } from './prove-copy.ts';
import { personalIn, takeOut } from './take-out.ts';

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
    return personalIn(database).some(
      ({ from, column }) =>
        database.prepare(`SELECT 1 FROM ${from} WHERE ${column} IS NOT NULL AND ${column} <> '' LIMIT 1`).get() !==
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
    const message = { from: recordsOf(database, 'main'), column: 'message' };
    for (const { from, column } of [...personalIn(database), message]) {
      const sql = `SELECT store, entity, source_id, ${column} AS held FROM ${from} WHERE ${column} IS NOT NULL AND ${column} <> ''`;
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

function backupFailed(file: string, cause: unknown): ConsolidatorError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const message = `What is personal could not be taken out of the backup ${file}: ${reason.replace(/\.?$/, '.')}`;
  return new ConsolidatorError('backup-failed', message, { cause });
}
