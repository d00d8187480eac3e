import type { SQLInputValue } from 'node:sqlite';
import { z } from 'zod';
import { type AcceptedAs, seenDifferenceSchema, type Viewer, viewers } from '../../../model/accepted.ts';
import { entityNameSchema, type RecordKey } from '../../../model/entities.ts';
import { ConsolidatorError } from '../../../model/errors.ts';
import type { Decimal } from '../../../model/money.ts';
import type { ReasonCode } from '../../../model/reasons.ts';
import { instantSchema, type LocalDate } from '../../../model/time.ts';
import type { Content, Findings, RecordCore, RecordState } from '../../record-state.ts';
import type { Stored } from '../storage.ts';
import type { Row, Values } from './statements.ts';

const seenSchema = z.array(seenDifferenceSchema);
const replacesSchema = z.array(z.object({ sourceId: z.string().nullable(), targetId: z.string() }));
const idsSchema = z.array(z.string());

/** As they are asked for: the key, and what records are put in order by, first. */
const columns = [
  ...(['store', 'entity', 'source_id', 'origin', 'changed_at', 'state', 'target_id', 'revision', 'hash'] as const),
  ...(['rules', 'to_be_read', 'payload', 'is_undelivered', 'parent', 'amount', 'booked_on', 'tax'] as const),
  ...(['currency', 'status', 'method', 'changed_in_source', 'reason', 'is_gone', 'message', 'difference'] as const),
  ...(['replaces', 'seen', 'accepted', 'accepted_as', 'open_to_look', 'open_to_proof', 'read_as'] as const),
  ...(['copied_as', 'by_hand', 'quarantined_since', 'loaded_first_in'] as const),
];
type Column = (typeof columns)[number];

/** What `storedRecordOf` takes. */
export const RECORD_COLUMNS = columns.join(', ');

/** At which place of such a row each column is. */
export const AT = Object.fromEntries(columns.map((name, place) => [name, place])) as Readonly<Record<Column, number>>;

/** Which record a row of any table is about. */
export function keyOf(row: Row): RecordKey {
  return {
    store: String(row['store']),
    entity: entityNameSchema.parse(row['entity']),
    sourceId: String(row['source_id']),
  };
}

/** Text that this ledger alone has written. */
function text<T extends string = string>(value: unknown): T | null {
  return value === null || value === undefined ? null : (String(value) as T);
}

export function instantOrNull(value: unknown) {
  return value === null || value === undefined ? null : instantSchema.parse(value);
}

function json<T>(schema: z.ZodType<T>, value: unknown): T | null {
  return value === null || value === undefined ? null : schema.parse(JSON.parse(String(value)));
}

/** @param open 1 for each viewer that is yet to say how it was */
export function acceptedAsOf(accepted: unknown, open: Readonly<Record<Viewer, unknown>>): AcceptedAs | null {
  const seen = json(seenSchema, accepted);
  return seen === null ? null : { seen, open: viewers.filter((viewer) => open[viewer] === 1) };
}

function coreOf(row: Values): RecordCore {
  return {
    store: String(row[AT.store]),
    entity: entityNameSchema.parse(row[AT.entity]),
    sourceId: String(row[AT.source_id]),
    origin: row[AT.origin] === 'file' ? 'file' : 'api',
    hash: String(row[AT.hash]),
    rules: String(row[AT.rules]),
    toBeRead: row[AT.to_be_read] === 1,
    parent: text(row[AT.parent]),
    amount: text<Decimal>(row[AT.amount]),
    facts: {
      bookedOn: text<LocalDate>(row[AT.booked_on]),
      tax: text<Decimal>(row[AT.tax]),
      currency: text(row[AT.currency]),
      status: text(row[AT.status]),
      method: text(row[AT.method]),
    },
    changedInSource: instantOrNull(row[AT.changed_in_source]),
    accepted: text<Decimal>(row[AT.accepted]),
    acceptedAs: acceptedAsOf(row[AT.accepted_as], { look: row[AT.open_to_look], proof: row[AT.open_to_proof] }),
    readAs: text(row[AT.read_as]),
    copiedAs: text(row[AT.copied_as]),
    byHand: json(idsSchema, row[AT.by_hand]),
    quarantinedSince: instantOrNull(row[AT.quarantined_since]),
    loadedFirstIn: row[AT.loaded_first_in] === null ? null : Number(row[AT.loaded_first_in]),
    changedAt: instantSchema.parse(row[AT.changed_at]),
  };
}

function findingsOf(row: Values): Findings {
  return {
    message: text(row[AT.message]),
    difference: text<Decimal>(row[AT.difference]),
    replaces: json(replacesSchema, row[AT.replaces]) ?? [],
    seen: json(seenSchema, row[AT.seen]) ?? [],
  };
}

function contentOf(row: Values): Content {
  const payload = text(row[AT.payload]);
  if (payload !== null) return { kind: 'whole', payload };
  return { kind: row[AT.is_undelivered] === 1 ? 'undelivered' : 'gone' };
}

/** @throws ConsolidatorError `ledger-damaged` for a row that no version of the ledger has written */
export function recordOf(row: Values): RecordState {
  const core = coreOf(row);
  const targetId = text(row[AT.target_id]);
  // Of an earlier version it may be one that the table of reasons has no more.
  const reason = text<ReasonCode>(row[AT.reason]);
  switch (row[AT.state]) {
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
      return { ...core, ...findingsOf(row), state: 'skipped', targetId, reason, isGone: row[AT.is_gone] === 1 };
    case 'quarantined':
      if (reason === null) break;
      return { ...core, ...findingsOf(row), state: 'quarantined', targetId, reason, content: contentOf(row) };
    default:
  }
  const { store, entity, sourceId } = core;
  const message = `The ledger is damaged: ${store} ${entity} ${sourceId} is ${row[AT.state]}, and lacks what that takes. Restore the latest backup.`;
  throw new ConsolidatorError('ledger-damaged', message, { record: sourceId, store });
}

export function storedRecordOf(row: Values): Stored<RecordState> {
  return { revision: Number(row[AT.revision]), value: recordOf(row) };
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
