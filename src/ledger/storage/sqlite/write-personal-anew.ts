import type { DatabaseSync } from 'node:sqlite';

/** What is personal in a ledger: what is not settled yet, and what was found of it. */
const PERSONAL = ['content', 'finding', 'draft'] as const;

/** Of the file's pages, beyond which it is built anew: what has made it so large is more than what is copied then. */
const FREE = 1 / 3;

/**
 * SQLite overwrites what is deleted, but not what it has moved to another page of the same table meanwhile. So each table that
 * holds something personal is emptied whole, which overwrites all its pages, and what is left of it is put back. That is
 * little, however large the ledger is.
 */
export function writePersonalAnew(database: DatabaseSync): void {
  const pragma = (name: string): number => Number(database.prepare(`PRAGMA ${name}`).get()?.[name] ?? 0);
  if (pragma('freelist_count') > FREE * pragma('page_count')) {
    database.exec('VACUUM');
    return;
  }
  // On no disk.
  database.exec('PRAGMA temp_store = MEMORY');
  database.exec('BEGIN IMMEDIATE');
  try {
    for (const table of PERSONAL)
      database.exec(`
        CREATE TEMP TABLE left_over AS SELECT * FROM main.${table};
        DELETE FROM main.${table};
        INSERT INTO main.${table} SELECT * FROM left_over;
        DROP TABLE left_over`);
    database.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}
