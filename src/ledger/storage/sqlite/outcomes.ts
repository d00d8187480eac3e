import type { RecordKey } from '../../../model/entities.ts';
import type { RunGroup, RunOutcome } from '../storage.ts';
import { isCounted, units } from './day-sums-schema.ts';
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

/** So many records at a time: whoever else this process has to answer comes in between. */
const AT_ONCE = 10_000;

/** Ranges of records, by their ids, in which all of a run lies. */
export function rangesOfRun(statements: Statements, run: number): (readonly [from: number, to: number])[] {
  const ends = statements.layers.map(({ at }) =>
    statements.get(`SELECT min(record) AS first, max(record) AS last FROM ${at}.run_record WHERE run = ?`, run),
  );
  const known = ends.filter((end) => end !== undefined && end['first'] !== null);
  const first = Math.min(...known.map((end) => Number(end?.['first'])));
  const last = Math.max(...known.map((end) => Number(end?.['last'])));
  if (known.length === 0) return [];
  return Array.from({ length: Math.ceil((last - first + 1) / AT_ONCE) }, (_, place) => {
    const from = first + place * AT_ONCE;
    return [from, from + AT_ONCE - 1] as const;
  });
}

const PLAIN = `accepted IS NULL AND accepted_as IS NULL AND ${isCounted('amount')}`;
const GROUP = 'store, entity, counted.outcome AS outcome, reason';

/** Of one range. Sums of units are exact; what is no number of units is told amount by amount. */
export function groupsOfRun(
  statements: Statements,
  words: Words,
  run: number,
  [from, to]: readonly [from: number, to: number],
): RunGroup[] {
  const own = (columns: string, which: string, by: string) =>
    inEachPair(
      statements,
      (record, counted) => `SELECT ${GROUP}, ${columns}, count(*) AS count FROM ${counted.at}.run_record AS counted
        CROSS JOIN ${record.at}.record AS record ON record.id = counted.record
        WHERE counted.run = ?1 AND counted.record BETWEEN ?2 AND ?3 AND ${which} AND ${record.has('record.id')} AND ${counted.hasOutcome('counted')}
        GROUP BY ${by}`,
      [run, from, to],
    );
  const plain = own(`CAST(sum(iif(amount IS NULL, NULL, ${units('amount')})) AS TEXT) AS units`, PLAIN, '1, 2, 3, 4');
  const others = own(
    'amount, accepted, accepted_as, open_to_look, open_to_proof',
    `NOT (${PLAIN})`,
    '1, 2, 3, 4, 5, 6, 7, 8, 9',
  );
  return [...plain, ...others].map((row) => runGroupOf(row, words)).sort(byNames);
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
