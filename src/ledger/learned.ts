import type { Writer } from './writer.ts';

/** What read-backs have taught about a store, as text; null while nothing has. */
export function learned(writer: Writer, scope: string, name: string): string | null {
  const row = writer.get('SELECT value FROM learned WHERE scope = ? AND name = ?', scope, name);
  return row === undefined ? null : String(row['value']);
}

export function learn(writer: Writer, scope: string, name: string, value: string): void {
  writer.run(
    'INSERT INTO learned (scope, name, value, at) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value, at = excluded.at',
    scope,
    name,
    value,
    writer.now(),
  );
}

/** What is known of several names; those of which nothing is are left out. */
export function learnedOf(writer: Writer, scope: string, names: readonly string[]): Map<string, string> {
  const rows = writer.all(
    'SELECT name, value FROM learned WHERE scope = ? AND name IN (SELECT value FROM json_each(?))',
    scope,
    JSON.stringify(names),
  );
  return new Map(rows.map((row) => [String(row['name']), String(row['value'])]));
}
