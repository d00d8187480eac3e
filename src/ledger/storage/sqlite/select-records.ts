import type { SQLInputValue } from 'node:sqlite';
import type { StateName } from '../../record.ts';
import type { RecordFilter, RecordQuery } from '../record-query.ts';
import { dayCode, outcomeCode, secondsOf } from './codes.ts';
import { countCoverage } from './coverage.ts';
import { inAny, type Layer, type Layers } from './layers.ts';
import { AT, besideIn, CONTENT, RECORD_COLUMNS, summedColumns } from './record-rows.ts';
import type { Statements, Values } from './statements.ts';
import type { Words } from './words.ts';

// Left alone, SQLite prefers the primary key to the narrower indexes, and walks through all that a store ever had: so each
// filter names its index, and one of several states is asked state by state.

/** Names of a list go into one parameter as JSON, so that one statement serves lists of every length. */
const AMONG = 'IN (SELECT value FROM json_each(?))';

interface Condition {
  readonly sql: string;
  readonly values: readonly SQLInputValue[];
}

const where = (sql: string, ...values: SQLInputValue[]): Condition => ({ sql, values });
const flag = (column: string, value: boolean): Condition => where(`${column} IS ${value ? 'NOT ' : ''}NULL`);
const among = (column: string, list: readonly string[]): Condition => where(`${column} ${AMONG}`, JSON.stringify(list));

type Conditions = {
  readonly [Name in keyof RecordFilter]-?: (
    value: NonNullable<RecordFilter[Name]>,
    words: Words,
    layers: Layers,
  ) => Condition;
};

const conditions: Conditions = {
  store: (store, words) => where('store = ?', words.idOf(store)),
  entity: (entity, words) => where('entity = ?', words.idOf(entity)),
  // As literals, so that SQLite sees whether an index holds them.
  states: (states) => where(`state IN (${states.map((state) => `'${state}'`).join(', ')})`),
  sourceIds: (ids) => (ids.length === 1 ? where('source_id = ?', ids[0] ?? '') : among('source_id', ids)),
  parents: (parents) => among('parent', parents),
  targetIds: (ids) => (ids.length === 1 ? where('target_id = ?', ids[0] ?? '') : among('target_id', ids)),
  named: (id) => where('(source_id = ? COLLATE NOCASE OR target_id = ?)', id, id),
  hasTarget: (has) => flag('target_id', has),
  isByHand: () => flag('by_hand', true),
  content: (kind) => where(`has_content = ${CONTENT[kind]}`),
  origin: (origin) => where('is_file = ?', Number(origin === 'file')),
  reasons: (reasons) => among('reason', reasons),
  otherReasonsThan: (reasons) => where(`coalesce(reason, '') NOT ${AMONG}`, JSON.stringify(reasons)),
  notReadUnder: (rules, words) => where('(rules <> ? OR to_be_read = 1)', words.idOf(rules)),
  toBeRead: () => where('to_be_read = 1'),
  quarantinedBefore: (at) => where('coalesce(quarantined_since, changed_at) < ?', secondsOf(at)),
  openTo: (viewer) => where(`open_to_${viewer} = 1`),
  // A day that none is, is text, which is more than any number.
  bookedFrom: (day) => where("coalesce(booked_on, '') >= ?", dayCode(day)),
  notInRunsFrom: (run, _, layers) =>
    where(
      `NOT ${inAny(
        layers,
        ({ at, hasOutcome }) => `SELECT 1 FROM ${at}.run_record AS read WHERE read.run IN (${runsFrom(layers, run)})
         AND read.record = record.id AND ${hasOutcome('read')}`,
      )}`,
    ),
  inRun: ({ run, outcome }, _, layers) =>
    where(
      `record.id IN (${layers
        .map(
          ({ at, hasOutcome }) => `SELECT record FROM ${at}.run_record AS counted WHERE counted.run = ${Number(run)}
         AND counted.outcome IS ${outcomeCode(outcome)} AND ${hasOutcome('counted')}`,
        )
        .join(' UNION ALL ')})`,
    ),
  parentState: (state, words, layers) =>
    where(
      inAny(
        layers,
        ({
          at,
          has,
        }) => `SELECT 1 FROM ${at}.record AS upper WHERE upper.store = record.store AND upper.entity = ${words.idOf('orders')}
         AND upper.source_id = record.parent AND upper.state = '${state}' AND ${has('upper.id')}`,
      ),
    ),
  saying: ({ text, amount }, _, layers) => {
    // What JSON writes otherwise than it reads is looked for as it is written.
    const [plain, written] = [text, JSON.stringify(text).slice(1, -1)].map(
      (one) => `%${one.replaceAll(/[\\%_]/g, '\\$&')}%`,
    );
    const columns = ['source_id', 'target_id', 'parent', 'reason'].map((name) => `record.${name} LIKE ? ESCAPE '\\'`);
    const besides = layers.map(
      ({
        at,
      }) => `OR EXISTS (SELECT 1 FROM ${at}.finding AS found WHERE found.record = record.id AND found.message LIKE ? ESCAPE '\\')
         OR EXISTS (SELECT 1 FROM ${at}.content AS said WHERE said.record = record.id AND said.payload LIKE ? ESCAPE '\\')`,
    );
    return where(
      `(${columns.join(' OR ')} OR record.amount = ? ${besides.join(' ')})`,
      ...columns.map(() => plain ?? ''),
      ...[amount, ...layers.flatMap(() => [plain ?? '', written ?? ''])],
    );
  },
  notCoveredByPayments: (_, __, layers) =>
    where(
      `record.id IN (${layers.map(({ at, has }) => `SELECT record FROM ${at}.uncovered AS one WHERE ${has('one.record')}`).join(' UNION ALL ')})`,
    ),
};

function runsFrom(layers: Layers, run: number): string {
  return layers.map(({ at }) => `SELECT id FROM ${at}.run WHERE id >= ${Number(run)}`).join(' UNION ');
}

function conditionsOf(filter: RecordFilter, words: Words, layers: Layers): Condition[] {
  // Each value is of the type that its own name's condition takes.
  return Object.entries(filter).flatMap(([name, value]) =>
    value === undefined ? [] : [conditions[name as keyof RecordFilter](value as never, words, layers)],
  );
}

/** An index, with what a statement has to say so that SQLite may use it. */
interface Index {
  readonly name: string;
  readonly holds: string;
}

const index = (name: string, holds: string): Index => ({ name: `INDEXED BY record_${name}`, holds: ` AND ${holds}` });
const NONE: Index = { name: '', holds: '' };
/** By the numbers of records, which another table tells. */
const BY_NUMBER: Index = { name: 'NOT INDEXED', holds: '' };
const BY_STATE = index('by_state', "state NOT IN ('loaded', 'linked')");

/** Which index finds them; none leaves it to SQLite, by the key. */
function indexOf(filter: RecordFilter, order?: RecordQuery['order']): Index {
  const {
    states = [],
    sourceIds,
    parents,
    targetIds,
    named,
    isByHand,
    openTo,
    toBeRead,
    content,
    reasons,
    store,
    entity,
  } = filter;
  if (sourceIds !== undefined || named !== undefined) return NONE;
  if (targetIds !== undefined && entity !== undefined) return index('by_target', 'target_id IS NOT NULL');
  if (parents !== undefined && store !== undefined && entity !== undefined)
    return index('by_parent', 'parent IS NOT NULL');
  if (isByHand === true) return index('by_hand', 'by_hand IS NOT NULL');
  if (openTo !== undefined) return index(`open_to_${openTo}`, `open_to_${openTo} = 1`);
  if (toBeRead === true) return index('to_be_read', 'to_be_read = 1');
  if (reasons !== undefined) return index('by_reason', 'reason IS NOT NULL');
  if (content === 'whole' && states.length === 0) return index('with_content', 'has_content = 1');
  if (states.length > 0 && !states.some((state) => state === 'loaded' || state === 'linked')) return BY_STATE;
  if (filter.inRun !== undefined || filter.notCoveredByPayments === true) return BY_NUMBER;
  if (store === undefined || entity === undefined) return NONE;
  if (filter.bookedFrom !== undefined) return index('by_day', 'TRUE');
  return order === 'latest' ? index('by_change', 'TRUE') : NONE;
}

const ORDERS = { key: 'source_id', latest: 'is_file, changed_at DESC' } as const;
/** Where they may be of several stores and entities. */
const BY_WHOLE_KEY =
  '(SELECT text FROM word WHERE word.id = store), (SELECT text FROM word WHERE word.id = entity), source_id';

/** What has to be asked for, in this order, so that what several filters find can be put in order. */
const KEY_COLUMNS = 'store, entity, source_id, is_file, changed_at';

/** What is wanted of each record. @param at the layer that has it */
export type Wanted = (at: Layer['at']) => {
  /** These begin with `KEY_COLUMNS`. */
  readonly columns: string;
  /** Other tables that these are of. */
  readonly beside?: string;
};

/** What it says, and what was found of it. */
export const WHOLE: Wanted = (at) => ({ columns: RECORD_COLUMNS, beside: besideIn(at) });
export const KEY: Wanted = () => ({ columns: KEY_COLUMNS });
export const SUMMED: Wanted = (at) => ({ columns: summedColumns(at) });
const COUNT: Wanted = () => ({ columns: 'count(*)' });

/** @returns rows whose store and entity are told in words */
export function select(statements: Statements, words: Words, wanted: Wanted, query: RecordQuery): Values[] {
  const { order = 'key', limit } = query;
  const parts = partsOf(wanted, words, statements, query);
  if (parts.length === 0) return [];
  const page = limit === undefined ? '' : ' LIMIT ?';
  const ordered = parts.map(({ sql, values, isOfOne }) => ({
    sql: `${sql} ORDER BY ${order === 'key' && !isOfOne ? BY_WHOLE_KEY : ORDERS[order]}${page}`,
    values: limit === undefined ? values : [...values, limit],
  }));
  const all = (some: readonly Condition[]) =>
    some.flatMap(({ sql, values }) => statements.values(sql, ...values)).map((row) => inWords(row, words));
  if (parts.length === 1) return all(ordered);
  // Each in its own order only where the rest of it is not wanted.
  return merged(all(limit === undefined ? parts : ordered), order).slice(0, limit ?? Number.POSITIVE_INFINITY);
}

/** In the row itself, which nobody else has: there may be tens of thousands, with many columns. */
function inWords(row: unknown[], words: Words): Values {
  row[AT.store] = words.textOf(row[AT.store]);
  row[AT.entity] = words.textOf(row[AT.entity]);
  return row;
}

/** How many meet a query without a limit. */
export function count(statements: Statements, words: Words, query: RecordQuery): number {
  if (query.anyOf.length !== 1) return select(statements, words, KEY, query).length;
  // Of one filter each part is of another state, or layer.
  return partsOf(COUNT, words, statements, query).reduce(
    (sum, { sql, values }) => sum + Number(statements.values(sql, ...values)[0]?.[0] ?? 0),
    0,
  );
}

interface Part extends Condition {
  /** Of one store and entity. */
  readonly isOfOne: boolean;
}

/** A statement for each filter and layer, by its index. */
function partsOf(wantedOf: Wanted, words: Words, statements: Statements, query: RecordQuery): Part[] {
  const { anyOf, after, order } = query;
  const { layers } = statements;
  if (anyOf.some(({ notCoveredByPayments }) => notCoveredByPayments === true)) countCoverage(statements, words);
  return anyOf
    .filter(canFind)
    .flatMap(byState)
    .flatMap((filter) => {
      const all = [
        ...conditionsOf(filter, words, layers),
        ...(after === undefined || after === '' ? [] : [where('source_id > ?', after)]),
      ];
      const { name, holds } = indexOf(filter, order);
      const wanted = `${all.map((one) => one.sql).join(' AND ') || 'TRUE'}${holds}`;
      const values = all.flatMap((one) => one.values);
      const isOfOne = filter.store !== undefined && filter.entity !== undefined;
      return layers.map(({ at, has }) => {
        const { columns, beside = '' } = wantedOf(at);
        const sql = `SELECT ${columns} FROM ${at}.record AS record ${name}${beside} WHERE ${wanted} AND ${has('record.id')}`;
        return { ...where(sql, ...values), isOfOne };
      });
    });
}

function canFind({ sourceIds, parents, targetIds, states }: RecordFilter): boolean {
  return sourceIds?.length !== 0 && parents?.length !== 0 && targetIds?.length !== 0 && states?.length !== 0;
}

function byState(filter: RecordFilter): RecordFilter[] {
  const { states } = filter;
  return states === undefined || states.length === 1 || indexOf(filter) !== BY_STATE
    ? [filter]
    : states.map((state: StateName) => ({ ...filter, states: [state] }));
}

/** Each once. */
function merged(rows: readonly Values[], order: keyof typeof ORDERS): Values[] {
  const byKey = new Map(rows.map((row) => [`${row[AT.store]}\n${row[AT.entity]}\n${row[AT.source_id]}`, row]));
  const compareBy = (places: readonly number[], a: Values, b: Values): number => {
    const place = places.find((one) => a[one] !== b[one]);
    return place === undefined ? 0 : isLess(a[place], b[place]) ? -1 : 1;
  };
  return [...byKey.values()].sort((a, b) =>
    order === 'key'
      ? compareBy([AT.store, AT.entity, AT.source_id], a, b)
      : compareBy([AT.is_file], a, b) || compareBy([AT.changed_at], b, a),
  );
}

function isLess(a: unknown, b: unknown): boolean {
  return typeof a === 'number' && typeof b === 'number' ? a < b : String(a) < String(b);
}
