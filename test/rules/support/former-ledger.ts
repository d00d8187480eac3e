import { renameSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { migrations } from '../../../src/ledger/storage/sqlite/schema.ts';
import { writeFormerLedger } from '../../support/former-schema.ts';
import type { TwoStores } from './two-stores.ts';

/** The step that knows places, generations and searches. */
const STEP = migrations.findIndex((statements) => statements.includes('CREATE TABLE elsewhere'));

/** Makes of a ledger and its copies what the version before that step would have left. */
export function asMadeBefore({ ledgerFile, main }: TwoStores): void {
  const former = `${ledgerFile}.former`;
  writeFormerLedger(ledgerFile, former, STEP);
  const database = new DatabaseSync(former);
  database.exec("DELETE FROM meta WHERE key IN ('place', 'generation', 'claimed')");
  database.close();
  for (const part of ['', '-wal', '-shm']) rmSync(ledgerFile + part, { force: true });
  renameSync(former, ledgerFile);
  for (const { OrderID, InternalOrderNotes } of main.orders()) {
    const notes = InternalOrderNotes.replace(/^(Copied from .*, installation [^\s,]+).*/, '$1');
    if (notes !== InternalOrderNotes) main.panel.changeOrder(OrderID, { InternalOrderNotes: notes });
  }
}
