import type { AcceptedAs, SeenDifference } from '../model/accepted.ts';
import type { EntityName, RecordKey } from '../model/entities.ts';
import type { SinceCopy } from '../model/file-snapshot.ts';
import type { Decimal } from '../model/money.ts';
import type { QuarantineReason, ReasonCode } from '../model/reasons.ts';
import type { FormerForm } from '../model/snapshot-form.ts';
import type { Instant, LocalDate } from '../model/time.ts';

/** Where a record stands. What each state holds is told by `RecordState`. */
export const stateNames = ['staged', 'writing', 'loaded', 'linked', 'skipped', 'quarantined'] as const;
export type StateName = (typeof stateNames)[number];

/** What stays of a record when its payload goes, so that a report can tie it to its store. Nothing personal. */
export interface RecordFacts {
  /** Of an order its accounting date, of a payment the day it was paid; both in the store's own zone. */
  readonly bookedOn: LocalDate | null;
  /** An order's GST. */
  readonly tax: Decimal | null;
  readonly currency: string | null;
  /** An order's status in its own store, when it was last read. */
  readonly status: string | null;
  /** A payment's method, as its own store names it. */
  readonly method: string | null;
}

/** One record of money and where it stands, for reports. */
export interface FinancialRecord extends RecordFacts, RecordKey {
  readonly state: StateName;
  readonly targetId: string | null;
  /** false: of an order whose copy, if one stands there, was never approved. */
  readonly wasCopied?: boolean;
  /** Source id of the order that a payment belongs to. */
  readonly parent: string | null;
  readonly amount: Decimal | null;
  /** What its copy comes to beside that, as a person has accepted it. */
  readonly accepted: Decimal;
  readonly reason: ReasonCode | null;
  readonly changedAt: Instant;
}

/** The copy of a payment or return that its store does not show any more, where another one was keyed in its place. */
export interface StandsFor {
  /** The one that the copy was made of; null where the copy stands for one that its store still shows. */
  readonly sourceId: string | null;
  readonly targetId: string;
}

export interface StagedRecord {
  readonly sourceId: string;
  /** Of all that matters to the copy; an equal hash means nothing to do. */
  readonly hash: string;
  /** The same as earlier versions made it: of more, or otherwise. What is known by it is unchanged as well. */
  readonly formerHash?: string;
  /** The record in normal form, as JSON. Gone from the ledger once the record is settled. */
  readonly payload: string;
  /** Source id of the order that it belongs to; payments have one. */
  readonly parent?: string;
  /** An order's total, a payment's amount; kept when the payload goes. */
  readonly amount?: Decimal;
  readonly facts?: Partial<RecordFacts>;
  /** Of a record that can't be taken as it is: it goes to quarantine in the same step, without a payload. */
  readonly held?: { readonly reason: QuarantineReason; readonly message: string };
  /** When its own store says that it was last changed; null where the store does not say, or has no such stamp. */
  readonly changedAt?: Instant | null;
  /** Of a copied record of which a file tells: what its fields say, for its hash takes in how the file is made, too. */
  readonly sinceCopy?: SinceCopy | undefined;
  /** Of an order, what a later reading is compared with, as JSON (`src/model/order-snapshot.ts`). Kept when the payload goes. */
  readonly snapshot?: string;
  /** The same as earlier versions kept it; a snapshot that is still in this form is compared with it, and replaced. */
  readonly formerSnapshot?: (form: FormerForm) => string;
}

export interface LedgerRecord extends RecordKey {
  readonly state: StateName;
  readonly targetId: string | null;
  readonly hash: string;
  readonly payload: string | null;
  readonly parent: string | null;
  readonly amount: Decimal | null;
  readonly reason: ReasonCode | null;
  readonly message: string | null;
  /** Of a quarantined order whose total alone differs: what the copy comes to, less what its source does. */
  readonly difference: Decimal | null;
  /** Such a difference that a person has accepted, so that the order is copied with it. */
  readonly accepted: Decimal | null;
  /** Of a quarantined payment or return: the copies in the primary that may stand for it. Empty for all others. */
  readonly replaces: readonly StandsFor[];
  /** Of a quarantined copy: in which fields it differs. Empty where that is not known. */
  readonly seen?: readonly SeenDifference[];
  /** The differences that a person has accepted; null where none were. */
  readonly acceptedAs?: AcceptedAs | null;
  /** Of an order its accounting date, of a payment the day it was paid. */
  readonly bookedOn?: LocalDate | null;
  /** A payment's method, as its own store names it. */
  readonly method?: string | null;
  /** Of a payment or return as its store shows it; empty for the store's own. */
  readonly currency?: string | null;
  /** A return's GST. */
  readonly tax?: Decimal | null;
  /** Hash of the rules under which it was read. */
  readonly rules?: string;
  /** The snapshot that a copy shows; null for what was never copied. A staged record that has one is a change of a copy. */
  readonly copiedAs: string | null;
  /** The snapshot of what was read last; null where it came without one. */
  readonly readAs?: string | null;
  /** An order's status in its own store, when it was last read. */
  readonly sourceStatus?: string | null;
  /** The run that made its copy; null where none has. */
  readonly loadedFirstIn?: number | null;
  /** The primary's own ids of what a person entered there for it, and linked. Nothing is ever written to these. */
  readonly byHand?: readonly string[];
}

export interface StagePage {
  readonly run: number;
  readonly store: string;
  readonly entity: EntityName;
  /** Hash of the rules in force: what was skipped under others is to be judged again. */
  readonly rules: string;
  readonly records: readonly StagedRecord[];
}

/** What a person decides about no single record: about the pipeline, a whole run, a store, a batch of files. */
export const pipelineDecisions = [
  'mapped',
  'confirmed',
  'said-own',
  'said-yes',
  'begun',
  'undo',
  'adopt',
  'forgot',
  'closed-store',
] as const;
export type PipelineDecision = (typeof pipelineDecisions)[number];

/** What the audit tells of a record, or of the ledger as a whole. */
export type AuditEvent =
  | PipelineDecision
  | 'intent'
  | 'step-done'
  | 'absent'
  | 'loaded'
  | 'linked'
  | 'skipped'
  | 'quarantined'
  | 'retry'
  | 'accepted'
  | 'another'
  | 'purged'
  | 'adopted'
  | 'linked-by-hand'
  | 'keyed-anew'
  | 'replaced'
  | 'taken-back'
  | 'claimed';

export interface AuditEntry {
  readonly at: Instant;
  readonly run: number;
  /** An `AuditEvent`, or what an earlier version called so. */
  readonly event: string;
  readonly detail: string;
  /** Of what a person decided: who, as `login@machine`. Earlier versions did not keep it. */
  readonly who?: string | undefined;
}
