import { IDENTITY, type Note, type NoteChange, type NoteQuery } from '../storage.ts';
import { hideNote } from './lift.ts';
import { noteOf } from './other-rows.ts';
import type { Row, Statements } from './statements.ts';

/**
 * What a ledger says of itself lies in a table of its own, which was there from the first version on: whoever meets a file
 * of whatever version looks there first.
 */
const isOfIdentity = (scope: string): boolean => scope === IDENTITY;

/** Scopes have numbers, since many notes have one, and one without has no notes. */
const OF_SCOPE = 'scope = (SELECT id FROM main.scope WHERE text = ?)';
/** So many characters of a label are in its index. */
const BEGINNING = 8;
const BEGIN = `substr(label, 1, ${BEGINNING})`;
const LABELLED = `INDEXED BY note_by_label WHERE ${OF_SCOPE} AND label <> ''`;

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
      return read(`WHERE ${OF_SCOPE} AND name IN (SELECT value FROM json_each(?))`, scope, JSON.stringify(names));
    if (labels !== undefined && limit !== undefined)
      return [...new Set(labels)].flatMap((label) =>
        read(
          `${LABELLED} AND ${BEGIN} = substr(?, 1, ${BEGINNING}) AND label = ? ORDER BY name LIMIT ?`,
          scope,
          label,
          label,
          limit,
        )
          .sort(byName)
          .slice(0, limit),
      );
    if (labels !== undefined) {
      const list = JSON.stringify(labels);
      const begins = `${BEGIN} IN (SELECT substr(value, 1, ${BEGINNING}) FROM json_each(?))`;
      return read(`${LABELLED} AND ${begins} AND label IN (SELECT value FROM json_each(?))`, scope, list, list);
    }
    return read(`WHERE ${OF_SCOPE}`, scope);
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
  const isOwn = isOfIdentity(scope);
  if (before !== undefined) {
    const [there] = readNotes(statements, { scope, names: [name] });
    if ((there?.value ?? null) !== before) return false;
  }
  if (value === null) {
    if (isOwn) statements.run('DELETE FROM main.meta WHERE key = ?', name);
    else statements.run(`DELETE FROM main.note WHERE ${OF_SCOPE} AND name = ?`, scope, name);
    if (statements.layers.length > 1) hideNote(statements, scope, name);
  } else if (isOwn)
    statements.run(
      'INSERT INTO main.meta (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
      ...[name, value],
    );
  else putNote(statements, { scope, name, label, value });
  return true;
}

export function putNote(statements: Statements, { scope, name, label, value }: Note): void {
  statements.run('INSERT OR IGNORE INTO main.scope (text) VALUES (?)', scope);
  statements.run(
    `INSERT INTO main.note (scope, name, label, value) SELECT id, ?, ?, ? FROM main.scope WHERE text = ?
       ON CONFLICT DO UPDATE SET label = excluded.label, value = excluded.value`,
    ...[name, label, value, scope],
  );
}
