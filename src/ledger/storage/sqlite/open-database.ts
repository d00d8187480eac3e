import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { constants, DatabaseSync } from 'node:sqlite';
import { ConsolidatorError } from '../../../model/errors.ts';
import { backUpBefore } from './backups/back-up-before.ts';
import { columnsOf } from './columns-of.ts';
import { TWO, UPPER_TABLES } from './layers.ts';
import { liftRecord, liftRun } from './lift.ts';
import { makeOwnFile } from './own-file.ts';
import { APPLICATION_ID, migrations } from './schema.ts';
import { translateSqliteError } from './sqlite-errors.ts';
import { Statements } from './statements.ts';

export interface OpeningOptions {
  /** Milliseconds since 1970, by which a backup is named. */
  readonly now?: (() => number) | undefined;
  /** How many pages the file may still grow by, as on a disk that is nearly full; for tests. */
  readonly morePages?: number | undefined;
  /** The file is a copy itself, and what it was copied from stays: none is made of it before its schema is brought up to date. */
  readonly isCopy?: boolean | undefined;
}

/**
 * Opens the ledger file, makes it when it is missing, and brings an older schema up to date, of which a backup is made
 * first. A file that is no ledger, or a newer one, is left byte for byte as it is.
 * @throws ConsolidatorError `ledger-not-ours`, `ledger-newer`, `ledger-damaged`, `ledger-unwritable`, `backup-failed`
 */
export function openDatabase(
  file: string,
  { now = Date.now, morePages, isCopy = false }: OpeningOptions = {},
): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    const isNew = file === ':memory:' || !existsSync(file);
    if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    if (isNew && file !== ':memory:') makeOwnFile(file, 'a');
    refuseNoFile(file);
    database = new DatabaseSync(file, { timeout: 5_000 });
    const version = readVersion(database, file, isNew);
    database.exec('PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;');
    // One that is there is changed in nothing before it is backed up.
    if (version === 0) database.exec('PRAGMA journal_mode = WAL;');
    if (morePages !== undefined) limitPages(database, morePages);
    migrate(database, version, () => {
      if (!isCopy) backUpBefore(file, now());
    });
    database.exec('PRAGMA journal_mode = WAL;');
    return database;
  } catch (error) {
    if (database?.isOpen === true) database.close();
    throw translateSqliteError(error, file);
  }
}

/** SQLite opens a device as well, which forgets what is written to it: the next run would copy everything again. */
function refuseNoFile(file: string): void {
  if (file === ':memory:' || statSync(file).isFile()) return;
  throw new ConsolidatorError(
    'ledger-not-ours',
    `${file} is no file, so no ledger. Give \`ledger\` a path of its own.`,
  );
}

/**
 * Whether a file is of a version before this one, so that opening it to write would bring it up to date.
 * @throws ConsolidatorError as `openDatabase`
 */
export function isOfEarlierSchema(file: string): boolean {
  if (!existsSync(file)) return false;
  let database: DatabaseSync | undefined;
  try {
    refuseNoFile(file);
    database = new DatabaseSync(file, { timeout: 5_000 });
    const version = readVersion(database, file, false);
    return version > 0 && version < migrations.length;
  } catch (error) {
    throw translateSqliteError(error, file);
  } finally {
    if (database?.isOpen === true) database.close();
  }
}

/**
 * What is lost with the process anyway has to be on no disk: how a step is undone is kept in memory. With the 2 MB that SQLite
 * takes by itself nearly each row of a plan of some thousand orders would be fetched from, and put back into, the file that it
 * keeps the rest in; with these 32 MB it is twice as fast, and takes no more for a hundred thousand.
 */
const ON_NO_DISK = 'PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY; PRAGMA cache_size = -32000';

/**
 * A copy to try things on. It never has a name: SQLite keeps what does not fit into memory in a file that it unlinks as it
 * opens it, so that nothing of it is left behind, however the process ends. The file itself is only read.
 * @param file undefined where there is no ledger yet
 * @throws ConsolidatorError as `openDatabase`
 */
export function openPrivateCopy(file: string | undefined): DatabaseSync {
  const database = new DatabaseSync('', { timeout: 5_000 });
  try {
    database.exec(ON_NO_DISK);
    migrate(database, file === undefined ? 0 : copyInto(database, file));
    // All that is tried out is one transaction, which never ends well: none of its steps has to be written down by itself.
    database.exec('BEGIN');
    return database;
  } catch (error) {
    database.close();
    throw file === undefined ? error : translateSqliteError(error, file);
  }
}

/** All of one moment, also while a run writes. @returns the version of the schema */
function copyInto(database: DatabaseSync, file: string): number {
  refuseNoFile(file);
  database.prepare('ATTACH ? AS own').run(file);
  const version = readVersion(database, file, false, 'own');
  const objects = database.prepare(
    "SELECT type, name, sql FROM own.sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite#_%' ESCAPE '#' ORDER BY type <> 'table'",
  );
  database.exec('BEGIN');
  for (const { type, name, sql } of objects.all()) {
    database.exec(String(sql));
    if (type !== 'table') continue;
    const columns = columnsOf(database, 'own', String(name));
    database.exec(`INSERT INTO main."${name}" (${columns}) SELECT ${columns} FROM own."${name}"`);
  }
  database.exec(`COMMIT; DETACH own; PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${version};`);
  return version;
}

/**
 * A place to try things on above a ledger, of which nothing is copied but what is changed there. It sees the ledger as it is
 * now, whoever writes to it meanwhile, and keeps nobody from that; it can't write to it. It has no name either.
 * @param file a ledger of this version @throws ConsolidatorError as `openDatabase`
 */
export function openAbove(file: string): DatabaseSync {
  refuseNoFile(file);
  const database = new DatabaseSync('', { timeout: 5_000 });
  try {
    database.exec(ON_NO_DISK);
    database.prepare('ATTACH ? AS own').run(file);
    database.setAuthorizer((action, _name, _other, schema) =>
      schema === 'own' && !READING.includes(action) ? constants.SQLITE_DENY : constants.SQLITE_OK,
    );
    // The first look of a transaction settles which moment it sees.
    database.exec('BEGIN');
    readVersion(database, file, false, 'own');
    database.exec(`${schemaOf(database, 'own')} ${UPPER_TABLES}`);
    const statements = new Statements(database, TWO);
    for (const table of ['meta', 'word', 'scope', 'told', 'watermark', 'standing'])
      database.exec(`DELETE FROM main.${table}; INSERT INTO main.${table} SELECT * FROM own.${table}`);
    // So that what is new gets a number that nothing below has.
    liftRun(statements, Number(statements.get('SELECT max(id) AS id FROM own.run')?.['id'] ?? 0));
    const last = statements.get('SELECT max(id) AS id FROM own.record')?.['id'];
    if (typeof last === 'number') liftRecord(statements, last);
    return database;
  } catch (error) {
    database.close();
    throw translateSqliteError(error, file);
  }
}

const READING: readonly number[] = [constants.SQLITE_READ, constants.SQLITE_SELECT, constants.SQLITE_PRAGMA];

function limitPages(database: DatabaseSync, more: number): void {
  const pages = Number(database.prepare('PRAGMA page_count').get()?.['page_count'] ?? 0);
  database.exec(`PRAGMA max_page_count = ${pages + more}`);
}

type Schema = 'main' | 'own';

function pragma(database: DatabaseSync, schema: Schema, name: 'application_id' | 'user_version'): number {
  return Number(database.prepare(`PRAGMA ${schema}.${name}`).get()?.[name] ?? 0);
}

function readVersion(database: DatabaseSync, file: string, isNew: boolean, schema: Schema = 'main'): number {
  const applicationId = pragma(database, schema, 'application_id');
  const version = pragma(database, schema, 'user_version');
  const objects = Number(
    database.prepare(`SELECT count(*) AS count FROM ${schema}.sqlite_master`).get()?.['count'] ?? 0,
  );
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

/** What makes a ledger. All steps in turn, until one was made in this process: then what they have come to, at once. */
let whole: readonly string[] = migrations;

function schemaOf(database: DatabaseSync, schema: Schema = 'main'): string {
  const objects = database.prepare(
    `SELECT sql FROM ${schema}.sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite#_%' ESCAPE '#' ORDER BY rowid`,
  );
  return objects
    .all()
    .map(({ sql }) => `${sql};\n`)
    .join('');
}

/**
 * All steps that are missing, as one: a crash in between leaves the file as it was.
 * @param backUp called while nobody else can write, so that what is kept is what is brought up to date
 */
function migrate(database: DatabaseSync, version: number, backUp: () => void = () => {}): void {
  if (version === migrations.length) return;
  database.exec('BEGIN IMMEDIATE');
  try {
    // Another process may have done it while this one waited for its turn.
    const present = pragma(database, 'main', 'user_version');
    if (present < migrations.length) {
      if (present > 0) backUp();
      for (const statements of present === 0 ? whole : migrations.slice(present)) database.exec(statements);
      if (present === 0) whole = [schemaOf(database)];
      database.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${migrations.length};`);
      database
        .prepare("INSERT OR IGNORE INTO meta (key, value) VALUES ('installation', ?)")
        .run(randomUUID().replaceAll('-', '').slice(0, 12));
    }
    database.exec('COMMIT');
  } catch (error) {
    // A full disk has rolled it back already.
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}
