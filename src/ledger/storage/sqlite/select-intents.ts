import type { RecordKey } from '../../../model/entities.ts';
import type { IntentQuery, Stored, StoredIntent } from '../storage.ts';
import { intentOutcomeCode, secondsOf } from './codes.ts';
import { intentOf } from './other-rows.ts';
import { valuesOf } from './put-intents.ts';
import type { Row, Statements } from './statements.ts';
import type { Words } from './words.ts';

export function selectIntents(statements: Statements, words: Words, query: IntentQuery): Stored<StoredIntent>[] {
  return rowsOf(statements, words, query).map((row) => intentOf(row, words));
}

const COLUMNS = `intent.id AS id, intent.run AS run, record.store AS store, record.entity AS entity, record.source_id AS source_id,
  intent.action AS action, intent.target_id AS target_id, intent.at AS at, intent.outcome AS outcome, intent.revision AS revision,
  draft.draft AS draft, draft.version AS draft_version, draft.refusal AS refusal, look_up.count AS look_ups,
  look_up.first AS first_look_up, look_up.last AS last_look_up, look_up.first_there AS first_look_up_there`;

const BESIDE = 'LEFT JOIN draft ON draft.intent = intent.id LEFT JOIN look_up ON look_up.intent = intent.id';

/** @param from which intents, with the record of each */
const selectFrom = (from: string, where: string): string =>
  `SELECT ${COLUMNS} FROM ${from} ${BESIDE} WHERE ${where} ORDER BY intent.id`;

const OF_INTENTS = 'intent CROSS JOIN record ON record.id = intent.record';
const OF_RECORDS = `json_each(?) AS one CROSS JOIN record ON record.store = one.value ->> 0 AND record.entity = one.value ->> 1
  AND record.source_id = one.value ->> 2 CROSS JOIN intent ON intent.record = record.id`;

function rowsOf(statements: Statements, words: Words, query: IntentQuery): Row[] {
  if ('ids' in query)
    return statements.all(
      selectFrom(OF_INTENTS, 'intent.id IN (SELECT value FROM json_each(?))'),
      JSON.stringify(query.ids),
    );
  if ('ofThoseWith' in query)
    return statements.all(
      selectFrom(
        OF_INTENTS,
        'intent.record IN (SELECT one.record FROM intent AS one WHERE one.id IN (SELECT value FROM json_each(?)))',
      ),
      JSON.stringify(query.ofThoseWith),
    );
  if ('open' in query) return statements.all(selectFrom(OF_INTENTS, 'intent.outcome IS NULL'));
  if ('of' in query) return ofRecords(statements, words, query.of, 'TRUE');
  if ('openOf' in query) return ofRecords(statements, words, query.openOf, 'intent.outcome IS NULL');
  if ('run' in query)
    return statements.all(
      selectFrom(
        OF_INTENTS,
        'intent.id > coalesce((SELECT told_before FROM run WHERE run.id = ?1), 0) AND intent.run = ?1',
      ),
      query.run,
    );
  const { store, entity, outcome, since } = query;
  return statements.all(
    selectFrom(
      OF_INTENTS,
      `intent.outcome = ${intentOutcomeCode(outcome)} AND intent.at >= ? AND record.store = ? AND record.entity = ?`,
    ),
    ...[secondsOf(since), words.idOf(store), words.idOf(entity)],
  );
}

function ofRecords(statements: Statements, words: Words, keys: readonly RecordKey[], which: string): Row[] {
  if (keys.length === 0) return [];
  return statements.all(selectFrom(OF_RECORDS, which), JSON.stringify(keys.map((key) => valuesOf(words, key))));
}
