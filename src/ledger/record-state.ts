import type { AcceptedAs, SeenDifference } from '../model/accepted.ts';
import type { RecordKey } from '../model/entities.ts';
import type { Decimal } from '../model/money.ts';
import type { ReasonCode } from '../model/reasons.ts';
import type { Instant } from '../model/time.ts';
import type { RecordFacts, StandsFor } from './record.ts';

/** By which way a record came: a file holds less than the API. */
export type Origin = 'api' | 'file';

/** What remains of a record in every state. Nothing personal. */
export interface RecordCore extends RecordKey {
  readonly origin: Origin;
  /** Of all that matters to the copy. Only hashes of one origin can be compared. */
  readonly hash: string;
  /** Hash of the rules under which it was read. */
  readonly rules: string;
  /** To be read again whatever the rules are: it changed while its copy was being written, or a person wants it back. */
  readonly toBeRead: boolean;
  /** Source id of the order that it belongs to. */
  readonly parent: string | null;
  readonly amount: Decimal | null;
  readonly facts: RecordFacts;
  readonly changedInSource: Instant | null;
  /** The difference in cents that a person has accepted, of the version that has this hash. */
  readonly accepted: Decimal | null;
  readonly acceptedAs: AcceptedAs | null;
  /** The snapshot of what was read last, and the one that the copy shows. */
  readonly readAs: string | null;
  readonly copiedAs: string | null;
  /** The primary's own ids of what a person entered there for it; null for what no person has linked. */
  readonly byHand: readonly string[] | null;
  /** When its stay in quarantine began. Being judged anew in each run, as what waits for another record is, ends none. */
  readonly quarantinedSince: Instant | null;
  /** The run that made its copy. */
  readonly loadedFirstIn: number | null;
  readonly changedAt: Instant;
}

/** What was found when it was last judged; of what is staged anew, the time before. */
export interface Findings {
  readonly message: string | null;
  readonly difference: Decimal | null;
  readonly replaces: readonly StandsFor[];
  readonly seen: readonly SeenDifference[];
}

/** The record in normal form, with what is personal in it. Only what is not settled has one. */
export type Content =
  | { readonly kind: 'whole'; readonly payload: string }
  /** Its store, or its file, named it and gave nothing more. */
  | { readonly kind: 'undelivered' }
  /** Taken out after a time, or gone since an earlier copy was made of it. */
  | { readonly kind: 'gone' };

interface Unsettled extends RecordCore, Findings {
  readonly content: Content;
}

/** To be judged. One with a target id is a change of a copy. */
export interface Staged extends Unsettled {
  readonly state: 'staged';
  readonly targetId: string | null;
  /** Why it was in quarantine or left out before. */
  readonly reason: ReasonCode | null;
}

/** A write of it has begun, or a step of its copy is done and the next is to follow. */
export interface Writing extends Unsettled {
  readonly state: 'writing';
  readonly targetId: string;
  readonly reason: ReasonCode | null;
}

/** Its copy stands in the primary, and this record answers for it. */
export interface Loaded extends RecordCore {
  readonly state: 'loaded';
  readonly targetId: string;
}

/** Something in the primary stands for it, for which another record, or nobody here, answers. */
export interface Linked extends RecordCore {
  readonly state: 'linked';
  /** null for a payment or return that was entered by hand, and bears no reference of ours. */
  readonly targetId: string | null;
}

export interface Skipped extends RecordCore, Findings {
  readonly state: 'skipped';
  readonly targetId: string | null;
  readonly reason: ReasonCode;
  /** A person has accepted that it, or its copy, is not there any more: nothing of it can be read. */
  readonly isGone: boolean;
}

/** Waits for a person, or for another record. */
export interface Quarantined extends Unsettled {
  readonly state: 'quarantined';
  readonly targetId: string | null;
  readonly reason: ReasonCode;
}

/** A record of a store, as the ledger knows it. */
export type RecordState = Staged | Writing | Loaded | Linked | Skipped | Quarantined;

/** What of a record its sums are made of, in whatever state it is. */
export interface SummedRecord
  extends RecordKey,
    Pick<RecordCore, 'parent' | 'amount' | 'facts' | 'accepted' | 'acceptedAs' | 'changedAt'> {
  readonly state: RecordState['state'];
  readonly targetId: string | null;
  readonly reason: ReasonCode | null;
  /** A copy of it was made once. */
  readonly hasCopied: boolean;
}

/** What became of a record in a run; what is not decided in it is pending. */
export const outcomes = ['created', 'updated', 'unchanged', 'skipped', 'quarantined'] as const;
export type Outcome = (typeof outcomes)[number];
