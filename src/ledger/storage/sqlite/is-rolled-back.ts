import type { DatabaseSync } from 'node:sqlite';

/**
 * Whether a transaction that was begun is none any more. A full disk, or one that reports an error, makes SQLite roll it back by
 * itself, also where it only reads: pages that were changed have to give way to those that are read.
 */
export function isRolledBack(database: DatabaseSync): boolean {
  return !database.isTransaction;
}
