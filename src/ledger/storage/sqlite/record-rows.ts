import { z } from 'zod';
import { type AcceptedAs, seenDifferenceSchema, type Viewer, viewers } from '../../../model/accepted.ts';
import { entityNameOf, type RecordKey } from '../../../model/entities.ts';
import { ConsolidatorError } from '../../../model/errors.ts';
import type { Decimal } from '../../../model/money.ts';
import type { ReasonCode } from '../../../model/reasons.ts';
import type { StateName } from '../../record.ts';
import type { Content, Findings, RecordCore, RecordState, SummedRecord } from '../../record-state.ts';
import type { Stored } from '../storage.ts';
import { dayOf, hashOf, instantOf, instantOrNull } from './codes.ts';
import type { Layer } from './layers.ts';
import { unpack } from './snapshot-codec.ts';
import type { Row, Values } from './statements.ts';
import type { Words } from './words.ts';

const seenSchema = z.array(seenDifferenceSchema);
const replacesSchema = z.array(z.object({ sourceId: z.string().nullable(), targetId: z.string() }));
const idsSchema = z.array(z.string());

/** As they are asked for: the key, and what records are put in order by, first. */
const columns = [
  ...(['store', 'entity', 'source_id', 'is_file', 'changed_at', 'state', 'target_id', 'revision', 'hash'] as const),
  ...(['rules', 'to_be_read', 'payload', 'has_content', 'parent', 'amount', 'booked_on', 'tax'] as const),
  ...(['currency', 'status', 'method', 'changed_in_source', 'reason', 'is_gone', 'message', 'difference'] as const),
  ...(['replaces', 'seen', 'accepted', 'accepted_as', 'open_to_look', 'open_to_proof', 'being_read'] as const),
  ...(['read_as', 'copied_as', 'by_hand', 'quarantined_since', 'loaded_first_in'] as const),
];
type Column = (typeof columns)[number];

/** What `storedRecordOf` takes. */
export const RECORD_COLUMNS = columns
  .map(
    (name) =>
      ({ being_read: 'content.read_as AS being_read', read_as: 'snapshot.read_as AS read_as' })[String(name)] ?? name,
  )
  .join(', ');

/** Where these columns stand that are not the table's own. */
export function besideIn(at: Layer['at']): string {
  return ['content', 'snapshot', 'finding']
    .map((table) => ` LEFT JOIN ${at}.${table} AS ${table} ON ${table}.record = record.id`)
    .join('');
}

/** Of what is not settled the snapshot lies with its content, and beside it may stand the one of before. */
export function isSettled(state: unknown): boolean {
  return state === 'loaded' || state === 'linked' || state === 'skipped';
}

/** At which place of such a row each column is. */
export const AT = Object.fromEntries(columns.map((name, place) => [name, place])) as Readonly<Record<Column, number>>;

/** At which bits a record's content, and what is so or not, begin. */
const [OF_CONTENT, SAID] = [3, 5];

/** What `has_content` says. */
export const CONTENT = { gone: 0, whole: 1, undelivered: 2 } as const satisfies Record<Content['kind'], number>;

const states: readonly StateName[] = ['loaded', 'linked', 'skipped', 'quarantined', 'staged', 'writing'];

/** What is so of a record, or not, as the bits of one number, of which the columns of these names are made. */
export interface Stands {
  readonly state: StateName;
  readonly content: Content['kind'];
  readonly isFile: boolean;
  readonly toBeRead: boolean;
  readonly isGone: boolean;
  readonly openTo: readonly Viewer[];
}

export function standsCode({ state, content, isFile, toBeRead, isGone, openTo }: Stands): number {
  const said = [isFile, toBeRead, isGone, openTo.includes('look'), openTo.includes('proof')];
  return said.reduce(
    (bits, is, place) => bits | (Number(is) << (SAID + place)),
    states.indexOf(state) | (CONTENT[content] << OF_CONTENT),
  );
}

/** In place of a copy's snapshot where it is what was read when it was settled. */
export const AS_READ = 1;

/** Which record a row of any table is about. */
export function keyOf(row: Row, words: Words): RecordKey {
  return {
    store: words.textOf(row['store']),
    entity: entityNameOf(words.textOf(row['entity'])),
    sourceId: String(row['source_id']),
  };
}

/** Text that this ledger alone has written. */
function text<T extends string = string>(value: unknown): T | null {
  return value === null || value === undefined ? null : (String(value) as T);
}

function json<T>(schema: z.ZodType<T>, value: unknown): T | null {
  return value === null || value === undefined ? null : schema.parse(JSON.parse(String(value)));
}

function snapshot(value: unknown): string | null {
  return value instanceof Uint8Array ? unpack(value) : text(value);
}

/** @param open 1 for each viewer that is yet to say how it was */
export function acceptedAsOf(accepted: unknown, open: Readonly<Record<Viewer, unknown>>): AcceptedAs | null {
  const seen = json(seenSchema, accepted);
  return seen === null ? null : { seen, open: viewers.filter((viewer) => open[viewer] === 1) };
}

function coreOf(row: Values, words: Words): RecordCore {
  const settledAs = snapshot(row[AT.read_as]);
  return {
    store: String(row[AT.store]),
    entity: entityNameOf(row[AT.entity]),
    sourceId: String(row[AT.source_id]),
    origin: row[AT.is_file] === 1 ? 'file' : 'api',
    hash: hashOf(row[AT.hash]),
    rules: words.textOf(row[AT.rules]),
    toBeRead: row[AT.to_be_read] === 1,
    parent: text(row[AT.parent]),
    amount: text<Decimal>(row[AT.amount]),
    facts: {
      bookedOn: row[AT.booked_on] === null ? null : dayOf(row[AT.booked_on]),
      tax: text<Decimal>(row[AT.tax]),
      currency: words.textOrNull(row[AT.currency]),
      status: words.textOrNull(row[AT.status]),
      method: words.textOrNull(row[AT.method]),
    },
    changedInSource: instantOrNull(row[AT.changed_in_source]),
    accepted: text<Decimal>(row[AT.accepted]),
    acceptedAs: acceptedAsOf(row[AT.accepted_as], { look: row[AT.open_to_look], proof: row[AT.open_to_proof] }),
    readAs: isSettled(row[AT.state]) ? settledAs : text(row[AT.being_read]),
    copiedAs: row[AT.copied_as] === AS_READ ? settledAs : snapshot(row[AT.copied_as]),
    byHand: json(idsSchema, row[AT.by_hand]),
    quarantinedSince: instantOrNull(row[AT.quarantined_since]),
    loadedFirstIn: row[AT.loaded_first_in] === null ? null : Number(row[AT.loaded_first_in]),
    changedAt: instantOf(row[AT.changed_at]),
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
  return { kind: row[AT.has_content] === CONTENT.undelivered ? 'undelivered' : 'gone' };
}

/** @throws ConsolidatorError `ledger-damaged` for a row that no version of the ledger has written */
export function recordOf(row: Values, words: Words): RecordState {
  const core = coreOf(row, words);
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

export function storedRecordOf(row: Values, words: Words): Stored<RecordState> {
  return { revision: Number(row[AT.revision]), value: recordOf(row, words) };
}

const summedFields = [
  ...(['store', 'entity', 'source_id', 'is_file', 'changed_at', 'state', 'target_id', 'parent', 'amount'] as const),
  ...(['booked_on', 'tax', 'currency', 'status', 'method', 'reason', 'accepted', 'accepted_as'] as const),
  ...(['open_to_look', 'open_to_proof'] as const),
];
const IN_SUMMED = Object.fromEntries([...summedFields, 'has_copied'].map((name, place) => [name, place])) as Readonly<
  Record<(typeof summedFields)[number] | 'has_copied', number>
>;

/** What `summedOfRow` takes, the key and what records are put in order by first. */
export function summedColumns(at: Layer['at']): string {
  const hasCopied = `EXISTS (SELECT 1 FROM ${at}.snapshot AS copy WHERE copy.record = record.id AND copy.copied_as IS NOT NULL)`;
  return `${summedFields.join(', ')}, ${hasCopied}`;
}

/** @param row with its store and entity in words */
export function summedOfRow(row: Values, words: Words): SummedRecord {
  // The table of records allows no other text.
  const state = String(row[IN_SUMMED.state]) as StateName;
  return {
    store: String(row[IN_SUMMED.store]),
    entity: entityNameOf(row[IN_SUMMED.entity]),
    sourceId: String(row[IN_SUMMED.source_id]),
    state,
    targetId: text(row[IN_SUMMED.target_id]),
    parent: text(row[IN_SUMMED.parent]),
    amount: text<Decimal>(row[IN_SUMMED.amount]),
    facts: {
      bookedOn: row[IN_SUMMED.booked_on] === null ? null : dayOf(row[IN_SUMMED.booked_on]),
      tax: text<Decimal>(row[IN_SUMMED.tax]),
      currency: words.textOrNull(row[IN_SUMMED.currency]),
      status: words.textOrNull(row[IN_SUMMED.status]),
      method: words.textOrNull(row[IN_SUMMED.method]),
    },
    accepted: text<Decimal>(row[IN_SUMMED.accepted]),
    acceptedAs: acceptedAsOf(row[IN_SUMMED.accepted_as], {
      look: row[IN_SUMMED.open_to_look],
      proof: row[IN_SUMMED.open_to_proof],
    }),
    changedAt: instantOf(row[IN_SUMMED.changed_at]),
    reason: state === 'loaded' || state === 'linked' ? null : text<ReasonCode>(row[IN_SUMMED.reason]),
    hasCopied: row[IN_SUMMED.has_copied] === 1,
  };
}
