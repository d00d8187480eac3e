import type { RecordFilter, RecordQuery } from '../record-query.ts';
import { Parameters } from './parameters.ts';

type Conditions = {
  readonly [Name in keyof RecordFilter]-?: (value: NonNullable<RecordFilter[Name]>, given: Parameters) => string;
};

const among = (column: string, list: readonly string[], given: Parameters): string =>
  `${column} = ANY (${given.add(list)}::text[])`;
const folded = (id: string): string => id.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
const literal = (words: readonly string[]): string => words.map((word) => `'${word.replaceAll("'", "''")}'`).join(', ');

/** The table of records is `record` in all of these, and nothing else has a name without one. */
const conditions: Conditions = {
  store: (store, given) => `record.store = ${given.add(store)}`,
  entity: (entity, given) => `record.entity = ${given.add(entity)}`,
  // As literals, so that PostgreSQL sees whether an index holds them.
  states: (states) => `record.state IN (${literal(states)})`,
  sourceIds: (ids, given) => among('record.source_id', ids, given),
  parents: (parents, given) => `record.parent IS NOT NULL AND ${among('record.parent', parents, given)}`,
  targetIds: (ids, given) =>
    `record.target_id IS NOT NULL AND ${among('lower(record.target_id)', ids.map(folded), given)}`,
  named: (id, given) => {
    const name = given.add(folded(id));
    return `(lower(record.source_id) = ${name} OR (record.target_id IS NOT NULL AND lower(record.target_id) = ${name}))`;
  },
  hasTarget: (has) => `record.target_id IS ${has ? 'NOT ' : ''}NULL`,
  // There are few. Before a table is counted PostgreSQL takes nearly all for such, and would go through all of it; what begins its index is named.
  isByHand: () => "record.by_hand IS NOT NULL AND record.store >= '' AND record.entity >= ''",
  content: (kind) => `record.content = '${kind}'`,
  origin: (origin) => `record.is_file = ${origin === 'file'}`,
  reasons: (reasons, given) => `record.reason IS NOT NULL AND ${among('record.reason', reasons, given)}`,
  otherReasonsThan: (reasons, given) => `NOT coalesce(record.reason, '') = ANY (${given.add(reasons)}::text[])`,
  notReadUnder: (rules, given) => `(record.rules <> ${given.add(rules)} OR record.to_be_read)`,
  toBeRead: () => 'record.to_be_read',
  quarantinedBefore: (at, given) => `coalesce(record.quarantined_since, record.changed_at) < ${given.add(at)}`,
  openTo: (viewer) => `record.open_to_${viewer}`,
  // What has no day is more than any.
  bookedFrom: (day, given) => `coalesce(record.booked_on, '9') >= ${given.add(day)}`,
  notInRunsFrom: (run, given) =>
    `NOT EXISTS (SELECT FROM SCHEMA.run_outcome AS read WHERE read.record = record.id AND read.run >= ${given.add(run)})`,
  // Gathered first, so that each is looked for by its number alone, whatever is known of how many there are.
  inRun: ({ run, outcome }, given) =>
    `record.id = ANY (ARRAY(SELECT counted.record FROM SCHEMA.run_outcome AS counted WHERE counted.run = ${given.add(run)}
       AND counted.outcome ${outcome === null ? 'IS NULL' : `= ${given.add(outcome)}`}))`,
  parentState: (state, given) =>
    `EXISTS (SELECT FROM SCHEMA.kept_record AS upper WHERE upper.store = record.store AND upper.entity = 'orders'
       AND upper.source_id = record.parent AND upper.state = ${given.add(state)})`,
  saying: ({ text, amount }, given) => {
    const plain = given.add(folded(text));
    // What JSON writes otherwise than it reads is looked for as it is written.
    const written = given.add(folded(JSON.stringify(text).slice(1, -1)));
    const holds = (column: string, what: string): string =>
      `strpos(lower(record.${column} COLLATE "C"), ${what} COLLATE "C") > 0`;
    const columns = ['source_id', 'target_id', 'parent', 'reason', 'message'].map((name) => holds(name, plain));
    const amounts = amount === null ? [] : [`record.amount = ${given.add(amount)}`];
    return `(${[...columns, holds('payload', written), ...amounts].join(' OR ')})`;
  },
  notCoveredByPayments: () => 'record.is_uncovered',
};

/** For records whose numbers are given: no index has these, so that none is gone through but that of the numbers. */
const ofNumbers: Conditions = {
  ...conditions,
  store: (store, given) => `record.store || '' = ${given.add(store)}`,
  entity: (entity, given) => `record.entity || '' = ${given.add(entity)}`,
};

const ORDERS = {
  key: 'record.store, record.entity, record.source_id',
  latest: 'record.is_file, record.changed_at DESC, record.store, record.entity, record.source_id',
} as const;

export interface Statement {
  readonly sql: string;
  readonly values: Parameters['values'];
}

/**
 * @param columns what is wanted of them
 * @param schema as SQL names it
 * @returns undefined where nothing can be found
 */
export function selectRecords(columns: string, query: RecordQuery, schema: string): Statement | undefined {
  const { order = 'key', limit } = query;
  const given = new Parameters();
  const where = whereOf(query, given);
  if (where === undefined) return undefined;
  const page = limit === undefined ? '' : ` LIMIT ${given.add(limit)}`;
  const sql = `SELECT ${columns} FROM SCHEMA.kept_record AS record WHERE ${where} ORDER BY ${ORDERS[order]}${page}`;
  return { sql: sql.replaceAll('SCHEMA', schema), values: given.values };
}

export function countRecords(query: RecordQuery, schema: string): Statement | undefined {
  const given = new Parameters();
  const where = whereOf(query, given);
  if (where === undefined) return undefined;
  const sql = `SELECT count(*) AS count FROM SCHEMA.kept_record AS record WHERE ${where}`;
  return { sql: sql.replaceAll('SCHEMA', schema), values: given.values };
}

/** Of several filters each is asked by its own index, and what more than one finds counts once. */
function whereOf({ anyOf, after }: RecordQuery, given: Parameters): string | undefined {
  const filters = anyOf.filter(canFind).map((filter) => conditionsOf(filter, given));
  if (filters.length === 0) return undefined;
  const [only] = filters;
  const met =
    filters.length === 1
      ? only
      : `record.id IN (${filters.map((one) => `SELECT record.id FROM SCHEMA.kept_record AS record WHERE ${one}`).join(' UNION ALL ')})`;
  return after === undefined || after === '' ? met : `${met} AND record.source_id > ${given.add(after)}`;
}

function conditionsOf(filter: RecordFilter, given: Parameters): string {
  // Each value is of the type that its own name's condition takes.
  const all = Object.entries(filter).flatMap(([name, value]) =>
    value === undefined
      ? []
      : [(filter.inRun === undefined ? conditions : ofNumbers)[name as keyof RecordFilter](value as never, given)],
  );
  return all.length === 0 ? 'TRUE' : all.join(' AND ');
}

function canFind({ sourceIds, parents, targetIds, states }: RecordFilter): boolean {
  return sourceIds?.length !== 0 && parents?.length !== 0 && targetIds?.length !== 0 && states?.length !== 0;
}
