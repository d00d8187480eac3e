import type { SQLInputValue } from 'node:sqlite';
import type { RecordKey } from '../../../model/entities.ts';
import type { IntentQuery, Stored, StoredIntent } from '../storage.ts';
import { intentOutcomeCode, secondsOf } from './codes.ts';
import { INTENT_TARGET } from './intent-target.ts';
import type { Layer } from './layers.ts';
import { intentOf } from './other-rows.ts';
import { valuesOf } from './put-intents.ts';
import type { Row, Statements } from './statements.ts';
import type { Words } from './words.ts';

export function selectIntents(statements: Statements, words: Words, query: IntentQuery): Stored<StoredIntent>[] {
  return rowsOf(statements, words, query)
    .map((row) => intentOf(row, words))
    .sort((a, b) => a.value.id - b.value.id);
}

export const INTENT_COLUMNS = `intent.id AS id, intent.record AS record, intent.run AS run, record.store AS store, record.entity AS entity, record.source_id AS source_id,
  intent.action AS action, ${INTENT_TARGET} AS target_id, intent.at AS at, intent.outcome AS outcome, intent.revision AS revision,
  draft.draft AS draft, draft.version AS draft_version, draft.refusal AS refusal, look_up.count AS look_ups,
  look_up.first AS first_look_up, look_up.last AS last_look_up, look_up.first_there AS first_look_up_there`;

/** @param from which intents, with the record of each, in the layer */
function selectFrom(from: (layer: Layer) => string, where: (layer: Layer) => string): (layer: Layer) => string {
  return (layer) =>
    `SELECT ${INTENT_COLUMNS} FROM ${from(layer)} LEFT JOIN ${layer.at}.draft AS draft ON draft.intent = intent.id
       LEFT JOIN ${layer.at}.look_up AS look_up ON look_up.intent = intent.id
     WHERE ${where(layer)} AND ${layer.has('record.id')} ORDER BY intent.id`;
}

const ofIntents = ({ at }: Layer): string =>
  `${at}.intent AS intent CROSS JOIN ${at}.record AS record ON record.id = intent.record`;
/** Up to this outcome nearly all are, and no index holds them. */
const DONE = 2;
const byIndex =
  (name: string) =>
  ({ at }: Layer): string =>
    `${at}.intent AS intent INDEXED BY ${name} CROSS JOIN ${at}.record AS record ON record.id = intent.record`;
const ofRecords = ({ at }: Layer): string =>
  `json_each(?) AS one CROSS JOIN ${at}.record AS record ON record.store = one.value ->> 0 AND record.entity = one.value ->> 1
     AND record.source_id = one.value ->> 2 CROSS JOIN ${at}.intent AS intent ON intent.record = record.id`;

/** No index has intents by their ids but of those that are open, by which they are asked for. */
const AMONG = 'intent.id IN (SELECT value FROM json_each(?))';

function rowsOf(statements: Statements, words: Words, query: IntentQuery): Row[] {
  const found = (from: typeof ofIntents, where: (layer: Layer) => string, ...values: SQLInputValue[]) =>
    statements.inEach(selectFrom(from, where), ...values);
  if ('ids' in query) {
    const open = found(byIndex('intent_open'), () => `intent.outcome IS NULL AND ${AMONG}`, JSON.stringify(query.ids));
    return open.length === new Set(query.ids).size ? open : found(ofIntents, () => AMONG, JSON.stringify(query.ids));
  }
  if ('ofThoseWith' in query) {
    const ids = rowsOf(statements, words, { ids: query.ofThoseWith }).map(({ record }) => Number(record));
    return found(
      ofIntents,
      () => 'intent.record IN (SELECT value FROM json_each(?))',
      JSON.stringify([...new Set(ids)]),
    );
  }
  if ('open' in query) return found(byIndex('intent_open'), () => 'intent.outcome IS NULL');
  if ('of' in query || 'openOf' in query) {
    const keys: readonly RecordKey[] = 'of' in query ? query.of : query.openOf;
    const which = 'of' in query ? 'TRUE' : 'intent.outcome IS NULL';
    return keys.length === 0
      ? []
      : found(ofRecords, () => which, JSON.stringify(keys.map((key) => valuesOf(words, key))));
  }
  if ('run' in query)
    return found(
      ofIntents,
      ({ at }) =>
        `intent.id > coalesce((SELECT told_before FROM ${at}.run AS run WHERE run.id = ?1), 0) AND intent.run = ?1`,
      query.run,
    );
  const { store, entity, outcome, since } = query;
  const code = intentOutcomeCode(outcome) ?? 0;
  const [from, held] = code > DONE ? [byIndex('intent_not_done'), `intent.outcome > ${DONE}`] : [ofIntents, 'TRUE'];
  return found(
    from,
    () => `intent.outcome = ${code} AND ${held} AND intent.at >= ? AND record.store = ? AND record.entity = ?`,
    ...[secondsOf(since), words.idOf(store), words.idOf(entity)],
  );
}
