import type { SeenDifference, Viewer } from '../../model/accepted.ts';
import type { RecordKey } from '../../model/entities.ts';
import type { Decimal } from '../../model/money.ts';
import type { QuarantineReason, SkipReason } from '../../model/reasons.ts';
import type { Instant } from '../../model/time.ts';
import type { AcceptResult, HandLink, RetryResult } from '../decision.ts';
import type { IntentAction } from '../intent.ts';
import type { AuditEvent, StagedRecord, StandsFor } from '../record.ts';
import type { Outcome, RecordState } from '../record-state.ts';

export interface WhyQuarantined {
  readonly reason: QuarantineReason;
  readonly message: string;
  readonly difference?: Decimal | undefined;
  readonly replaces?: readonly StandsFor[] | undefined;
  readonly seen?: readonly SeenDifference[] | undefined;
}

/** Whatever can happen to a record. */
export type RecordEvent =
  | { readonly kind: 'read'; readonly read: StagedRecord; readonly rules: string }
  /** A change of a copied record that the copy need not follow. */
  | { readonly kind: 'kept' }
  /** What its copy shows is known from now on. */
  | { readonly kind: 'shown'; readonly shows: string }
  | { readonly kind: 'left-out'; readonly reason: SkipReason; readonly message: string }
  | ({ readonly kind: 'quarantined' } & WhyQuarantined)
  | { readonly kind: 'linked'; readonly targetId: string }
  | { readonly kind: 'linked-instead'; readonly targetId: string; readonly insteadOf: RecordKey }
  | { readonly kind: 'keyed-anew'; readonly targetId: string; readonly before: RecordKey | null }
  /** Its copy stands for another one from now on. */
  | { readonly kind: 'replaced'; readonly targetId: string; readonly by: string }
  /** @param isShared another one answers for that copy, so that only what was entered by hand passes */
  | { readonly kind: 'copy-given-up'; readonly isShared: boolean }
  /** It shares a copy that another one answers for from now on. */
  | { readonly kind: 'shared'; readonly targetId: string; readonly by: string }
  | { readonly kind: 'told-with'; readonly targetId: string; readonly by: string }
  | { readonly kind: 'intended'; readonly action: IntentAction; readonly targetId: string }
  | { readonly kind: 'step-done'; readonly action: IntentAction; readonly shows?: string | undefined }
  | { readonly kind: 'written'; readonly outcome: 'created' | 'updated' }
  /** @param hasEarlierStep an earlier step of its copy is done */
  | { readonly kind: 'absent'; readonly action: IntentAction; readonly hasEarlierStep: boolean }
  | ({ readonly kind: 'unfit'; readonly unwritten: boolean } & WhyQuarantined)
  | { readonly kind: 'retried'; readonly another: boolean; readonly why?: string | undefined }
  | { readonly kind: 'accepted'; readonly why: string }
  | { readonly kind: 'dropped'; readonly note: string }
  | { readonly kind: 'viewed'; readonly viewer: Viewer; readonly seen: readonly SeenDifference[] }
  | { readonly kind: 'restaged'; readonly rules: string }
  | { readonly kind: 'purged' }
  /** A person in it is to be forgotten. @param isNamed what was found says something of them */
  | { readonly kind: 'forgotten'; readonly isNamed: boolean }
  | { readonly kind: 'store-closed' }
  | { readonly kind: 'adopted'; readonly targetId: string; readonly isLess?: boolean | undefined }
  | { readonly kind: 'linked-by-hand'; readonly link: HandLink }
  | { readonly kind: 'snapshot-replaced'; readonly before: string; readonly after: string };

/** When, and in which run, an event happens. */
export interface Occasion {
  readonly run: number;
  readonly at: Instant;
  /** Whose decision it is, where that is not whoever has opened the ledger. */
  readonly who?: string | undefined;
}

/** What else there is, as far as it matters to the record. */
export interface Surroundings {
  find(key: RecordKey): RecordState | undefined;
  /** The record that answers for a copy: no linked one, for those may share it. */
  ownerOf(key: RecordKey, targetId: string): RecordState | undefined;
}

/** What follows from an event beside the record's own new state, in this order. */
export type Effect =
  | { readonly kind: 'audit'; readonly event: AuditEvent; readonly detail: string }
  /** null: pending. */
  | { readonly kind: 'count'; readonly outcome: Outcome | null }
  /** Drafts, and what was said of them, hold what is personal, and have served once their record is settled. */
  | { readonly kind: 'forget-drafts' }
  /** What is personal was taken out of the record. */
  | { readonly kind: 'redacted' }
  | { readonly kind: 'tell'; readonly key: RecordKey; readonly event: RecordEvent };

export type Answer = AcceptResult | RetryResult | 'done' | 'not-done';

export type Transition =
  | {
      readonly kind: 'moved';
      readonly record: RecordState;
      readonly effects: readonly Effect[];
      readonly answer?: Answer;
    }
  /** Nothing changes. */
  | { readonly kind: 'stayed'; readonly answer: Answer }
  /** No right program does this. @param words after the record's name */
  | { readonly kind: 'refused'; readonly words: string };
