import type { SeenDifference } from '../model/accepted.ts';
import type { RecordKey } from '../model/entities.ts';
import type { Decimal } from '../model/money.ts';
import type { QuarantineReason } from '../model/reasons.ts';
import type { Instant } from '../model/time.ts';

/**
 * The name of a step of the copy: `add`, or a later one. Which ones there are, the entity's definition knows; to the ledger
 * they are all the same.
 */
export type IntentAction = string;

export interface IntentRequest {
  readonly key: RecordKey;
  readonly action: IntentAction;
  readonly targetId: string;
  /** What is meant to be written, as JSON; what is found later is compared with this. Gone once the record is settled. */
  readonly draft?: string | undefined;
  /** Which version of a staged record it was made of, where that is known. */
  readonly madeOf?: RecordVersion | undefined;
}

/** What tells two readings of a record apart, as far as its copy is concerned. */
export interface RecordVersion {
  readonly hash: string;
  readonly parent: string | null;
}

export interface OpenIntent extends Omit<IntentRequest, 'draft'> {
  readonly id: number;
  readonly draft: string | null;
  readonly at: Instant;
  readonly lookUps: number;
  readonly firstLookUp: Instant | null;
  readonly lastLookUp: Instant | null;
  /** The first one by the primary's own clock. */
  readonly firstLookUpThere: Instant | null;
  /** What the primary said when it refused the write, of a record whose refusal is no proof that nothing was stored. */
  readonly refusal: string | null;
}

export type Settlement =
  /** A further step (`approve`) follows: the record stays `writing`. */
  /** `shows`: the snapshot of a copy that was found and shows less than its source, to which the rest is to be carried over. */
  | { readonly kind: 'step-done'; readonly intent: number; readonly shows?: string | undefined }
  | { readonly kind: 'loaded'; readonly intent: number; readonly outcome: 'created' | 'updated' }
  /**
   * Proven not to be there: the record is staged again, and may be written under a new intent. Where an earlier step of
   * the copy is done, only this one is to be done again; a change of a copy is staged again, and its target id stays.
   */
  | { readonly kind: 'absent'; readonly intent: number }
  | QuarantineSettlement;

export interface QuarantineSettlement {
  readonly kind: 'quarantine';
  readonly intent: number;
  readonly reason: QuarantineReason;
  readonly message: string;
  /** What the copy comes to, less what was meant, where its total alone differs. */
  readonly difference?: Decimal | undefined;
  readonly seen?: readonly SeenDifference[] | undefined;
  /** The primary refused it in so many words, so its target id is free and a retry may write it at once. */
  readonly unwritten?: boolean;
}

/** What an intent has come to, whichever one it is. */
export type WithoutIntent<One extends Settlement> = One extends Settlement ? Omit<One, 'intent'> : never;

/** What was meant, and what has come of it. */
export interface SettledWrite {
  readonly intent: Omit<IntentRequest, 'draft'>;
  readonly settlement: WithoutIntent<Exclude<Settlement, { readonly kind: 'absent' }>>;
}
