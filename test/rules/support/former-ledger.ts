import { renameSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { APPLICATION_ID, migrations } from '../../../src/ledger/schema.ts';
import type { TwoStores } from './two-stores.ts';

/** The step that knows places, generations and searches. */
const STEP = migrations.findIndex((statements) => statements.includes('CREATE TABLE elsewhere'));

/** Makes of a ledger and its copies what the version before that step would have left. */
export function asMadeBefore({ ledgerFile, main }: TwoStores): void {
  const former = `${ledgerFile}.former`;
  const database = new DatabaseSync(former);
  for (const statements of migrations.slice(0, STEP)) database.exec(statements);
  database.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${STEP};`);
  database.prepare('ATTACH ? AS present').run(ledgerFile);
  for (const { name } of rows(database, "SELECT name FROM sqlite_master WHERE type = 'table'")) {
    const columns = rows(database, `PRAGMA table_info(${name})`).map((column) => `"${column.name}"`);
    database.exec(`INSERT INTO ${name} (${columns}) SELECT ${columns} FROM present.${name}`);
  }
  database.exec("DELETE FROM meta WHERE key IN ('place', 'generation', 'claimed')");
  database.close();
  for (const part of ['', '-wal', '-shm']) rmSync(ledgerFile + part, { force: true });
  renameSync(former, ledgerFile);
  for (const { OrderID, InternalOrderNotes } of main.orders()) {
    const notes = InternalOrderNotes.replace(/^(Copied from .*, installation [^\s,]+).*/, '$1');
    if (notes !== InternalOrderNotes) main.panel.changeOrder(OrderID, { InternalOrderNotes: notes });
  }
}

function rows(database: DatabaseSync, sql: string): { readonly name: string }[] {
  return database
    .prepare(sql)
    .all()
    .map((row) => ({ name: String(row['name']) }));
}
