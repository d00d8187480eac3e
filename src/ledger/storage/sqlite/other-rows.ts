import { entityNameSchema, type RecordKey } from '../../../model/entities.ts';
import { ConsolidatorError } from '../../../model/errors.ts';
import type { Decimal } from '../../../model/money.ts';
import { instantSchema } from '../../../model/time.ts';
import type { IntentAction } from '../../intent.ts';
import type { AuditEntry } from '../../record.ts';
import type { Outcome } from '../../record-state.ts';
import { BY_A_PERSON, type RunEntry } from '../../run-entry.ts';
import type {
  IntentOutcome,
  KeptAuditEntry,
  Note,
  RunGroup,
  RunOutcome,
  Stored,
  StoredIntent,
  Watermark,
} from '../storage.ts';
import { acceptedAsOf, instantOrNull, keyOf } from './record-rows.ts';
import type { Row, Statements } from './statements.ts';

/** Of the form in which drafts are written. Those of a ledger of before it was told are of the first. */
export const DRAFT_VERSION = 1;

const textOrNull = (value: unknown): string | null => (value === null || value === undefined ? null : String(value));

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
      outcome: textOrNull(row['outcome']) as IntentOutcome | null,
      lookUps: Number(row['look_ups']),
      firstLookUp: instantOrNull(row['first_look_up']),
      lastLookUp: instantOrNull(row['last_look_up']),
      firstLookUpThere: instantOrNull(row['first_look_up_there']),
      refusal: textOrNull(row['refusal']),
    },
  };
}

export function readHistory(statements: Statements, keys: readonly RecordKey[]): KeptAuditEntry[] {
  const [only, ...others] = keys;
  if (only === undefined) return [];
  const rows =
    others.length === 0
      ? statements.all(
          'SELECT * FROM audit WHERE store = ? AND entity = ? AND source_id = ? ORDER BY id',
          ...[only.store, only.entity, only.sourceId],
        )
      : statements.all(
          `SELECT audit.* FROM json_each(?) AS one CROSS JOIN audit ON audit.store = one.value ->> 0 AND audit.entity = one.value ->> 1
             AND audit.source_id = one.value ->> 2 ORDER BY audit.id`,
          JSON.stringify(keys.map(({ store, entity, sourceId }) => [store, entity, sourceId])),
        );
  return rows.map((row) => ({ key: keyOf(row), entry: auditEntryOf(row) }));
}

export function readDecisions(statements: Statements, limit: number): KeptAuditEntry[] {
  const rows = statements.all('SELECT * FROM audit WHERE run = ? ORDER BY id DESC LIMIT ?', BY_A_PERSON, limit);
  return rows.map((row) => ({ key: keyOf(row), entry: auditEntryOf(row) }));
}

function auditEntryOf(row: Row): AuditEntry {
  return {
    at: instantSchema.parse(row['at']),
    run: Number(row['run']),
    event: String(row['event']),
    detail: String(row['detail']),
    ...(row['who'] === null ? {} : { who: String(row['who']) }),
  };
}

export function runOf(row: Row): RunEntry {
  return {
    id: Number(row['id']),
    startedAt: instantSchema.parse(row['started_at']),
    endedAt: instantOrNull(row['ended_at']),
    status: String(row['status']),
    narrowed: row['narrowed'] !== 0,
    summary: textOrNull(row['summary']),
  };
}

export function runOutcomeOf(row: Row): RunOutcome {
  return { run: Number(row['run']), key: keyOf(row), outcome: outcomeOf(row) };
}

/** The table's own CHECK allows no other text. */
const outcomeOf = (row: Row): Outcome | null => textOrNull(row['outcome']) as Outcome | null;

export function runGroupOf(row: Row): RunGroup {
  return {
    store: String(row['store']),
    entity: entityNameSchema.parse(row['entity']),
    outcome: outcomeOf(row),
    reason: textOrNull(row['reason']),
    amount: textOrNull(row['amount']) as Decimal | null,
    accepted: textOrNull(row['accepted']) as Decimal | null,
    acceptedAs: acceptedAsOf(row['accepted_as'], { look: row['open_to_look'], proof: row['open_to_proof'] }),
    count: Number(row['count']),
  };
}

export function watermarkOf(row: Row): Watermark {
  return {
    store: String(row['store']),
    entity: entityNameSchema.parse(row['entity']),
    name: String(row['name']),
    upTo: instantSchema.parse(row['upto']),
  };
}

export function noteOf(scope: string, row: Row): Note {
  return { scope, name: String(row['name']), label: String(row['label']), value: String(row['value']) };
}
