import { z } from 'zod';
import { type AcceptedAs, seenDifferenceSchema, type Viewer, viewers } from '../../../model/accepted.ts';
import { entityNameOf, type RecordKey } from '../../../model/entities.ts';
import { ConsolidatorError } from '../../../model/errors.ts';
import type { Decimal } from '../../../model/money.ts';
import type { ReasonCode } from '../../../model/reasons.ts';
import { type Instant, instantSchema, type LocalDate } from '../../../model/time.ts';
import type { StateName } from '../../record.ts';
import type { Content, Findings, RecordCore, RecordState, SummedRecord } from '../../record-state.ts';
import type { Stored } from '../storage.ts';
import type { Row } from './database.ts';

const seenSchema = z.array(seenDifferenceSchema);
const replacesSchema = z.array(z.object({ sourceId: z.string().nullable(), targetId: z.string() }));
const idsSchema = z.array(z.string());

/** Text that this ledger alone has written. */
export function textOrNull<T extends string = string>(value: unknown): T | null {
  return value === null || value === undefined ? null : (String(value) as T);
}

export function numberOrNull(value: unknown): number | null {
  return value === null || value === undefined ? null : Number(value);
}

export function instantOrNull(value: unknown): Instant | null {
  return value === null || value === undefined ? null : instantSchema.parse(value);
}

function json<T>(schema: z.ZodType<T>, value: unknown): T | null {
  return value === null || value === undefined ? null : schema.parse(JSON.parse(String(value)));
}

/** Which record a row of any table is about. */
export function keyOf(row: Row): RecordKey {
  return {
    store: String(row['store']),
    entity: entityNameOf(row['entity']),
    sourceId: String(row['source_id']),
  };
}

export function acceptedAsOf(row: Row): AcceptedAs | null {
  const seen = json(seenSchema, row['accepted_as']);
  const isOpen: Readonly<Record<Viewer, boolean>> = {
    look: row['open_to_look'] === true,
    proof: row['open_to_proof'] === true,
  };
  return seen === null ? null : { seen, open: viewers.filter((viewer) => isOpen[viewer]) };
}

function factsOf(row: Row): RecordCore['facts'] {
  return {
    bookedOn: textOrNull<LocalDate>(row['booked_on']),
    tax: textOrNull<Decimal>(row['tax']),
    currency: textOrNull(row['currency']),
    status: textOrNull(row['status']),
    method: textOrNull(row['method']),
  };
}

function coreOf(row: Row): RecordCore {
  return {
    ...keyOf(row),
    origin: row['is_file'] === true ? 'file' : 'api',
    hash: String(row['hash']),
    rules: String(row['rules']),
    toBeRead: row['to_be_read'] === true,
    parent: textOrNull(row['parent']),
    amount: textOrNull<Decimal>(row['amount']),
    facts: factsOf(row),
    changedInSource: instantOrNull(row['changed_in_source']),
    accepted: textOrNull<Decimal>(row['accepted']),
    acceptedAs: acceptedAsOf(row),
    readAs: textOrNull(row['read_as']),
    copiedAs: textOrNull(row['copied_as']),
    byHand: json(idsSchema, row['by_hand']),
    quarantinedSince: instantOrNull(row['quarantined_since']),
    loadedFirstIn: numberOrNull(row['loaded_first_in']),
    changedAt: instantSchema.parse(row['changed_at']),
  };
}

function findingsOf(row: Row): Findings {
  return {
    message: textOrNull(row['message']),
    difference: textOrNull<Decimal>(row['difference']),
    replaces: json(replacesSchema, row['replaces']) ?? [],
    seen: json(seenSchema, row['seen']) ?? [],
  };
}

function contentOf(row: Row): Content {
  const payload = textOrNull(row['payload']);
  if (payload !== null) return { kind: 'whole', payload };
  return { kind: row['content'] === 'undelivered' ? 'undelivered' : 'gone' };
}

/** @throws ConsolidatorError `ledger-damaged` for a row that no version of the ledger has written */
function recordOf(row: Row): RecordState {
  const core = coreOf(row);
  const targetId = textOrNull(row['target_id']);
  // Of an earlier version it may be one that the table of reasons has no more.
  const reason = textOrNull<ReasonCode>(row['reason']);
  const { state } = row;
  if (state === 'staged') return { ...core, ...findingsOf(row), state, targetId, reason, content: contentOf(row) };
  if (state === 'writing' && targetId !== null)
    return { ...core, ...findingsOf(row), state, targetId, reason, content: contentOf(row) };
  if (state === 'loaded' && targetId !== null) return { ...core, state, targetId };
  if (state === 'linked') return { ...core, state, targetId };
  if (state === 'skipped' && reason !== null)
    return { ...core, ...findingsOf(row), state, targetId, reason, isGone: row['is_gone'] === true };
  if (state === 'quarantined' && reason !== null)
    return { ...core, ...findingsOf(row), state, targetId, reason, content: contentOf(row) };
  const { store, entity, sourceId } = core;
  const message = `The ledger is damaged: ${store} ${entity} ${sourceId} is ${state}, and lacks what that takes. Restore the latest backup.`;
  throw new ConsolidatorError('ledger-damaged', message, { record: sourceId, store });
}

export function storedRecordOf(row: Row): Stored<RecordState> {
  return { revision: Number(row['revision']), value: recordOf(row) };
}

/** What `summedOfRow` takes. */
export const SUMMED_COLUMNS = [
  ...[
    'store',
    'entity',
    'source_id',
    'state',
    'target_id',
    'parent',
    'amount',
    'booked_on',
    'tax',
    'currency',
    'status',
  ],
  ...['method', 'accepted', 'accepted_as', 'open_to_look', 'open_to_proof', 'changed_at', 'reason'],
  'copied_as IS NOT NULL AS has_copied',
]
  .map((column) => `record.${column}`)
  .join(', ');

export function summedOfRow(row: Row): SummedRecord {
  // The table of records allows no other text.
  const state = String(row['state']) as StateName;
  return {
    ...keyOf(row),
    ...{ state, targetId: textOrNull(row['target_id']), parent: textOrNull(row['parent']) },
    amount: textOrNull<Decimal>(row['amount']),
    facts: factsOf(row),
    accepted: textOrNull<Decimal>(row['accepted']),
    acceptedAs: acceptedAsOf(row),
    changedAt: instantSchema.parse(row['changed_at']),
    reason: state === 'loaded' || state === 'linked' ? null : textOrNull<ReasonCode>(row['reason']),
    hasCopied: row['has_copied'] === true,
  };
}
