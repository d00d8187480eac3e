import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ConsolidatorError } from '../../../model/errors.ts';
import type { CarriedRows } from '../carried-rows.ts';
import type { LedgerFiles } from '../ledger-files.ts';
import { checkBackup } from './backups/check-backup.ts';
import { refuseNoLedger } from './backups/find-backup.ts';
import { foldIn } from './backups/fold-in.ts';
import { syncPath, unfinished } from './backups/make-backup.ts';
import { forgetInCopies } from './backups/redact-backups.ts';
import { fillCarried, readCarried } from './carry.ts';
import { isOfEarlierSchema, openDatabase, openPrivateCopy } from './open-database.ts';
import { SqliteStorage } from './sqlite-storage.ts';

/** Ledgers in SQLite files. */
export const sqliteFiles: LedgerFiles = {
  exists: (file) => existsSync(file),
  async *read(file) {
    refuseNoLedger(file);
    checkBackup(file);
    const database = isOfEarlierSchema(file)
      ? openPrivateCopy(file)
      : new DatabaseSync(file, { readOnly: true, timeout: 5_000 });
    try {
      yield* readCarried(database, file);
    } finally {
      database.close();
    }
  },
  write: writeFile,
  content(file) {
    refuseNoLedger(file);
    return checkBackup(file);
  },
  async toTryOut(rows, name) {
    const database = openPrivateCopy(undefined);
    if (rows !== undefined) await fillCarried(database, rows);
    return new SqliteStorage(database, name);
  },
  forgetIn: forgetInCopies,
};

async function writeFile(file: string, rows: CarriedRows): Promise<void> {
  if (existsSync(file))
    throw new ConsolidatorError('file-unwritable', `${file} exists; a ledger is never written over a file.`);
  const temporary = unfinished(file);
  try {
    mkdirSync(path.dirname(path.resolve(file)), { recursive: true, mode: 0o700 });
    const database = openDatabase(temporary, { isCopy: true });
    try {
      await fillCarried(database, rows);
      database.exec('COMMIT');
    } finally {
      database.close();
    }
    foldIn(temporary);
    syncPath(temporary);
    renameSync(temporary, file);
    syncPath(path.dirname(path.resolve(file)));
  } catch (cause) {
    if (cause instanceof ConsolidatorError && cause.code !== 'ledger-unwritable') throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ConsolidatorError('file-unwritable', `The ledger ${file} can't be written: ${reason}`, { cause });
  } finally {
    for (const part of ['', '-wal', '-shm']) rmSync(temporary + part, { force: true });
  }
}
