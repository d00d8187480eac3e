import type { AcceptedAs, SeenDifference } from '../model/accepted.ts';
import { entityNameSchema, type RecordKey } from '../model/entities.ts';
import { type Decimal, decimal, parseDecimal, subtract, ZERO } from '../model/money.ts';
import { type Instant, instantSchema, type LocalDate } from '../model/time.ts';
import type { OpenIntent } from './intent.ts';
import type { AuditEntry, Booking, LedgerRecord, RecordState, StandsFor } from './record.ts';
import type { RunEntry } from './run-entry.ts';

export type Row = Readonly<Record<string, unknown>>;

function textOrNull(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}

function instantOrNull(value: unknown): Instant | null {
  return value === null || value === undefined ? null : instantSchema.parse(value);
}

/** Which record a row of any table is about. */
export function keyOf(row: Row): RecordKey {
  return {
    store: String(row['store']),
    entity: entityNameSchema.parse(row['entity']),
    sourceId: String(row['source_id']),
  };
}

export function recordOf(row: Row): LedgerRecord {
  return {
    ...keyOf(row),
    // The table's own CHECK allows no other text.
    state: String(row['state']) as RecordState,
    targetId: textOrNull(row['target_id']),
    hash: String(row['hash']),
    payload: textOrNull(row['payload']),
    parent: textOrNull(row['parent']),
    amount: textOrNull(row['amount']) as Decimal | null,
    reason: textOrNull(row['reason']),
    message: textOrNull(row['message']),
    difference: textOrNull(row['difference']) as Decimal | null,
    accepted: textOrNull(row['accepted']) as Decimal | null,
    // Written by this ledger alone.
    replaces: JSON.parse(textOrNull(row['replaces']) ?? '[]') as StandsFor[],
    seen: JSON.parse(textOrNull(row['seen']) ?? '[]') as SeenDifference[],
    acceptedAs: JSON.parse(textOrNull(row['accepted_as']) ?? 'null') as AcceptedAs | null,
    bookedOn: textOrNull(row['booked_on']) as LocalDate | null,
    method: textOrNull(row['method']),
    tax: textOrNull(row['tax']) as Decimal | null,
    rules: String(row['rules']),
    copiedAs: textOrNull(row['copied_as']),
    readAs: textOrNull(row['read_as']),
    sourceStatus: textOrNull(row['status']),
    byHand: JSON.parse(textOrNull(row['by_hand']) ?? '[]') as string[],
  };
}

/** By how much a person let the copy come to more than its source, or to less. */
export function acceptedIn(row: Row): Decimal {
  if (row['accepted'] !== null) return decimal(String(row['accepted']));
  const { seen = [] } = JSON.parse(String(row['accepted_as'] ?? '{}')) as Partial<AcceptedAs>;
  // What was accepted last is how the copy stands.
  return seen.flatMap(apartIn).at(-1) ?? ZERO;
}

function apartIn({ key, meant, held }: SeenDifference): Decimal[] {
  const [there, here] = [parseDecimal(meant), parseDecimal(held)];
  const isAmount = key === 'total' || key === 'amount';
  return isAmount && there !== undefined && here !== undefined ? [subtract(here, there)] : [];
}

export function bookingOf(row: Row): Booking {
  return {
    ...keyOf(row),
    state: String(row['state']) as RecordState,
    targetId: textOrNull(row['target_id']),
    parent: textOrNull(row['parent']),
    amount: textOrNull(row['amount']) as Decimal | null,
    accepted: acceptedIn(row),
    reason: textOrNull(row['reason']),
    changedAt: instantSchema.parse(row['changed_at']),
    bookedOn: textOrNull(row['booked_on']) as LocalDate | null,
    tax: textOrNull(row['tax']) as Decimal | null,
    currency: textOrNull(row['currency']),
    status: textOrNull(row['status']),
    method: textOrNull(row['method']),
  };
}

export function intentOf(row: Row): OpenIntent {
  return {
    id: Number(row['id']),
    key: keyOf(row),
    action: String(row['action']),
    targetId: String(row['target_id']),
    at: instantSchema.parse(row['at']),
    draft: textOrNull(row['draft']),
    lookUps: Number(row['look_ups']),
    firstLookUp: instantOrNull(row['first_look_up']),
    lastLookUp: instantOrNull(row['last_look_up']),
    firstLookUpThere: instantOrNull(row['first_look_up_there']),
    refusal: textOrNull(row['refusal']),
  };
}

export function auditEntryOf(row: Row): AuditEntry {
  return {
    at: instantSchema.parse(row['at']),
    run: Number(row['run']),
    event: String(row['event']),
    detail: String(row['detail']),
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
