import { existsSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { instantOfMilliseconds } from '../../model/time.ts';
import type { Ledger } from '../ledger.ts';
import { isOfEarlierSchema, openDatabase, openPrivateCopy } from '../storage/sqlite/open-database.ts';
import { SqliteStorage } from '../storage/sqlite/sqlite-storage.ts';
import { ledgerOn } from '../verbs/ledger-on.ts';

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
  return ledgerIn(openDatabase(file, options), file, options);
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
  return ledgerIn(openPrivateCopy(existsSync(file) ? file : undefined), file, options);
}

function ledgerIn(database: DatabaseSync, file: string, { now = Date.now }: Pick<LedgerOptions, 'now'>): Ledger {
  const storage = new SqliteStorage(database, file);
  return ledgerOn(storage, storage.identity(), () => instantOfMilliseconds(now()));
}
