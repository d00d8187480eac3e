import { z } from 'zod';
import { findKind, placeOf } from '../entities/kinds.ts';
import type { LedgerRecord } from '../ledger/record.ts';
import { awaitedBatch, awaitedIn } from '../model/awaited.ts';
import type { EntityName } from '../model/entities.ts';
import { methodKey } from '../model/method-names.ts';
import type { ReasonCode } from '../model/reasons.ts';

/** What a person decides once, however many records wait for it. */
export interface Decision {
  readonly store: string;
  readonly entity: EntityName;
  readonly code: string;
  /** What its records have in common besides, such as the name of a payment method; empty where each is decided by itself. */
  readonly value: string;
  /** Those that it is about; at least one. */
  readonly records: readonly [LedgerRecord, ...LedgerRecord[]];
  /** What waits for these, and follows them by itself. */
  readonly followers: readonly LedgerRecord[];
}

/**
 * By store, then in load order, then by reason. Each record is in one decision, as one that it is about or as a follower.
 * @param taken those that a person has decided about already: no decision is about these and others
 */
export function decisionsOf(
  quarantined: readonly LedgerRecord[],
  taken: ReadonlySet<LedgerRecord> = new Set(),
): Decision[] {
  // Most wait for none, and there may be tens of thousands.
  const waiting = quarantined.filter(({ reason }) => reason === 'waits-for' || reason === OF_ALL_ITS_PARTS);
  const byId: ById = waiting.length === 0 ? new Map() : Map.groupBy(quarantined, idOf);
  const waitsFor = new Map(waiting.map((record) => [record, awaited(record, byId)]));
  const leaders = new Map(waiting.map((record) => [record, leaderOf(record, waitsFor)]));
  const isFollower = (record: LedgerRecord): boolean => (leaders.get(record) ?? record) !== record;
  const own = quarantined.filter((record) => !isFollower(record));
  const followers = Map.groupBy(waiting.filter(isFollower), (record) => leaders.get(record) ?? record);
  const groups = [...Map.groupBy(own, (record) => `${taken.has(record)} ${keyOf(record)}`).values()];
  return groups
    .flatMap((records): Decision[] => {
      const [first, ...others] = records;
      if (first === undefined) return [];
      const { store, entity, reason } = first;
      const following = records.flatMap((record) => followers.get(record) ?? []);
      return [
        {
          ...{ store, entity, code: reason ?? '', value: commonValue(first) },
          ...{ records: [first, ...others], followers: following },
        },
      ];
    })
    .sort(inOrder);
}

function inOrder(a: Decision, b: Decision): number {
  const byText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
  return (
    byText(a.store, b.store) ||
    placeOf(a.entity) - placeOf(b.entity) ||
    byText(a.code, b.code) ||
    byText(a.records[0].sourceId, b.records[0].sourceId)
  );
}

/** Through all that wait for one another; itself for what waits for nothing that is quarantined. */
function leaderOf(record: LedgerRecord, waitsFor: ReadonlyMap<LedgerRecord, LedgerRecord | undefined>): LedgerRecord {
  const met = new Set<LedgerRecord>();
  let leader = record;
  for (let next = waitsFor.get(leader); next !== undefined && !met.has(next); next = waitsFor.get(leader)) {
    met.add(next);
    leader = next;
  }
  // Two that wait for each other are both told.
  return met.has(record) ? record : leader;
}

/** What is wrong with one part of an order keeps all of it from being copied, and is decided about once. */
const OF_ALL_ITS_PARTS = 'currency-differs' satisfies ReasonCode;

/** Quarantined records by their store and source id. */
type ById = ReadonlyMap<string, readonly LedgerRecord[]>;

function idOf({ store, sourceId }: Pick<LedgerRecord, 'store' | 'sourceId'>): string {
  return JSON.stringify([store, sourceId]);
}

/** Which quarantined record of its store it waits for. */
function awaited(record: LedgerRecord, byId: ById): LedgerRecord | undefined {
  const kind = findKind(record.entity);
  const called = (sourceId: string): readonly LedgerRecord[] => byId.get(idOf({ store: record.store, sourceId })) ?? [];
  const orders = called(record.parent ?? '').filter(({ entity }) => entity === kind?.belongsTo);
  if (record.reason === OF_ALL_ITS_PARTS)
    return orders.find(({ reason, targetId }) => reason === OF_ALL_ITS_PARTS && targetId === null);
  if (record.reason !== 'waits-for') return undefined;
  const named = awaitedIn(record.seen).filter(({ entity }) => entity !== kind?.belongsTo);
  const others = named.flatMap(({ entity, sourceId }) => called(sourceId).filter((one) => one.entity === entity));
  return [...orders, ...others].find((one) => one !== record);
}

/** Reasons about one value, or one batch of files, which many records share: what is done about it is done for all. */
const OF_A_VALUE: readonly string[] = [
  'shipping-method-unmapped',
  'payment-method-unmapped',
  'payment-kind-unhandled',
  'id-prefix-unknown',
  'in-export-batch',
] satisfies ReasonCode[];

function keyOf(record: LedgerRecord): string {
  const { store, entity, sourceId, reason } = record;
  const value = commonValue(record);
  if (value === '') return JSON.stringify([store, entity, sourceId]);
  return JSON.stringify([store, entity, reason, '', valueKey(reason, value)]);
}

/** The spellings of one method are one; a prefix in another case is another one. */
function valueKey(reason: LedgerRecord['reason'], value: string): string {
  return reason === 'id-prefix-unknown' ? value : methodKey(value);
}

/** Whether its reason is about this value, in any spelling. */
export function isAboutValue(record: LedgerRecord, value: string): boolean {
  const own = commonValue(record);
  return own !== '' && valueKey(record.reason, own) === valueKey(record.reason, value);
}

const shipped = z.object({ shippingMethod: z.string() });

/** The value that a reason is about, as its store has it; empty for reasons that are about the record itself. */
export function commonValue(record: LedgerRecord): string {
  if (!OF_A_VALUE.includes(record.reason ?? '')) return '';
  const known = values.get(record);
  if (known !== undefined) return known;
  const value = valueIn(record);
  values.set(record, value);
  return value;
}

/** A record as it was read once says the same each time, and its content is long. */
const values = new WeakMap<LedgerRecord, string>();

function valueIn({ sourceId, method, payload, reason, seen }: LedgerRecord): string {
  if (reason === 'in-export-batch') {
    const batch = awaitedBatch(seen);
    return batch === undefined ? '' : `batch ${batch}`;
  }
  if (reason === 'id-prefix-unknown') return /^\D*/.exec(sourceId)?.[0] ?? '';
  if (reason !== 'shipping-method-unmapped') return method ?? '';
  return shipped.safeParse(JSON.parse(payload ?? 'null')).data?.shippingMethod ?? '';
}
