import type { SQLInputValue } from 'node:sqlite';
import type { StateName } from '../../record.ts';
import type { RecordFilter, RecordQuery } from '../record-query.ts';
import { AT } from './record-rows.ts';
import type { Statements, Values } from './statements.ts';

// Left alone, SQLite prefers the primary key to the narrower indexes, and walks through all that a store ever had: so each
// filter names its index, and one of several states is asked state by state.

/** Names of a list go into one parameter as JSON, so that one statement serves lists of every length. */
const AMONG = 'IN (SELECT value FROM json_each(?))';

/** Amounts are compared in cents here only to choose what to ask for; no decision about money rests on it. */
const cents = (column: string): string => `CAST(round(CAST(${column} AS REAL) * 100) AS INTEGER)`;

interface Condition {
  readonly sql: string;
  readonly values: readonly SQLInputValue[];
}

const where = (sql: string, ...values: SQLInputValue[]): Condition => ({ sql, values });
const flag = (column: string, value: boolean): Condition => where(`${column} IS ${value ? 'NOT ' : ''}NULL`);
const among = (column: string, list: readonly string[]): Condition => where(`${column} ${AMONG}`, JSON.stringify(list));

type Conditions = { readonly [Name in keyof RecordFilter]-?: (value: NonNullable<RecordFilter[Name]>) => Condition };

const conditions: Conditions = {
  store: (store) => where('store = ?', store),
  entity: (entity) => where('entity = ?', entity),
  states: (states) => (states.length === 1 ? where('state = ?', states[0] ?? '') : among('state', states)),
  sourceIds: (ids) => (ids.length === 1 ? where('source_id = ?', ids[0] ?? '') : among('source_id', ids)),
  parents: (parents) => among('parent', parents),
  targetIds: (ids) => (ids.length === 1 ? where('target_id = ?', ids[0] ?? '') : among('target_id', ids)),
  named: (id) => where('(source_id = ? COLLATE NOCASE OR target_id = ?)', id, id),
  hasTarget: (has) => flag('target_id', has),
  isByHand: () => flag('by_hand', true),
  content: (kind) =>
    kind === 'whole'
      ? flag('payload', true)
      : where('payload IS NULL AND is_undelivered = ?', Number(kind === 'undelivered')),
  origin: (origin) => where('origin = ?', origin),
  reasons: (reasons) => among('reason', reasons),
  otherReasonsThan: (reasons) => where(`coalesce(reason, '') NOT ${AMONG}`, JSON.stringify(reasons)),
  notReadUnder: (rules) => where('(rules <> ? OR to_be_read = 1)', rules),
  toBeRead: () => where('to_be_read = 1'),
  quarantinedBefore: (at) => where('coalesce(quarantined_since, changed_at) < ?', at),
  openTo: (viewer) => where(`open_to_${viewer} = 1`),
  bookedFrom: (day) => where("coalesce(booked_on, '9') >= ?", day),
  notInRunsFrom: (run) =>
    where(
      `NOT EXISTS (SELECT 1 FROM run_record AS read WHERE read.run IN (SELECT id FROM run WHERE id >= ?)
         AND read.store = record.store AND read.entity = record.entity AND read.source_id = record.source_id)`,
      run,
    ),
  inRun: ({ run, outcome }) =>
    where(
      `EXISTS (SELECT 1 FROM run_record AS counted WHERE counted.run = ? AND counted.store = record.store
         AND counted.entity = record.entity AND counted.source_id = record.source_id AND counted.outcome IS ?)`,
      run,
      outcome,
    ),
  parentState: (state) =>
    where(
      `EXISTS (SELECT 1 FROM record AS upper WHERE upper.store = record.store AND upper.entity = 'orders'
         AND upper.source_id = record.parent AND upper.state = ?)`,
      state,
    ),
  notCoveredByPayments: () =>
    where(
      `${cents('amount')} > coalesce((SELECT sum(${cents('paid.amount')}) FROM record AS paid INDEXED BY record_by_parent
         WHERE paid.store = record.store AND paid.entity = 'payments' AND paid.parent = record.source_id
           AND paid.state <> 'skipped'), 0)`,
    ),
};

function conditionsOf(filter: RecordFilter): Condition[] {
  // Each value is of the type that its own name's condition takes.
  return Object.entries(filter).flatMap(([name, value]) =>
    value === undefined ? [] : [conditions[name as keyof RecordFilter](value as never)],
  );
}

/** Which index finds them; undefined leaves it to SQLite, by the primary key. */
function indexOf({
  states,
  sourceIds,
  parents,
  targetIds,
  named,
  isByHand,
  openTo,
  store,
  entity,
}: RecordFilter): string {
  if (sourceIds !== undefined || named !== undefined) return '';
  if (targetIds !== undefined && entity !== undefined) return 'INDEXED BY record_by_any_target';
  if (parents !== undefined && store !== undefined && entity !== undefined) return 'INDEXED BY record_by_parent';
  if (isByHand === true) return 'INDEXED BY record_by_hand';
  if (openTo !== undefined) return `INDEXED BY record_open_to_${openTo}`;
  return states === undefined ? '' : 'INDEXED BY record_by_state';
}

/** What an index is needed for, said so that SQLite knows it too. */
function forIndex(index: string): string {
  if (index.endsWith('record_by_any_target')) return ' AND target_id IS NOT NULL';
  return index.endsWith('record_by_parent') ? ' AND parent IS NOT NULL' : '';
}

const ORDERS = {
  key: 'store, entity, source_id',
  latest: "origin = 'file', changed_at DESC",
} as const;

/** What has to be asked for, in this order, so that what several filters find can be put in order. */
export const KEY_COLUMNS = 'store, entity, source_id, origin, changed_at';

/** @param columns what is wanted of them, after `KEY_COLUMNS` */
export function select(statements: Statements, columns: string, query: RecordQuery): Values[] {
  const { order = 'key', limit } = query;
  const parts = partsOf(columns, query);
  const [first] = parts;
  if (first === undefined) return [];
  const page = limit === undefined ? '' : ' LIMIT ?';
  const ordered = parts.map(({ sql, values }) => ({
    sql: `${sql} ORDER BY ${ORDERS[order]}${page}`,
    values: limit === undefined ? values : [...values, limit],
  }));
  if (parts.length === 1) return ordered.flatMap(({ sql, values }) => statements.values(sql, ...values));
  // All at once; each in its own order only where the rest of it is not wanted.
  const some =
    limit === undefined ? parts : ordered.map(({ sql, values }) => ({ sql: `SELECT * FROM (${sql})`, values }));
  const rows = statements.values(
    some.map(({ sql }) => sql).join(' UNION ALL '),
    ...some.flatMap(({ values }) => values),
  );
  return merged(rows, order).slice(0, limit ?? Number.POSITIVE_INFINITY);
}

/** How many meet a query without a limit. */
export function count(statements: Statements, query: RecordQuery): number {
  if (query.anyOf.length !== 1) return select(statements, KEY_COLUMNS, query).length;
  // Of one filter each part is of another state.
  const parts = partsOf('count(*)', query);
  if (parts.length === 0) return 0;
  const rows = statements.values(
    parts.map(({ sql }) => sql).join(' UNION ALL '),
    ...parts.flatMap(({ values }) => values),
  );
  return rows.reduce((sum, [some]) => sum + Number(some), 0);
}

/** A statement for each filter, by its index. */
function partsOf(columns: string, { anyOf, after }: RecordQuery): Condition[] {
  return anyOf
    .filter(canFind)
    .flatMap(byState)
    .map((filter) => {
      const all = [
        ...conditionsOf(filter),
        ...(after === undefined || after === '' ? [] : [where('source_id > ?', after)]),
      ];
      const index = indexOf(filter);
      const sql = `SELECT ${columns} FROM record ${index} WHERE ${all.map((one) => one.sql).join(' AND ') || 'TRUE'}${forIndex(index)}`;
      return where(sql, ...all.flatMap(({ values }) => values));
    });
}

function canFind({ sourceIds, parents, targetIds }: RecordFilter): boolean {
  return sourceIds?.length !== 0 && parents?.length !== 0 && targetIds?.length !== 0;
}

function byState(filter: RecordFilter): RecordFilter[] {
  const { states } = filter;
  return states === undefined || states.length === 1 || !indexOf(filter).endsWith('record_by_state')
    ? [filter]
    : states.map((state: StateName) => ({ ...filter, states: [state] }));
}

/** Each once. */
function merged(rows: readonly Values[], order: keyof typeof ORDERS): Values[] {
  const byKey = new Map(rows.map((row) => [`${row[AT.store]}\n${row[AT.entity]}\n${row[AT.source_id]}`, row]));
  const compareBy = (places: readonly number[], a: Values, b: Values): number => {
    const place = places.find((one) => a[one] !== b[one]);
    return place === undefined ? 0 : String(a[place]) < String(b[place]) ? -1 : 1;
  };
  return [...byKey.values()].sort((a, b) =>
    order === 'key'
      ? compareBy([AT.store, AT.entity, AT.source_id], a, b)
      : compareBy([AT.origin], a, b) || compareBy([AT.changed_at], b, a),
  );
}
