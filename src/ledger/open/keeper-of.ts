import type { LedgerKeeper } from '../keeper.ts';
import { SqliteKeeper } from '../storage/sqlite/sqlite-keeper.ts';
import { ledgerOn } from '../verbs/ledger-on.ts';

/**
 * What keeps the ledger of a pipeline, by the value of its key `ledger`. Nothing is opened or made by it.
 * @param pipeline whose `ledger` is the path of a SQLite file
 */
export function keeperOf({ ledger }: { readonly ledger: string }): LedgerKeeper {
  return new SqliteKeeper(ledger, ledgerOn);
}
