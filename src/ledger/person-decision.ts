import type { SeenDifference } from '../model/accepted.ts';
import type { RecordKey } from '../model/entities.ts';
import type { Instant } from '../model/time.ts';
import type { AcceptResult, Decision, HandLink, RetryResult } from './decision.ts';
import type { PipelineDecision, StateName } from './record.ts';

/** One record of a person's decision. */
export interface DecidedRecord extends RecordKey {
  /** What the person saw of it (`seenAs`); where it has become something else since, it is left as it is. */
  readonly seen: string;
  /** Their reason, and what goes with it, for the audit. */
  readonly why: string;
}

/** What a person wants of records. */
export type DecisionAct =
  | { readonly kind: 'retry'; readonly another: boolean; readonly records: readonly DecidedRecord[] }
  | {
      readonly kind: 'accept';
      /** With what of its copy differs, as the person saw it. */
      readonly records: readonly (DecidedRecord & { readonly left: readonly SeenDifference[] })[];
    }
  | { readonly kind: 'drop'; readonly records: readonly DecidedRecord[] }
  | {
      readonly kind: 'link';
      readonly records: readonly [DecidedRecord];
      readonly links: readonly HandLink[];
      /** What follows at once for what waited for it. */
      readonly then: readonly Decision[];
    };

/** A decision of a person, which happens once to each of its records, however often it is given. */
export interface PersonDecision {
  /** Made with the decision, so that its second delivery is known as such. */
  readonly id: string;
  /** Whose it is: `login@machine`, or the name of a token. */
  readonly who: string;
  readonly act: DecisionAct;
  /** The run that goes on, in whose counts it is seen; left out between two runs. */
  readonly countIn?: number | undefined;
}

/** What a person decided about no single record, or did elsewhere, for the audit. */
export interface PipelineDecided {
  /** Told twice with one id, it is told once; left out where it can't be told twice. */
  readonly id?: string | undefined;
  /** When; left out: now. */
  readonly at?: Instant | undefined;
  /** Whose it is; left out: whoever has opened the ledger. */
  readonly who?: string | undefined;
  readonly event: PipelineDecision;
  /** The store that it is about; left out where it is about none alone. */
  readonly store?: string | undefined;
  /** Of the primary, what it is about, if anything. */
  readonly targetId?: string | undefined;
  /** What was before, and what is from now on. */
  readonly change: string;
  /** In the person's own words; empty where none were asked for. */
  readonly reason: string;
}

/** How a record stood when a decision about it was not taken. */
export interface FoundInstead {
  readonly state: StateName;
  readonly reason: string | null;
  readonly targetId: string | null;
}

/** What became of a decision about one record. */
export type TakenOutcome =
  | { readonly kind: 'taken'; readonly answer: Exclude<AcceptResult | RetryResult, 'not-held'> | 'done' }
  /** It fits no more: nothing was done. @param found null where the ledger has no such record */
  | {
      readonly kind: 'refused';
      readonly why: 'changed' | 'not-retryable' | 'not-acceptable';
      readonly found: FoundInstead | null;
    }
  /** A run is about to judge it, or writes it just now: only then is known whether the decision fits. Asked again later. */
  | { readonly kind: 'waits' };

export interface TakenRecord {
  readonly key: RecordKey;
  readonly outcome: TakenOutcome;
}
