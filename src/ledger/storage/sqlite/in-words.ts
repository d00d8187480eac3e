import type { DatabaseSync } from 'node:sqlite';
import { COMPACT, PACKED } from './schema.ts';

/** Where a ledger of whatever version tells its records in words: a table, or a view. @param schema that the file is attached as */
export function recordsOf(database: DatabaseSync, schema: 'main' | 'present' | 'older'): string {
  return `${schema}.${isCompact(database, schema) ? 'record_in_words' : 'record'}`;
}

/** Whether rows of this file hold numbers for words. */
export function isCompact(database: DatabaseSync, schema: 'main' | 'present' | 'older' = 'main'): boolean {
  return versionOf(database, schema) >= COMPACT;
}

/** Whether how a record stands is told by bits of one number. */
export function isPacked(database: DatabaseSync): boolean {
  return versionOf(database, 'main') >= PACKED;
}

function versionOf(database: DatabaseSync, schema: 'main' | 'present' | 'older'): number {
  return Number(database.prepare(`PRAGMA ${schema}.user_version`).get()?.['user_version'] ?? 0);
}
