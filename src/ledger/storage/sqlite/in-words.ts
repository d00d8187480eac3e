import type { DatabaseSync } from 'node:sqlite';
import { COMPACT } from './schema.ts';

/** Where a ledger of whatever version tells its records in words: a table, or a view. @param schema that the file is attached as */
export function recordsOf(database: DatabaseSync, schema: 'main' | 'present' | 'older'): string {
  return `${schema}.${isCompact(database, schema) ? 'record_in_words' : 'record'}`;
}

/** Whether rows of this file hold numbers for words. */
export function isCompact(database: DatabaseSync, schema: 'main' | 'present' | 'older' = 'main'): boolean {
  return Number(database.prepare(`PRAGMA ${schema}.user_version`).get()?.['user_version'] ?? 0) >= COMPACT;
}
