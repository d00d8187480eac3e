import type { AcceptedAs, SeenDifference } from '../../model/accepted.ts';
import { type Decimal, parseDecimal, subtract, ZERO } from '../../model/money.ts';
import type { FinancialRecord, LedgerRecord } from '../record.ts';
import type { RecordState, SummedRecord } from '../record-state.ts';
import type { RunGroup } from '../storage/storage.ts';
import { contentOf, findingsOf, joinHash, reasonOf } from '../transitions/parts.ts';

/** A record as the ledger's callers see it, in whatever state it is. */
export function viewOf(record: RecordState): LedgerRecord {
  const content = contentOf(record);
  const { message, difference, replaces, seen } = findingsOf(record);
  const { facts } = record;
  // One object, and none for its parts: each step of a copy looks at its records anew.
  return {
    store: record.store,
    entity: record.entity,
    sourceId: record.sourceId,
    state: record.state,
    targetId: record.targetId,
    hash: joinHash(record),
    payload: content.kind === 'whole' ? content.payload : content.kind === 'undelivered' ? '' : null,
    parent: record.parent,
    amount: record.amount,
    reason: reasonOf(record),
    message,
    difference,
    replaces,
    seen,
    accepted: record.accepted,
    acceptedAs: record.acceptedAs,
    bookedOn: facts.bookedOn,
    method: facts.method,
    currency: facts.currency,
    tax: facts.tax,
    sourceStatus: facts.status,
    rules: record.rules,
    copiedAs: record.copiedAs,
    readAs: record.readAs,
    byHand: record.byHand ?? [],
    loadedFirstIn: record.loadedFirstIn,
  };
}

export function summedOf(record: RecordState): SummedRecord {
  const { store, entity, sourceId, state, targetId, parent, amount, facts, accepted, acceptedAs, changedAt } = record;
  return {
    ...{ store, entity, sourceId, state, targetId, parent, amount, facts, accepted, acceptedAs, changedAt },
    reason: 'reason' in record ? record.reason : null,
    hasCopied: record.copiedAs !== null,
  };
}

export function financialOf(record: SummedRecord): FinancialRecord {
  const { store, entity, sourceId, state, targetId, parent, amount, reason, changedAt, facts, hasCopied } = record;
  return {
    ...{ store, entity, sourceId, state, targetId, parent, amount, reason, changedAt },
    accepted: acceptedIn(record),
    ...(entity === 'orders' && !hasCopied ? { wasCopied: false } : {}),
    ...facts,
  };
}

/** By how much a person let the copy come to more than its source, or to less. */
export function acceptedIn({ accepted, acceptedAs }: Pick<RunGroup, 'accepted' | 'acceptedAs'>): Decimal {
  if (accepted !== null) return accepted;
  // What was accepted last is how the copy stands.
  return seenIn(acceptedAs).flatMap(apartIn).at(-1) ?? ZERO;
}

const seenIn = (acceptedAs: AcceptedAs | null): readonly SeenDifference[] => acceptedAs?.seen ?? [];

function apartIn({ key, meant, held }: SeenDifference): Decimal[] {
  const [there, here] = [parseDecimal(meant), parseDecimal(held)];
  const isAmount = key === 'total' || key === 'amount';
  return isAmount && there !== undefined && here !== undefined ? [subtract(here, there)] : [];
}
