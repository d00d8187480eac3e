import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ConsolidatorError } from '../model/errors.ts';
import { APPLICATION_ID, migrations } from './schema.ts';
import { translateSqliteError } from './sqlite-errors.ts';

/**
 * Opens the ledger file, makes it when it is missing, and brings an older schema up to date. A file that is no ledger,
 * or a newer one, is left byte for byte as it is.
 * @throws ConsolidatorError `ledger-not-ours`, `ledger-newer`, `ledger-damaged`, `ledger-unwritable`
 */
export function openDatabase(file: string): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    const isNew = file === ':memory:' || !existsSync(file);
    if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    database = new DatabaseSync(file, { timeout: 5_000 });
    const version = readVersion(database, file, isNew);
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;');
    migrate(database, version);
    return database;
  } catch (error) {
    if (database?.isOpen === true) database.close();
    throw translateSqliteError(error, file);
  }
}

function pragma(database: DatabaseSync, name: 'application_id' | 'user_version'): number {
  return Number(database.prepare(`PRAGMA ${name}`).get()?.[name] ?? 0);
}

function readVersion(database: DatabaseSync, file: string, isNew: boolean): number {
  const applicationId = pragma(database, 'application_id');
  const version = pragma(database, 'user_version');
  const objects = Number(database.prepare('SELECT count(*) AS count FROM sqlite_master').get()?.['count'] ?? 0);
  // An empty file is what a crash before the first migration leaves: it may be taken over.
  if (isNew || (applicationId === 0 && version === 0 && objects === 0)) return 0;
  if (applicationId !== APPLICATION_ID) {
    throw new ConsolidatorError(
      'ledger-not-ours',
      `${file} is a SQLite database, but no ledger of this program. Check the path in \`ledger\`; the file was not changed.`,
    );
  }
  if (version > migrations.length) {
    throw new ConsolidatorError(
      'ledger-newer',
      `${file} has schema version ${version}; this program knows up to ${migrations.length}. Update the program; the file was not changed.`,
    );
  }
  return version;
}

/** All steps that are missing, as one: a crash in between leaves the file as it was. */
function migrate(database: DatabaseSync, version: number): void {
  if (version === migrations.length) return;
  database.exec('BEGIN IMMEDIATE');
  try {
    for (const statements of migrations.slice(version)) database.exec(statements);
    database.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${migrations.length};`);
    database
      .prepare("INSERT OR IGNORE INTO meta (key, value) VALUES ('installation', ?)")
      .run(randomUUID().replaceAll('-', '').slice(0, 12));
    database.exec('COMMIT');
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}
