import type { SQLInputValue } from 'node:sqlite';
import { z } from 'zod';
import { type AcceptedAs, seenDifferenceSchema, viewers } from '../../../model/accepted.ts';
import { entityNameSchema, type RecordKey } from '../../../model/entities.ts';
import { ConsolidatorError } from '../../../model/errors.ts';
import type { Decimal } from '../../../model/money.ts';
import type { ReasonCode } from '../../../model/reasons.ts';
import { instantSchema, type LocalDate } from '../../../model/time.ts';
import type { Content, Findings, RecordCore, RecordState } from '../../record-state.ts';
import type { Stored } from '../storage.ts';
import type { Row } from './statements.ts';

const seenSchema = z.array(seenDifferenceSchema);
const replacesSchema = z.array(z.object({ sourceId: z.string().nullable(), targetId: z.string() }));
const idsSchema = z.array(z.string());

/** Which record a row of any table is about. */
export function keyOf(row: Row): RecordKey {
  return {
    store: String(row['store']),
    entity: entityNameSchema.parse(row['entity']),
    sourceId: String(row['source_id']),
  };
}

/** Text that this ledger alone has written. */
function text<T extends string = string>(row: Row, column: string): T | null {
  const value = row[column];
  return value === null || value === undefined ? null : (String(value) as T);
}

export function instantOrNull(value: unknown) {
  return value === null || value === undefined ? null : instantSchema.parse(value);
}

function json<T>(schema: z.ZodType<T>, row: Row, column: string): T | null {
  const value = row[column];
  return value === null || value === undefined ? null : schema.parse(JSON.parse(String(value)));
}

export function acceptedAsOf(row: Row): AcceptedAs | null {
  const seen = json(seenSchema, row, 'accepted_as');
  return seen === null ? null : { seen, open: viewers.filter((viewer) => row[`open_to_${viewer}`] === 1) };
}

function coreOf(row: Row): RecordCore {
  return {
    ...keyOf(row),
    origin: row['origin'] === 'file' ? 'file' : 'api',
    hash: String(row['hash']),
    rules: String(row['rules']),
    toBeRead: row['to_be_read'] === 1,
    parent: text(row, 'parent'),
    amount: text<Decimal>(row, 'amount'),
    facts: {
      bookedOn: text<LocalDate>(row, 'booked_on'),
      tax: text<Decimal>(row, 'tax'),
      currency: text(row, 'currency'),
      status: text(row, 'status'),
      method: text(row, 'method'),
    },
    changedInSource: instantOrNull(row['changed_in_source']),
    accepted: text<Decimal>(row, 'accepted'),
    acceptedAs: acceptedAsOf(row),
    readAs: text(row, 'read_as'),
    copiedAs: text(row, 'copied_as'),
    byHand: json(idsSchema, row, 'by_hand'),
    quarantinedSince: instantOrNull(row['quarantined_since']),
    loadedFirstIn: row['loaded_first_in'] === null ? null : Number(row['loaded_first_in']),
    changedAt: instantSchema.parse(row['changed_at']),
  };
}

function findingsOf(row: Row): Findings {
  return {
    message: text(row, 'message'),
    difference: text<Decimal>(row, 'difference'),
    replaces: json(replacesSchema, row, 'replaces') ?? [],
    seen: json(seenSchema, row, 'seen') ?? [],
  };
}

function contentOf(row: Row): Content {
  const payload = text(row, 'payload');
  if (payload !== null) return { kind: 'whole', payload };
  return { kind: row['is_undelivered'] === 1 ? 'undelivered' : 'gone' };
}

/** @throws ConsolidatorError `ledger-damaged` for a row that no version of the ledger has written */
export function recordOf(row: Row): RecordState {
  const core = coreOf(row);
  const targetId = text(row, 'target_id');
  // Of an earlier version it may be one that the table of reasons has no more.
  const reason = text<ReasonCode>(row, 'reason');
  switch (row['state']) {
    case 'staged':
      return { ...core, ...findingsOf(row), state: 'staged', targetId, reason, content: contentOf(row) };
    case 'writing':
      if (targetId === null) break;
      return { ...core, ...findingsOf(row), state: 'writing', targetId, reason, content: contentOf(row) };
    case 'loaded':
      if (targetId === null) break;
      return { ...core, state: 'loaded', targetId };
    case 'linked':
      return { ...core, state: 'linked', targetId };
    case 'skipped':
      if (reason === null) break;
      return { ...core, ...findingsOf(row), state: 'skipped', targetId, reason, isGone: row['is_gone'] === 1 };
    case 'quarantined':
      if (reason === null) break;
      return { ...core, ...findingsOf(row), state: 'quarantined', targetId, reason, content: contentOf(row) };
    default:
  }
  const { store, entity, sourceId } = core;
  const message = `The ledger is damaged: ${store} ${entity} ${sourceId} is ${row['state']}, and lacks what that takes. Restore the latest backup.`;
  throw new ConsolidatorError('ledger-damaged', message, { record: sourceId, store });
}

export function storedRecordOf(row: Row): Stored<RecordState> {
  return { revision: Number(row['revision']), value: recordOf(row) };
}

const orNull = (list: readonly unknown[]): string | null => (list.length === 0 ? null : JSON.stringify(list));

/** What is put into each column, beside the key and the revision. */
export function columnsOf(record: RecordState): Readonly<Record<string, SQLInputValue>> {
  const { facts, acceptedAs, byHand, state, targetId } = record;
  const { message, difference, replaces, seen }: Findings =
    'message' in record ? record : { message: null, difference: null, replaces: [], seen: [] };
  const content: Content = 'content' in record ? record.content : { kind: 'gone' };
  const open = (viewer: (typeof viewers)[number]) => Number(acceptedAs?.open.includes(viewer) ?? false);
  return {
    state,
    target_id: targetId,
    origin: record.origin,
    hash: record.hash,
    rules: record.rules,
    to_be_read: Number(record.toBeRead),
    payload: content.kind === 'whole' ? content.payload : null,
    is_undelivered: Number(content.kind === 'undelivered'),
    parent: record.parent,
    amount: record.amount,
    booked_on: facts.bookedOn,
    tax: facts.tax,
    currency: facts.currency,
    status: facts.status,
    method: facts.method,
    changed_in_source: record.changedInSource,
    reason: 'reason' in record ? record.reason : null,
    is_gone: Number(record.state === 'skipped' && record.isGone),
    message,
    difference,
    replaces: orNull(replaces),
    seen: orNull(seen),
    accepted: record.accepted,
    accepted_as: acceptedAs === null ? null : JSON.stringify(acceptedAs.seen),
    open_to_look: open('look'),
    open_to_proof: open('proof'),
    read_as: record.readAs,
    copied_as: record.copiedAs,
    by_hand: byHand === null ? null : JSON.stringify(byHand),
    quarantined_since: record.quarantinedSince,
    loaded_first_in: record.loadedFirstIn,
    changed_at: record.changedAt,
  };
}
