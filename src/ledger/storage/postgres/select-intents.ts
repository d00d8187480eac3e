import { ConsolidatorError } from '../../../model/errors.ts';
import { instantSchema } from '../../../model/time.ts';
import type { IntentAction } from '../../intent.ts';
import type { IntentOutcome, IntentQuery, Stored, StoredIntent } from '../storage.ts';
import { DRAFT_VERSION } from './changes-json.ts';
import type { Row } from './database.ts';
import { Parameters } from './parameters.ts';
import { instantOrNull, keyOf, textOrNull } from './record-rows.ts';
import type { Statement } from './select-records.ts';

/** @param schema as SQL names it */
export function selectIntents(query: IntentQuery, schema: string): Statement {
  const given = new Parameters();
  const sql = `SELECT intent.*, record.store, record.entity, record.source_id FROM SCHEMA.intent AS intent
    JOIN SCHEMA.kept_record AS record ON record.id = intent.record WHERE ${whereOf(query, given)} ORDER BY intent.id`;
  return { sql: sql.replaceAll('SCHEMA', schema), values: given.values };
}

function whereOf(query: IntentQuery, given: Parameters): string {
  if ('ids' in query) return `intent.id = ANY (${given.add(query.ids)}::bigint[])`;
  if ('ofThoseWith' in query)
    return `intent.record IN (SELECT one.record FROM SCHEMA.intent AS one WHERE one.id = ANY (${given.add(query.ofThoseWith)}::bigint[]))`;
  if ('open' in query) return 'intent.outcome IS NULL';
  if ('run' in query) return `intent.run = ${given.add(query.run)}`;
  if ('of' in query || 'openOf' in query) {
    const keys = 'of' in query ? query.of : query.openOf;
    const columns = [
      keys.map(({ store }) => store),
      keys.map(({ entity }) => entity),
      keys.map(({ sourceId }) => sourceId),
    ];
    const lists = columns.map((list) => `${given.add(list)}::text[]`).join(', ');
    const open = 'of' in query ? '' : ' AND intent.outcome IS NULL';
    return `(record.store, record.entity, record.source_id) IN (SELECT * FROM unnest(${lists}))${open}`;
  }
  const { store, entity, outcome, since } = query;
  return `intent.outcome = '${outcome}' AND intent.at >= ${given.add(since)} AND record.store = ${given.add(store)} AND record.entity = ${given.add(entity)}`;
}

/** @throws ConsolidatorError `ledger-newer` where a draft is of a form that this program does not know */
export function intentOf(row: Row): Stored<StoredIntent> {
  const version = Number(row['draft_version'] ?? DRAFT_VERSION);
  if (row['draft'] !== null && version > DRAFT_VERSION) {
    const message = `What was meant to be written for ${row['store']} ${row['entity']} ${row['source_id']} is of form ${version}; this program knows up to ${DRAFT_VERSION}. Update the program.`;
    throw new ConsolidatorError('ledger-newer', message);
  }
  return {
    revision: Number(row['revision']),
    // Actions and outcomes are written by the ledger alone, as it knows them.
    value: {
      id: Number(row['id']),
      run: Number(row['run']),
      key: keyOf(row),
      action: String(row['action']) as IntentAction,
      targetId: String(row['target_id']),
      at: instantSchema.parse(row['at']),
      draft: textOrNull(row['draft']),
      outcome: textOrNull<IntentOutcome>(row['outcome']),
      lookUps: Number(row['look_ups']),
      firstLookUp: instantOrNull(row['first_look_up']),
      lastLookUp: instantOrNull(row['last_look_up']),
      firstLookUpThere: instantOrNull(row['first_look_up_there']),
      refusal: textOrNull(row['refusal']),
    },
  };
}
