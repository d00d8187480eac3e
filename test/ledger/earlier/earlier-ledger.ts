import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** The steps of the schema that the versions knew whose ledgers lie here: each as that version itself has left it. */
export const schemas = [5, 15, 17, 19] as const;

/**
 * Puts such a ledger where another one stands, or where none is.
 * @param kind after a run between two stores, or with a record in each state, made by that version's verbs
 * @param names what stands for hosts and ids
 */
export function placeEarlierLedger(
  file: string,
  schema: number,
  kind: 'run' | 'states',
  names: Readonly<Record<string, string>> = {},
): void {
  for (const part of ['', '-wal', '-shm']) rmSync(file + part, { force: true });
  let sql = readFileSync(join(import.meta.dirname, `schema-${schema}-${kind}.sql`), 'utf8');
  for (const [name, value] of Object.entries(names)) sql = sql.replaceAll(`{${name}}`, value);
  const database = new DatabaseSync(file);
  database.exec(`BEGIN; ${sql}; COMMIT; PRAGMA journal_mode = WAL`);
  database.close();
}
