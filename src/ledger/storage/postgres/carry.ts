import { entityNameOf } from '../../../model/entities.ts';
import { instantSchema } from '../../../model/time.ts';
import type { Outcome } from '../../record-state.ts';
import type { CarriedRow, CarriedRows } from '../carried-rows.ts';
import { intentCells, jsonOf, keyCells, recordCells } from './changes-json.ts';
import type { Ask, Database, Row } from './database.ts';
import { SUMS_OF_RECORDS } from './day-sums.ts';
import { auditEntryOf, runOf } from './other-rows.ts';
import { keyOf, storedRecordOf, textOrNull } from './record-rows.ts';
import { intentOf } from './select-intents.ts';
import { RECORD_COLUMNS } from './write-function.ts';

/** So many rows at once. */
const PAGE = 500;

interface Part {
  /** In this order they come, by columns that are one row's alone. */
  readonly by: readonly string[];
  readonly sql: string;
  readonly make: (row: Row) => CarriedRow;
}

const KEY = ['store', 'entity', 'source_id'];
const PARTS: readonly Part[] = [
  { by: ['rank', 'scope', 'name'], sql: "SELECT *, (scope <> 'ledger')::integer AS rank FROM SCHEMA.note", make: (row) => ({ of: 'note', value: { scope: String(row['scope']), name: String(row['name']), label: String(row['label']), value: String(row['value']) } }) },
  { by: ['store', 'entity', 'name'], sql: 'SELECT * FROM SCHEMA.watermark', make: (row) => ({ of: 'watermark', value: { store: String(row['store']), entity: entityNameOf(row['entity']), name: String(row['name']), upTo: instantSchema.parse(row['upto']) } }) },
  { by: ['id'], sql: 'SELECT * FROM SCHEMA.run', make: (row) => ({ of: 'run', value: runOf(row) }) },
  { by: KEY, sql: 'SELECT * FROM SCHEMA.kept_record', make: (row) => ({ of: 'record', value: storedRecordOf(row) }) },
  { by: ['id'], sql: 'SELECT intent.*, store, entity, source_id FROM SCHEMA.intent AS intent JOIN SCHEMA.kept_record AS record ON record.id = intent.record', make: (row) => ({ of: 'intent', value: intentOf(row) }) },
  { by: ['id'], sql: 'SELECT * FROM SCHEMA.audit_entry', make: (row) => ({ of: 'audit', value: { id: Number(row['id']), key: keyOf(row), entry: auditEntryOf(row) } }) },
  { by: ['run', ...KEY], sql: 'SELECT run, outcome, store, entity, source_id FROM SCHEMA.run_outcome AS counted JOIN SCHEMA.kept_record AS record ON record.id = counted.record', make: (row) => ({ of: 'outcome', value: { run: Number(row['run']), key: keyOf(row), outcome: textOrNull<Outcome>(row['outcome']) } }) },
]; // biome-ignore format: a table

/** All that a ledger holds, as of one moment, whoever writes to it meanwhile. */
export async function* readCarried(database: Database): CarriedRows {
  const session = await database.look();
  try {
    for (const { by, sql, make } of PARTS) {
      // A cursor lives within its transaction, and is nobody else's.
      await session.ask(
        `DECLARE carried NO SCROLL CURSOR FOR SELECT * FROM (${sql.replaceAll('SCHEMA', database.schema)}) AS one ORDER BY ${by.join(', ')}`,
      );
      for (;;) {
        const rows = await session.ask(`FETCH ${PAGE} FROM carried`);
        if (rows.length > 0) yield rows.map(make);
        if (rows.length < PAGE) break;
      }
      await session.ask('CLOSE carried');
    }
  } finally {
    await session.end();
  }
}

/** Puts all of it into a ledger that holds nothing but its own name, inside of a transaction. */
export async function fillCarried(ask: Ask, rows: CarriedRows, schema: string): Promise<void> {
  await ask(`DELETE FROM ${schema}.note`);
  for await (const page of rows)
    for (const [of, some] of Map.groupBy(page, (row) => row.of))
      await ask(FILL[of].replaceAll('SCHEMA', schema), [jsonOf(some.map(cellsOf))]);
  await ask(
    `INSERT INTO ${schema}.standing SELECT store, entity, state, count(*) FROM ${schema}.kept_record GROUP BY 1, 2, 3`,
  );
  await ask(`INSERT INTO ${schema}.day_sum ${SUMS_OF_RECORDS.replaceAll('SCHEMA', schema)}`);
  await ask(`UPDATE ${schema}.kept_record AS one SET is_uncovered = true WHERE entity = 'orders' AND round(amount::numeric * 100) > coalesce((
    SELECT sum(round(paid.amount::numeric * 100)) FROM ${schema}.kept_record AS paid WHERE paid.store = one.store AND paid.entity = 'payments'
      AND paid.parent = one.source_id AND paid.parent IS NOT NULL AND paid.state <> 'skipped'), 0)`);
  await ask(`UPDATE ${schema}.ledger SET told = greatest((SELECT coalesce(max(id), 0) FROM ${schema}.audit_entry),
    (SELECT coalesce(max(id), 0) FROM ${schema}.intent))`);
}

const OWNED =
  'JOIN SCHEMA.kept_record AS owner ON owner.store = put.store AND owner.entity = put.entity AND owner.source_id = put.source_id';
const into = (table: string): string =>
  `INSERT INTO SCHEMA.${table} SELECT * FROM json_populate_recordset(NULL::SCHEMA.${table}, $1::json)`;
const KEY_TYPES = 'store text, entity text, source_id text';

const FILL: Readonly<Record<CarriedRow['of'], string>> = {
  note: into('note'),
  watermark: into('watermark'),
  run: into('run'),
  audit: into('audit_entry'),
  record: `INSERT INTO SCHEMA.kept_record (revision, ${RECORD_COLUMNS}) SELECT revision, ${RECORD_COLUMNS}
    FROM json_populate_recordset(NULL::SCHEMA.kept_record, $1::json)`,
  intent:
    `INSERT INTO SCHEMA.intent SELECT id, run, owner.id, action, put.target_id, at, outcome, put.revision, draft, draft_version, refusal,
      look_ups, first_look_up, last_look_up, first_look_up_there
    FROM json_to_recordset($1::json) AS put (${KEY_TYPES}, id bigint, run bigint, action text, target_id text, at text, outcome text,
      revision integer, draft text, draft_version integer, refusal text, look_ups integer, first_look_up text, last_look_up text,
      first_look_up_there text) ${OWNED}`.replace('SELECT id,', 'SELECT put.id,'),
  outcome: `INSERT INTO SCHEMA.run_outcome (run, record, outcome) SELECT run, owner.id, outcome
    FROM json_to_recordset($1::json) AS put (${KEY_TYPES}, run bigint, outcome text) ${OWNED}`,
};

function cellsOf(row: CarriedRow): Readonly<Record<string, unknown>> {
  switch (row.of) {
    case 'note':
      return { ...row.value };
    case 'watermark': {
      const { upTo, ...key } = row.value;
      return { ...key, upto: upTo };
    }
    case 'run': {
      const { id, startedAt, endedAt, status, narrowed, summary } = row.value;
      return { id, started_at: startedAt, ended_at: endedAt, status, narrowed, summary };
    }
    case 'record':
      return { ...recordCells({ before: undefined, after: row.value.value }), revision: row.value.revision };
    case 'intent': {
      const { run, key, action, targetId, at } = row.value.value;
      return {
        ...intentCells(row.value),
        ...keyCells(key),
        revision: row.value.revision,
        run,
        action,
        target_id: targetId,
        at,
      };
    }
    case 'audit':
      return { ...keyCells(row.value.key), ...row.value.entry, id: row.value.id };
    case 'outcome':
      return { ...keyCells(row.value.key), run: row.value.run, outcome: row.value.outcome };
  }
}
