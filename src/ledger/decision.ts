import type { SeenDifference } from '../model/accepted.ts';
import type { RecordKey } from '../model/entities.ts';
import type { Decimal } from '../model/money.ts';
import type { QuarantineReason, SkipReason } from '../model/reasons.ts';
import type { RecordVersion } from './intent.ts';
import type { StagedRecord, StandsFor, StateName } from './record.ts';

/** A record, and as what it was judged, where that is known: what stands there by now may be something else. */
export interface JudgedKey extends RecordKey, Partial<RecordVersion> {
  readonly state?: StateName;
  readonly targetId?: string | null;
}

/** What was decided about a staged record without writing it. */
export type Decision =
  /** A change of a copied record that the copy need not follow. */
  | { readonly kind: 'keep'; readonly key: JudgedKey }
  /** The snapshot of what the copy shows, which nobody knew: what its source shows beyond it is a change from now on. */
  | { readonly kind: 'shown'; readonly key: JudgedKey; readonly shows: string }
  | {
      readonly kind: 'link';
      readonly key: JudgedKey;
      readonly targetId: string;
      /** Whose copy it was: from now on it is this one's, and that one is linked to it. */
      readonly insteadOf?: JudgedKey;
    }
  /**
   * Its store has deleted a copied record and keyed it anew as this one: the copy passes to it, and the one before is
   * left out, in one step. `before` is null where the ledger knows it only by the copy's own reference.
   */
  | {
      readonly kind: 'keyed-anew';
      readonly key: JudgedKey;
      readonly before: JudgedKey | null;
      readonly targetId: string;
    }
  | { readonly kind: 'skip'; readonly key: JudgedKey; readonly reason: SkipReason; readonly message: string }
  | {
      readonly kind: 'quarantine';
      readonly key: JudgedKey;
      readonly reason: QuarantineReason;
      readonly message: string;
      readonly difference?: Decimal | undefined;
      readonly replaces?: readonly StandsFor[] | undefined;
      readonly seen?: readonly SeenDifference[] | undefined;
    };

/**
 * `released`: the next run goes on with it as with any other, and takes the difference that was accepted; `settled`: it counts
 * as right as it stands in the primary, and is copied;
 * `not-acceptable`: there is no difference that could be accepted, and no copy that could be right.
 */
export type AcceptResult = 'released' | 'settled' | 'not-acceptable' | 'not-held';

/**
 * `to-be-read`: its content is not in the ledger any more, so the next run reads it from its store first;
 * `not-retryable`: neither its store nor its file has anything to read.
 */
export type RetryResult = 'staged' | 'to-be-read' | 'not-retryable' | 'not-held';

/** A copy that is in the primary already, and the staged source record that it is of. */
export interface Adoption {
  readonly key: RecordKey;
  readonly targetId: string;
  /** It was staged with the snapshot of what the copy shows, which is less than its source does: the rest goes over when it is read again. */
  readonly isLess?: boolean | undefined;
}

/** What a person has entered in the primary by hand, and the source record that it stands for. */
export interface HandLink {
  readonly key: RecordKey;
  /** An order's number there; of a payment or return the reference that it would bear. */
  readonly targetId: string;
  /** The primary's own ids of all that stands for it. */
  readonly ids: readonly string[];
  readonly rules: string;
  /** As it was just read and compared. */
  readonly record: StagedRecord;
  /** In what it differs, with a person's word that this is right. */
  readonly seen: readonly SeenDifference[];
  /** What an order's copy comes to, less what the order does; null where that is nothing. */
  readonly difference: Decimal | null;
  /** Why what differs is right; empty where nothing differs. */
  readonly why: string;
  /** Why it is linked, in the person's own words. */
  readonly reason?: string | undefined;
  /** It had a copy, which is gone or cancelled in the primary: this one takes its place. */
  readonly replaces?: boolean | undefined;
}

const GIVEN_BACK: readonly string[] = ['retry', 'accepted', 'another'];

/** Whether a person's word is the last that is known of a record which the next run takes up. */
export function isGivenBack(history: readonly { readonly event: string }[]): boolean {
  return GIVEN_BACK.includes(history.at(-1)?.event ?? '');
}
