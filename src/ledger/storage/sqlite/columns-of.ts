import type { DatabaseSync } from 'node:sqlite';

const known = new WeakMap<DatabaseSync, Map<string, string>>();

/** What a table's rows are copied by: all of its columns that are kept, without those that are made of others. */
export function columnsOf(database: DatabaseSync, schema: 'main' | 'own', table: string): string {
  const name = `${schema}.${table}`;
  const tables = known.get(database) ?? new Map<string, string>();
  known.set(database, tables);
  const columns = tables.get(name) ?? keptColumns(database, schema, table);
  tables.set(name, columns);
  return columns;
}

function keptColumns(database: DatabaseSync, schema: 'main' | 'own', table: string): string {
  return database
    .prepare(`PRAGMA ${schema}.table_info("${table}")`)
    .all()
    .map(({ name }) => `"${String(name)}"`)
    .join(', ');
}
