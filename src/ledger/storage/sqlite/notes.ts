import { IDENTITY, type Note, type NoteChange, type NoteQuery } from '../storage.ts';
import { noteOf } from './other-rows.ts';
import type { Row, Statements } from './statements.ts';

/**
 * What a ledger says of itself lies in a table of its own, which was there from the first version on: whoever meets a file
 * of whatever version looks there first.
 */
const isOfIdentity = (scope: string): boolean => scope === IDENTITY;

export function readNotes(statements: Statements, { scope, names, labels, limit }: NoteQuery): Note[] {
  const read = (): Row[] => {
    if (isOfIdentity(scope)) {
      const all = statements.all("SELECT key AS name, '' AS label, value FROM meta ORDER BY key");
      return names === undefined ? all : all.filter(({ name }) => names.includes(String(name)));
    }
    if (names !== undefined)
      return statements.all(
        'SELECT name, label, value FROM note WHERE scope = ? AND name IN (SELECT value FROM json_each(?)) ORDER BY name',
        scope,
        JSON.stringify(names),
      );
    if (labels !== undefined && limit !== undefined)
      return [...new Set(labels)].flatMap((label) =>
        statements.all(
          'SELECT name, label, value FROM note WHERE scope = ? AND label = ? ORDER BY name LIMIT ?',
          ...[scope, label, limit],
        ),
      );
    if (labels !== undefined)
      return statements.all(
        "SELECT name, label, value FROM note INDEXED BY note_by_label WHERE scope = ? AND label <> '' AND label IN (SELECT value FROM json_each(?)) ORDER BY name",
        scope,
        JSON.stringify(labels),
      );
    return statements.all('SELECT name, label, value FROM note WHERE scope = ? ORDER BY name', scope);
  };
  return read().map((row) => noteOf(scope, row));
}

/** @returns false where another value stood there than was expected */
export function applyNotes(statements: Statements, notes: readonly NoteChange[]): boolean {
  return notes.every((note) => applyNote(statements, note));
}

function applyNote(statements: Statements, { scope, name, label = '', value, before }: NoteChange): boolean {
  const [table, key, more] = isOfIdentity(scope)
    ? ['meta', 'key = ?', []]
    : ['note', 'name = ? AND scope = ?', [scope]];
  if (before !== undefined) {
    const there = statements.get(`SELECT value FROM ${table} WHERE ${key}`, name, ...more)?.['value'] ?? null;
    if (there !== before) return false;
  }
  if (value === null) statements.run(`DELETE FROM main.${table} WHERE ${key}`, name, ...more);
  else if (isOfIdentity(scope))
    statements.run(
      'INSERT INTO main.meta (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
      name,
      value,
    );
  else
    statements.run(
      'INSERT INTO main.note (scope, name, label, value) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET label = excluded.label, value = excluded.value',
      ...[scope, name, label, value],
    );
  return true;
}
