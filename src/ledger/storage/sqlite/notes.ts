import { IDENTITY, type Note, type NoteChange, type NoteQuery } from '../storage.ts';
import { hideNote } from './lift.ts';
import { noteOf } from './other-rows.ts';
import type { Row, Statements } from './statements.ts';

/**
 * What a ledger says of itself lies in a table of its own, which was there from the first version on: whoever meets a file
 * of whatever version looks there first.
 */
const isOfIdentity = (scope: string): boolean => scope === IDENTITY;

export function readNotes(statements: Statements, { scope, names, labels, limit }: NoteQuery): Note[] {
  if (isOfIdentity(scope)) {
    const all = statements.all("SELECT key AS name, '' AS label, value FROM meta ORDER BY key");
    return all
      .filter(({ name }) => names === undefined || names.includes(String(name)))
      .map((row) => noteOf(scope, row));
  }
  const read = (where: string, ...values: (string | number)[]): Row[] =>
    statements.inEach(
      ({ at, hasNote }) =>
        `SELECT name, label, value FROM ${at}.note AS note ${where.replace('WHERE', `WHERE ${hasNote('note')} AND`)}`,
      ...values,
    );
  const find = (): Row[] => {
    if (names !== undefined)
      return read('WHERE scope = ? AND name IN (SELECT value FROM json_each(?))', scope, JSON.stringify(names));
    if (labels !== undefined && limit !== undefined)
      return [...new Set(labels)].flatMap((label) =>
        read('WHERE scope = ? AND label = ? ORDER BY name LIMIT ?', scope, label, limit).sort(byName).slice(0, limit),
      );
    if (labels !== undefined)
      return read(
        "INDEXED BY note_by_label WHERE scope = ? AND label <> '' AND label IN (SELECT value FROM json_each(?))",
        scope,
        JSON.stringify(labels),
      );
    return read('WHERE scope = ?', scope);
  };
  const found = find().map((row) => noteOf(scope, row));
  return labels !== undefined && limit !== undefined ? found : found.sort(byName);
}

function byName(a: Row | Note, b: Row | Note): number {
  return String(a.name) < String(b.name) ? -1 : 1;
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
    const [there] = readNotes(statements, { scope, names: [name] });
    if ((there?.value ?? null) !== before) return false;
  }
  if (value === null) {
    statements.run(`DELETE FROM main.${table} WHERE ${key}`, name, ...more);
    if (statements.layers.length > 1) hideNote(statements, scope, name);
  } else if (isOfIdentity(scope))
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
