import type { RecordKey } from '../../../model/entities.ts';
import type { RunGroup, RunOutcome } from '../storage.ts';
import type { Layer } from './layers.ts';
import { runGroupOf, runOutcomeOf } from './other-rows.ts';
import { valuesOf } from './put-intents.ts';
import type { Row, Statements } from './statements.ts';
import type { Words } from './words.ts';

/** What became of these records in a run. */
export function outcomesOf(
  statements: Statements,
  words: Words,
  run: number,
  keys: readonly RecordKey[],
): RunOutcome[] {
  const names = JSON.stringify(keys.map((key) => valuesOf(words, key)));
  return inEachPair(
    statements,
    (
      record,
      counted,
    ) => `SELECT counted.run AS run, store, entity, source_id, counted.outcome AS outcome FROM json_each(?2) AS one
      CROSS JOIN ${record.at}.record AS record ON record.store = one.value ->> 0 AND record.entity = one.value ->> 1
        AND record.source_id = one.value ->> 2
      CROSS JOIN ${counted.at}.run_record AS counted ON counted.run = ?1 AND counted.record = record.id
      WHERE ${record.has('record.id')} AND ${counted.hasOutcome('counted')}`,
    [run, names],
  ).map((row) => runOutcomeOf(row, words));
}

export function groupsOfRun(statements: Statements, words: Words, run: number): RunGroup[] {
  const columns =
    'store, entity, counted.outcome AS outcome, reason, amount, accepted, accepted_as, open_to_look, open_to_proof';
  return inEachPair(
    statements,
    (record, counted) => `SELECT ${columns}, count(*) AS count FROM ${counted.at}.run_record AS counted
      CROSS JOIN ${record.at}.record AS record ON record.id = counted.record
      WHERE counted.run = ?1 AND ${record.has('record.id')} AND ${counted.hasOutcome('counted')}
      GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9`,
    [run],
  )
    .map((row) => runGroupOf(row, words))
    .sort(byNames);
}

/** A record may lie in one layer, and what became of it in another. */
function inEachPair(
  statements: Statements,
  sql: (record: Layer, counted: Layer) => string,
  values: readonly (string | number)[],
): Row[] {
  return statements.layers.flatMap((counted) => statements.inEach((record) => sql(record, counted), ...values));
}

function byNames(a: RunGroup, b: RunGroup): number {
  const names = ({ store, entity, outcome, reason }: RunGroup) => [store, entity, outcome ?? '', reason ?? ''];
  const [one, other] = [names(a), names(b)];
  const place = one.findIndex((name, at) => name !== other[at]);
  return place === -1 ? 0 : (one[place] ?? '') < (other[place] ?? '') ? -1 : 1;
}
