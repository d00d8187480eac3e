import { entityNameOf, type RecordKey } from '../../../model/entities.ts';
import { ConsolidatorError } from '../../../model/errors.ts';
import { type Decimal, decimal, multiply } from '../../../model/money.ts';
import { instantSchema } from '../../../model/time.ts';
import type { IntentAction } from '../../intent.ts';
import type { AuditEntry } from '../../record.ts';
import { BY_A_PERSON, type RunEntry } from '../../run-entry.ts';
import type { KeptAuditEntry, Note, RunGroup, RunOutcome, Stored, StoredIntent, Watermark } from '../storage.ts';
import { instantOf, instantOrNull, intentOutcomeOf, outcomeOf } from './codes.ts';
import { fromUnits } from './day-sums.ts';
import { INTENT_TARGET } from './intent-target.ts';
import type { Layer } from './layers.ts';
import { acceptedAsOf, keyOf } from './record-rows.ts';
import type { Row, Statements } from './statements.ts';
import type { Words } from './words.ts';

/** Of the form in which drafts are written. Those of a ledger of before it was told are of the first. */
export const DRAFT_VERSION = 1;

const textOrNull = (value: unknown): string | null => (value === null || value === undefined ? null : String(value));

/** @throws ConsolidatorError `ledger-newer` where a draft is of a form that this program does not know */
export function intentOf(row: Row, words: Words): Stored<StoredIntent> {
  const version = Number(row['draft_version'] ?? DRAFT_VERSION);
  if (row['draft'] !== null && version > DRAFT_VERSION) {
    const message = `What was meant to be written for ${words.textOf(row['store'])} ${words.textOf(row['entity'])} ${row['source_id']} is of form ${version}; this program knows up to ${DRAFT_VERSION}. Update the program.`;
    throw new ConsolidatorError('ledger-newer', message);
  }
  return {
    revision: Number(row['revision']),
    // Actions and outcomes are written by the ledger alone, as it knows them.
    value: {
      id: Number(row['id']),
      run: Number(row['run']),
      key: keyOf(row, words),
      action: words.textOf(row['action']) as IntentAction,
      targetId: String(row['target_id']),
      at: instantOf(row['at']),
      draft: textOrNull(row['draft']),
      outcome: intentOutcomeOf(row['outcome']),
      lookUps: Number(row['look_ups'] ?? 0),
      firstLookUp: instantOrNull(row['first_look_up']),
      lastLookUp: instantOrNull(row['last_look_up']),
      firstLookUpThere: instantOrNull(row['first_look_up_there']),
      refusal: textOrNull(row['refusal']),
    },
  };
}

/** What the audit has of these records in a layer: its own entries, and those that are told by intents. */
function historyIn({ at, has }: Layer): string {
  const asked = 'json_each(?3) AS asked';
  const intents = `FROM ${asked} CROSS JOIN ${at}.record AS record ON store = ?1 AND entity = ?2 AND source_id = asked.value
    CROSS JOIN ${at}.intent AS intent ON intent.record = record.id WHERE ${has('record.id')}`;
  return `SELECT audit.id AS id, at, run, store, entity, source_id, event, detail, who, NULL AS outcome
      FROM ${asked} CROSS JOIN ${at}.audit AS audit INDEXED BY audit_by_record ON source_id = asked.value AND store = ?1 AND entity = ?2
    UNION ALL SELECT intent.id, at, run, store, entity, source_id, action, ${INTENT_TARGET}, NULL, 0 ${intents} AND is_told = 1
    UNION ALL SELECT intent.id + ended_told, at + ended_after, coalesce(ended_in, run), store, entity, source_id, action, NULL, NULL,
      outcome ${intents} AND ended_told IS NOT NULL`;
}

const byNumber = (a: Row, b: Row): number => Number(a['id']) - Number(b['id']);

export function readHistory(statements: Statements, words: Words, keys: readonly RecordKey[]): KeptAuditEntry[] {
  const groups = Map.groupBy(keys, ({ store, entity }) => `${store}\n${entity}`).values();
  return [...groups]
    .flatMap((some) => {
      const [{ store, entity } = { store: '', entity: '' }] = some;
      const ids = JSON.stringify([...new Set(some.map(({ sourceId }) => sourceId))]);
      return statements.inEach(historyIn, words.idOf(store), words.idOf(entity), ids);
    })
    .sort(byNumber)
    .map((row) => ({ key: keyOf(row, words), entry: auditEntryOf(row, words) }));
}

export function readDecisions(statements: Statements, words: Words, limit: number): KeptAuditEntry[] {
  return statements
    .inEach(
      ({ at }) => `SELECT *, NULL AS outcome FROM ${at}.audit WHERE run = ${BY_A_PERSON} ORDER BY id DESC LIMIT ?`,
      limit,
    )
    .sort((a, b) => byNumber(b, a))
    .slice(0, limit)
    .map((row) => ({ key: keyOf(row, words), entry: auditEntryOf(row, words) }));
}

export function auditEntryOf(row: Row, words: Words): AuditEntry {
  return {
    at: instantOf(row['at']),
    run: Number(row['run']),
    ...toldBy(row, words.textOf(row['event'])),
    ...(row['who'] === null ? {} : { who: String(row['who']) }),
  };
}

/** @param word the event, or of what an intent tells its action */
function toldBy({ outcome, detail }: Row, word: string): Pick<AuditEntry, 'event' | 'detail'> {
  if (outcome === null) return { event: word, detail: String(detail) };
  if (outcome === 0) return { event: 'intent', detail: `${word} ${detail}` };
  const event = intentOutcomeOf(outcome) ?? '';
  return { event, detail: event === 'step-done' ? word : '' };
}

export function runOf(row: Row): RunEntry {
  return {
    id: Number(row['id']),
    startedAt: instantSchema.parse(row['started_at']),
    endedAt: row['ended_at'] === null ? null : instantSchema.parse(row['ended_at']),
    status: String(row['status']),
    narrowed: row['narrowed'] !== 0,
    summary: textOrNull(row['summary']),
  };
}

export function runOutcomeOf(row: Row, words: Words): RunOutcome {
  return { run: Number(row['run']), key: keyOf(row, words), outcome: outcomeOf(row['outcome']) };
}

function sumIn({ units, amount, count }: Row): Decimal | null {
  if (typeof units === 'string') return fromUnits(units);
  const each = textOrNull(amount) as Decimal | null;
  return each === null ? null : multiply(each, decimal(String(count)));
}

export function runGroupOf(row: Row, words: Words): RunGroup {
  return {
    store: words.textOf(row['store']),
    entity: entityNameOf(words.textOf(row['entity'])),
    outcome: outcomeOf(row['outcome']),
    reason: textOrNull(row['reason']),
    amount: sumIn(row),
    accepted: textOrNull(row['accepted']) as Decimal | null,
    acceptedAs: acceptedAsOf(row['accepted_as'] ?? null, { look: row['open_to_look'], proof: row['open_to_proof'] }),
    count: Number(row['count']),
  };
}

export function watermarkOf(row: Row): Watermark {
  return {
    store: String(row['store']),
    entity: entityNameOf(row['entity']),
    name: String(row['name']),
    upTo: instantSchema.parse(row['upto']),
  };
}

export function noteOf(scope: string, row: Row): Note {
  return { scope, name: String(row['name']), label: String(row['label']), value: String(row['value']) };
}
