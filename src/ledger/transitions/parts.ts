import type { RecordKey } from '../../model/entities.ts';
import { FROM_FILE } from '../../model/from-file.ts';
import type { ReasonCode } from '../../model/reasons.ts';
import type { AuditEvent, StagedRecord } from '../record.ts';
import type { Content, Findings, Origin, RecordCore, RecordState } from '../record-state.ts';
import type { Answer, Effect, Transition } from './event.ts';

const NO_FINDINGS: Findings = { message: null, difference: null, replaces: [], seen: [] };

export function keyOf({ store, entity, sourceId }: RecordKey): RecordKey {
  return { store, entity, sourceId };
}

/** Of a record in whatever state, what every state has. */
export function coreOf(record: RecordState): RecordCore {
  // One object, and none for its parts: each event makes one.
  return {
    store: record.store,
    entity: record.entity,
    sourceId: record.sourceId,
    origin: record.origin,
    hash: record.hash,
    rules: record.rules,
    toBeRead: record.toBeRead,
    parent: record.parent,
    amount: record.amount,
    facts: record.facts,
    changedInSource: record.changedInSource,
    accepted: record.accepted,
    acceptedAs: record.acceptedAs,
    readAs: record.readAs,
    copiedAs: record.copiedAs,
    byHand: record.byHand,
    quarantinedSince: record.quarantinedSince,
    loadedFirstIn: record.loadedFirstIn,
    changedAt: record.changedAt,
  };
}

export function findingsOf(record: RecordState): Findings {
  if (record.state === 'loaded' || record.state === 'linked') return NO_FINDINGS;
  const { message, difference, replaces, seen } = record;
  return { message, difference, replaces, seen };
}

export function contentOf(record: RecordState): Content {
  return 'content' in record ? record.content : { kind: 'gone' };
}

export function reasonOf(record: RecordState): ReasonCode | null {
  return 'reason' in record ? record.reason : null;
}

export function contentRead({ payload }: Pick<StagedRecord, 'payload'>): Content {
  return payload === '' ? { kind: 'undelivered' } : { kind: 'whole', payload };
}

/** A hash as the stages give it, which says in itself by which way the record came. */
export function splitHash(text: string): { readonly origin: Origin; readonly hash: string } {
  return text.startsWith(FROM_FILE)
    ? { origin: 'file', hash: text.slice(FROM_FILE.length) }
    : { origin: 'api', hash: text };
}

export function joinHash({ origin, hash }: Pick<RecordCore, 'origin' | 'hash'>): string {
  return origin === 'file' ? FROM_FILE + hash : hash;
}

export const audit = (event: AuditEvent, detail = ''): Effect => ({ kind: 'audit', event, detail });

export function moved(record: RecordState, effects: readonly Effect[], answer?: Answer): Transition {
  return { kind: 'moved', record, effects, ...(answer === undefined ? {} : { answer }) };
}

export const stayed = (answer: Answer): Transition => ({ kind: 'stayed', answer });

export const refused = (words: string): Transition => ({ kind: 'refused', words });

/** One event after another on the same record. */
export function andThen(first: Transition, next: (record: RecordState) => Transition): Transition {
  if (first.kind !== 'moved') return first;
  const second = next(first.record);
  if (second.kind === 'stayed') return first;
  if (second.kind === 'refused') return second;
  return { ...second, effects: [...first.effects, ...second.effects] };
}
