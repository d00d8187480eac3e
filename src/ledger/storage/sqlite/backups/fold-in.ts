import { DatabaseSync } from 'node:sqlite';
import { ConsolidatorError } from '../../../../model/errors.ts';

/** Takes into the file what SQLite keeps beside it. One that is damaged is left as it is. @throws ConsolidatorError `ledger-unwritable` */
export function foldIn(ledger: string): void {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(ledger, { timeout: 5_000 });
    database.exec('PRAGMA journal_mode = DELETE');
  } catch (cause) {
    const busy = cause instanceof Error && 'errcode' in cause && [5, 6].includes(Number(cause.errcode) & 0xff);
    if (!busy) return;
    const message = `Another program has the ledger ${ledger} open. Close it, and try again; nothing was replaced.`;
    throw new ConsolidatorError('ledger-unwritable', message, { cause });
  } finally {
    if (database?.isOpen === true) database.close();
  }
}
