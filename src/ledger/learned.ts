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
