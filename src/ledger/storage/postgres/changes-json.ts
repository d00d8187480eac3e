import type { viewers } from '../../../model/accepted.ts';
import type { RecordKey } from '../../../model/entities.ts';
import type { Content, RecordState } from '../../record-state.ts';
import type { IntentChange, LedgerChanges, RecordChange, Stored, StoredIntent } from '../storage.ts';
import { daySumMoves } from './day-sums.ts';
import { encodeText } from './encode-text.ts';

/** Of the form in which drafts are written. */
export const DRAFT_VERSION = 1;

/** What `ledger_write` takes, of which it looks only at what is there. */
export type WrittenChanges = Readonly<Record<string, unknown>>;

export function writtenOf(changes: LedgerChanges): WrittenChanges {
  const { records = [], newIntents = [], outcomes = [], audit = [], notes = [], watermarks = [], uncounted } = changes;
  const known = records.filter(({ before }) => before !== undefined);
  return onlyThose({
    unchanged: changes.unchanged?.map(({ key, revision }) => ({ ...keyCells(key), was: revision })),
    // Those that let go of a target id first, so that another one of the batch can take it.
    letting_go: known.filter(({ after }) => !holdsTarget(after)).map(filledRecordCells),
    changed: known.filter(({ after }) => holdsTarget(after)).map(filledRecordCells),
    new: records.filter(({ before }) => before === undefined).map(filledRecordCells),
    standing: movesOf(records),
    day_sums: daySumMoves(records),
    to_be_covered: toBeCovered(records),
    intents: changes.intents?.map(changedIntentCells),
    forget_drafts_of: changes.forgetDraftsOf?.map(keyCells),
    new_intents: newIntents.map(({ run, key, action, targetId, at, draft }, place) => ({
      ...keyCells(key),
      ...{ place: place + 1, run, action, target_id: targetId, at, draft, draft_version: versionOf(draft) },
    })),
    audit: audit.map(({ key, entry }, place) => ({ ...keyCells(key), place: place + 1, ...entry })),
    outcomes: lastOf(outcomes, ({ run, key }) => `${run}\n${nameOf(key)}`).map(({ run, key, outcome }) => ({
      ...keyCells(key),
      ...{ run, outcome },
    })),
    uncounted: uncounted?.keys.map((key) => ({ ...keyCells(key), run: uncounted.run })),
    watermarks,
    notes: lastOf(notes, ({ scope, name }) => `${scope}\n${name}`).map(
      ({ scope, name, label = '', value, before }) => ({
        ...{ scope, name, label, value, before: before ?? null, is_expected: before !== undefined },
      }),
    ),
  });
}

/** As JSON of which PostgreSQL can make text: it has no letter 0, and no half of a letter. */
export function jsonOf(value: unknown): string {
  const text = JSON.stringify(value);
  if (!/\\u(000[01]|d[89a-f])/i.test(text)) return text;
  return JSON.stringify(value, (_, one) => (typeof one === 'string' ? encodeText(one.toWellFormed()) : one));
}

function onlyThose(parts: Readonly<Record<string, readonly unknown[] | undefined>>): WrittenChanges {
  return Object.fromEntries(Object.entries(parts).filter(([, list]) => list !== undefined && list.length > 0));
}

const nameOf = ({ store, entity, sourceId }: RecordKey): string => `${store}\n${entity}\n${sourceId}`;
export const keyCells = ({ store, entity, sourceId }: RecordKey) => ({ store, entity, source_id: sourceId });
const versionOf = (draft: string | null): number | null => (draft === null ? null : DRAFT_VERSION);
const orNull = (list: readonly unknown[]): string | null => (list.length === 0 ? null : JSON.stringify(list));

function lastOf<T>(list: readonly T[], name: (one: T) => string): T[] {
  return [...new Map(list.map((one) => [name(one), one])).values()];
}

function holdsTarget({ state, targetId }: RecordState): boolean {
  return state !== 'linked' && targetId !== null;
}

function payloadOf(record: RecordState | undefined): string | null {
  return record !== undefined && 'content' in record && record.content.kind === 'whole' ? record.content.payload : null;
}

/** All cells of a record's row; what is large only where it has changed. */
export function recordCells({ before, after }: RecordChange): Readonly<Record<string, unknown>> {
  const { facts, acceptedAs, byHand } = after;
  const content: Content = 'content' in after ? after.content : { kind: 'gone' };
  const found = 'message' in after ? after : undefined;
  const open = (viewer: (typeof viewers)[number]) => acceptedAs?.open.includes(viewer) ?? false;
  const large = (name: string, was: string | null | undefined, now: string | null) =>
    was === now ? { [`keeps_${name}`]: true } : { [name]: now, [`keeps_${name}`]: false };
  return {
    ...keyCells(after),
    was: before?.revision ?? 0,
    state: after.state,
    target_id: after.targetId,
    hash: after.hash,
    rules: after.rules,
    parent: after.parent,
    amount: after.amount,
    booked_on: facts.bookedOn,
    tax: facts.tax,
    currency: facts.currency,
    status: facts.status,
    method: facts.method,
    changed_in_source: after.changedInSource,
    changed_at: after.changedAt,
    reason: 'reason' in after ? after.reason : null,
    accepted: after.accepted,
    accepted_as: acceptedAs === null ? null : JSON.stringify(acceptedAs.seen),
    by_hand: byHand === null ? null : JSON.stringify(byHand),
    is_file: after.origin === 'file',
    to_be_read: after.toBeRead,
    content: content.kind,
    is_gone: after.state === 'skipped' && after.isGone,
    open_to_look: open('look'),
    open_to_proof: open('proof'),
    quarantined_since: after.quarantinedSince,
    loaded_first_in: after.loadedFirstIn,
    message: found?.message ?? null,
    difference: found?.difference ?? null,
    replaces: orNull(found?.replaces ?? []),
    seen: orNull(found?.seen ?? []),
    ...large('payload', before && payloadOf(before.value), payloadOf(after)),
    ...large('read_as', before?.value.readAs, after.readAs),
    ...large('copied_as', before?.value.copiedAs, after.copiedAs),
  };
}

/** Of its many cells the most are empty, as is whatever is not there. */
function filledRecordCells(change: RecordChange): Readonly<Record<string, unknown>> {
  const cells: Record<string, unknown> = recordCells(change);
  for (const name in cells) if (cells[name] === null) cells[name] = undefined;
  return cells;
}

export function intentCells({ revision, value }: Stored<StoredIntent>): Readonly<Record<string, unknown>> {
  const { id, outcome, draft, refusal, lookUps, firstLookUp, lastLookUp, firstLookUpThere } = value;
  return {
    ...{ id, was: revision, outcome, draft, draft_version: versionOf(draft), refusal, look_ups: lookUps },
    ...{ first_look_up: firstLookUp, last_look_up: lastLookUp, first_look_up_there: firstLookUpThere },
  };
}

/** Without the draft where that stays as it is: it is the largest part of all that is written for a record. */
function changedIntentCells(change: IntentChange): Readonly<Record<string, unknown>> {
  const { draft, draft_version, ...cells } = intentCells(change);
  return change.draftBefore === change.value.draft
    ? { ...cells, keeps_draft: true }
    : { ...cells, draft, draft_version, keeps_draft: false };
}

/** By how many the counts of what stands where change. */
function movesOf(records: readonly RecordChange[]): readonly unknown[] {
  const moves = new Map<string, { store: string; entity: string; state: string; count: number }>();
  const move = ({ store, entity, state }: RecordState, by: number): void => {
    const name = `${store}\n${entity}\n${state}`;
    const known = moves.get(name) ?? { store, entity, state, count: 0 };
    moves.set(name, { ...known, count: known.count + by });
  };
  for (const { before, after } of records) {
    if (before?.value.state === after.state) continue;
    if (before !== undefined) move(before.value, -1);
    move(after, 1);
  }
  return [...moves.values()].filter(({ count }) => count !== 0);
}

/** Orders that may be covered by their payments now, or no more. */
function toBeCovered(records: readonly RecordChange[]): readonly unknown[] {
  const orders = records.flatMap(({ before, after }): RecordKey[] => {
    const [was, is] = [before?.value, after];
    const isSame =
      was !== undefined &&
      (was.state === 'skipped') === (is.state === 'skipped') &&
      was.amount === is.amount &&
      was.parent === is.parent;
    if (isSame) return [];
    if (is.entity === 'orders') return [is];
    if (is.entity !== 'payments') return [];
    const { store } = is;
    return [was?.parent ?? null, is.parent].flatMap((sourceId) =>
      sourceId === null ? [] : [{ store, entity: 'orders' as const, sourceId }],
    );
  });
  return lastOf(orders, nameOf).map(keyCells);
}
