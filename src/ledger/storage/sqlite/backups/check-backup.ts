import { DatabaseSync } from 'node:sqlite';
import { ConsolidatorError } from '../../../../model/errors.ts';
import type { LedgerContent } from '../../../backup.ts';
import { APPLICATION_ID, migrations } from '../schema.ts';
import { translateSqliteError } from '../sqlite-errors.ts';

/**
 * Reads a whole file without changing it, and says what it is.
 * @throws ConsolidatorError `ledger-damaged`, `ledger-not-ours`, `ledger-newer`
 */
export function checkBackup(file: string): LedgerContent {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { readOnly: true, timeout: 5_000 });
    const [first] = database.prepare('PRAGMA quick_check(1)').all();
    const word = String(first?.['quick_check']);
    if (word !== 'ok') throw new ConsolidatorError('ledger-damaged', `${file} is damaged: ${word}.`);
    return describeLedger(database, file);
  } catch (error) {
    throw translateSqliteError(error, file);
  } finally {
    if (database?.isOpen === true) database.close();
  }
}

/** @throws ConsolidatorError `ledger-not-ours`, `ledger-newer` */
export function describeLedger(database: DatabaseSync, file: string): LedgerContent {
  const number = (sql: string): number => Number(Object.values(database.prepare(sql).get() ?? {})[0] ?? 0);
  const schema = number('PRAGMA user_version');
  if (number('PRAGMA application_id') !== APPLICATION_ID || schema === 0)
    throw new ConsolidatorError('ledger-not-ours', `${file} is no ledger of this program.`);
  if (schema > migrations.length) {
    const message = `${file} has schema version ${schema}; this program knows up to ${migrations.length}. Update the program.`;
    throw new ConsolidatorError('ledger-newer', message);
  }
  const installation = database.prepare("SELECT value FROM meta WHERE key = 'installation'").get()?.['value'];
  return {
    installation: String(installation ?? ''),
    schema,
    copies: number("SELECT count(*) FROM record WHERE state IN ('loaded', 'linked')"),
    runs: number('SELECT count(*) FROM run'),
  };
}
