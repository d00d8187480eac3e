import { chmodSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ConsolidatorError } from '../../../../model/errors.ts';
import type { BackupKind, LedgerContent } from '../../../backup.ts';
import { makeOwnFile } from '../own-file.ts';
import { translateSqliteError } from '../sqlite-errors.ts';
import { backupsFolder, nameOfBackup, namesIn } from './backup-files.ts';
import { describeLedger } from './check-backup.ts';
import { proveCopy } from './prove-copy.ts';

/** Of a copy that is not whole yet; begins with a point, and names the process that makes it. */
const UNFINISHED = /^\..*\.(\d+)\.part(-journal|-wal|-shm)?$/;

/**
 * Makes a backup beside the ledger, also while others read and write it. It has its name only once it has been opened,
 * checked and synced.
 * @returns its path
 * @throws ConsolidatorError `backup-failed`; the ledger is as it was, and so are all other backups
 */
export function makeBackup(ledger: string, kind: BackupKind, now: number): string {
  const folder = backupsFolder(ledger);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    removeUnfinished(folder);
    return copyLedger(ledger, nameOfBackup(ledger, kind, now));
  } catch (cause) {
    throw backupFailed(ledger, cause);
  }
}

/**
 * A whole copy of a ledger under a name that is free, or nothing.
 * @throws ConsolidatorError `file-unwritable` where the name is taken, or whatever SQLite says
 */
export function copyLedger(ledger: string, to: string): string {
  const temporary = unfinished(to);
  try {
    const described = copyDatabase(ledger, temporary);
    proveCopy(temporary, described);
    placeFile(temporary, to);
    return to;
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  } finally {
    rmSync(`${temporary}-journal`, { force: true });
  }
}

/** The name that a copy has while it is made. */
export function unfinished(file: string): string {
  return path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}.part`);
}

/** By SQLite's own means: one moment of it, whoever writes meanwhile, and nothing that was deleted. @returns what the ledger says of itself */
function copyDatabase(ledger: string, to: string): LedgerContent {
  makeOwnFile(to, 'wx');
  const database = new DatabaseSync(ledger, { timeout: 5_000 });
  try {
    const described = describeLedger(database, ledger);
    database.prepare('VACUUM INTO ?').run(to);
    return described;
  } catch (error) {
    const ofLedger = translateSqliteError(error, ledger);
    const isUnwritable = ofLedger instanceof ConsolidatorError && ofLedger.code === 'ledger-unwritable';
    // A disk that takes no more is the copy's.
    throw isUnwritable ? translateSqliteError(error, to) : ofLedger;
  } finally {
    database.close();
  }
}

/** On the disk before it has its name, so that a power cut leaves no half one under it. */
function placeFile(temporary: string, to: string): void {
  chmodSync(temporary, 0o600);
  syncPath(temporary);
  if (existsSync(to)) throw new ConsolidatorError('file-unwritable', `${to} exists; a backup never replaces a file.`);
  renameSync(temporary, to);
  syncPath(path.dirname(to));
}

/** Not every system lets a folder be synced. */
export function syncPath(file: string): void {
  let handle: number | undefined;
  try {
    handle = openSync(file, 'r');
    fsyncSync(handle);
  } catch (error) {
    if (!isUnsupported(error)) throw error;
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

function isUnsupported(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return ['EINVAL', 'EPERM', 'EISDIR', 'ENOTSUP', 'EACCES', 'EBADF'].includes(code);
}

/** What a killed process left, with what is personal in it. */
export function removeUnfinished(folder: string): void {
  for (const name of namesIn(folder)) {
    const [, process_] = UNFINISHED.exec(name) ?? [];
    if (process_ === undefined || isAtWork(Number(process_))) continue;
    rmSync(path.join(folder, name), { force: true });
  }
}

function isAtWork(id: number): boolean {
  if (id === process.pid) return false;
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function backupFailed(ledger: string, cause: unknown): ConsolidatorError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const message = `No backup of the ledger ${ledger} could be made in ${backupsFolder(ledger)}: ${reason.replace(/\.?$/, '.')} The ledger is as it was.`;
  return new ConsolidatorError('backup-failed', message, { cause });
}
