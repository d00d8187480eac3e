import type { SQLInputValue } from 'node:sqlite';
import type { Content, Findings, RecordState } from '../../record-state.ts';
import type { RecordChange } from '../storage.ts';
import { dayCode, hashCode, secondsOf, secondsOrNull } from './codes.ts';
import { noteCoverage } from './coverage.ts';
import { Outdated } from './outdated.ts';
import { AS_READ, isSettled, standsCode } from './record-rows.ts';
import { pack } from './snapshot-codec.ts';
import type { Statements } from './statements.ts';
import type { Words } from './words.ts';

type Cell = string | number | null;
type Cells = ReturnType<typeof cellsOf>;
type Column = keyof Cells;

const orNull = (list: readonly unknown[]): string | null => (list.length === 0 ? null : JSON.stringify(list));

/** What is put into each column, beside the key and the revision; words and days as they are. */
function cellsOf(record: RecordState) {
  const { facts, acceptedAs, byHand, targetId } = record;
  const content: Content = 'content' in record ? record.content : { kind: 'gone' };
  return {
    target_id: targetId,
    hash: record.hash,
    rules: record.rules,
    parent: record.parent,
    amount: record.amount,
    booked_on: facts.bookedOn === null ? null : dayCode(facts.bookedOn),
    tax: facts.tax,
    currency: facts.currency,
    status: facts.status,
    method: facts.method,
    changed_in_source: secondsOrNull(record.changedInSource),
    changed_at: secondsOf(record.changedAt),
    reason: 'reason' in record ? record.reason : null,
    accepted: record.accepted,
    accepted_as: acceptedAs === null ? null : JSON.stringify(acceptedAs.seen),
    by_hand: byHand === null ? null : JSON.stringify(byHand),
    stands: standsCode({
      state: record.state,
      content: content.kind,
      isFile: record.origin === 'file',
      toBeRead: record.toBeRead,
      isGone: record.state === 'skipped' && record.isGone,
      openTo: acceptedAs?.open ?? [],
    }),
    quarantined_since: secondsOrNull(record.quarantinedSince),
    loaded_first_in: record.loadedFirstIn,
  } satisfies Readonly<Record<string, Cell>>;
}

/** As many as a number has bits. */
const COLUMNS = [
  ...(['target_id', 'hash', 'rules', 'parent', 'amount', 'booked_on', 'tax', 'currency', 'status'] as const),
  ...(['method', 'changed_in_source', 'changed_at', 'reason', 'accepted', 'accepted_as', 'by_hand', 'stands'] as const),
  ...(['quarantined_since'] as const),
  'loaded_first_in',
] as const satisfies readonly Column[];
// A column that nobody puts would keep what it has.
const _none: Exclude<Column, (typeof COLUMNS)[number]> extends never ? true : never = true;

const INSERT = `INSERT INTO main.record (${COLUMNS.join(', ')}, store, entity, source_id, revision) VALUES (${'?, '.repeat(COLUMNS.length)}?, ?, ?, 1) ON CONFLICT DO NOTHING`;

/** By the columns that they set, as bits. */
const updates = new Map<number, string>();

function updateOf(set: number): string {
  const known = updates.get(set);
  if (known !== undefined) return known;
  const assignments = COLUMNS.filter((_, place) => (set & (1 << place)) !== 0).map((name) => `${name} = ?, `);
  const sql = `UPDATE main.record SET ${assignments.join('')}revision = revision + 1
    WHERE store = ? AND entity = ? AND source_id = ? AND revision = ? RETURNING id`;
  updates.set(set, sql);
  return sql;
}

const inWords: ReadonlySet<Column> = new Set(['rules', 'currency', 'status', 'method']);
function encoded(name: Column, cell: Cell, words: Words): SQLInputValue {
  if (name === 'hash' && typeof cell === 'string') return hashCode(cell);
  return typeof cell === 'string' && inWords.has(name) ? words.keep(cell) : cell;
}

/** Inside a transaction. @returns its number @throws Outdated */
export function putRecord(statements: Statements, words: Words, { before, after }: RecordChange): number {
  const key = [words.keep(after.store), words.keep(after.entity), after.sourceId];
  const cells = cellsOf(after);
  if (before === undefined) {
    const values = COLUMNS.map((name) => encoded(name, cells[name], words));
    const { changes, lastInsertRowid } = statements.run(INSERT, ...values, ...key);
    if (changes !== 1) throw new Outdated();
    const id = Number(lastInsertRowid);
    putBeside(statements, id, undefined, after);
    noteCoverage(statements, words, undefined, after);
    return id;
  }
  // SQLite makes the entries of an index anew for each column that is named, whether it changes or not.
  const was = cellsOf(before.value);
  let set = 0;
  const values: SQLInputValue[] = [];
  for (let place = 0; place < COLUMNS.length; place += 1) {
    const name = COLUMNS[place] as Column;
    if (was[name] === cells[name]) continue;
    set |= 1 << place;
    values.push(encoded(name, cells[name], words));
  }
  const put = statements.get(updateOf(set), ...values, ...key, before.revision);
  if (put === undefined) throw new Outdated();
  const id = Number(put['id']);
  putBeside(statements, id, before.value, after);
  noteCoverage(statements, words, before.value, after);
  return id;
}

/** What is personal, and what is large, lies in tables of its own. */
function putBeside(statements: Statements, id: number, before: RecordState | undefined, after: RecordState): void {
  put(statements, 'content', id, contentCells(before), contentCells(after));
  put(statements, 'finding', id, findingCells(before), findingCells(after));
  putSnapshot(statements, id, before, after);
}

type Beside = Readonly<Record<string, string | null>> | undefined;

function put(statements: Statements, table: 'content' | 'finding', id: number, was: Beside, now: Beside): void {
  if (now === undefined) {
    if (was !== undefined) statements.run(`DELETE FROM main.${table} WHERE record = ?`, id);
    return;
  }
  const cells = Object.entries(now);
  if (was !== undefined && cells.every(([name, cell]) => cell === was[name])) return;
  statements.run(
    `INSERT OR REPLACE INTO main.${table} (record, ${cells.map(([name]) => name).join(', ')}) VALUES (?${', ?'.repeat(cells.length)})`,
    ...[id, ...cells.map(([, cell]) => cell)],
  );
}

/** undefined where there is nothing to keep. */
function orNothing(cells: NonNullable<Beside>): Beside {
  return Object.values(cells).every((cell) => cell === null) ? undefined : cells;
}

function contentCells(record: RecordState | undefined): Beside {
  if (record === undefined || !('content' in record)) return undefined;
  const { content, readAs } = record;
  return orNothing({ payload: content.kind === 'whole' ? content.payload : null, read_as: readAs });
}

function findingCells(record: RecordState | undefined): Beside {
  if (record === undefined || !('message' in record)) return undefined;
  const { message, difference, replaces, seen }: Findings = record;
  return orNothing({ message, difference, replaces: orNull(replaces), seen: orNull(seen) });
}

/** Once it is settled it is hardly ever read again, and packed. */
function putSnapshot(statements: Statements, id: number, before: RecordState | undefined, after: RecordState): void {
  const { readAs, copiedAs } = after;
  const wasSettled = before !== undefined && isSettled(before.state);
  const isKept = (before?.copiedAs ?? null) === copiedAs;
  if (isKept && (isSettled(after.state) ? wasSettled && before.readAs === readAs : true)) return;
  const settledAs = isSettled(after.state) ? readAs : null;
  if (settledAs === null && copiedAs === null) {
    const hadOne = before !== undefined && (before.copiedAs !== null || (wasSettled && before.readAs !== null));
    if (hadOne) statements.run('DELETE FROM main.snapshot WHERE record = ?', id);
    return;
  }
  const copied = copiedAs !== null && copiedAs === settledAs ? AS_READ : packed(copiedAs);
  statements.run(
    'INSERT OR REPLACE INTO main.snapshot (record, read_as, copied_as) VALUES (?, ?, ?)',
    ...[id, packed(settledAs), copied],
  );
}

function packed(text: string | null): SQLInputValue {
  return text === null ? null : (pack(text) ?? text);
}
