import type { DatabaseSync } from 'node:sqlite';
import type { Ledger } from '../../src/ledger/ledger.ts';
import {
  isOfEarlierSchema,
  type OpeningOptions,
  openDatabase,
  openPrivateCopy,
} from '../../src/ledger/storage/sqlite/open-database.ts';
import { SqliteStorage } from '../../src/ledger/storage/sqlite/sqlite-storage.ts';
import { ledgerOn } from '../../src/ledger/verbs/ledger-on.ts';
import { instantOfMilliseconds } from '../../src/model/time.ts';

type Now = Pick<OpeningOptions, 'now'>;

/**
 * A ledger in a SQLite file, at once: what a test looks into needs no keeper.
 * @param file path, or `:memory:` for one that ends with the process
 */
export function openLedger(file: string, options: OpeningOptions = {}): Ledger {
  return ledgerIn(openDatabase(file, options), file, options);
}

/** The ledger to look into alone, which is brought up to date in a copy. */
export function openLedgerToLook(file: string, options: Now = {}): Ledger {
  if (!isOfEarlierSchema(file)) return openLedger(file, options);
  return ledgerIn(openPrivateCopy(file), file, options);
}

function ledgerIn(database: DatabaseSync, file: string, { now = Date.now }: Now): Ledger {
  const storage = new SqliteStorage(database, file);
  return ledgerOn(storage, storage.identity(), () => instantOfMilliseconds(now()));
}
