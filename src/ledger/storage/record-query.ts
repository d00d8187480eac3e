import type { Viewer } from '../../model/accepted.ts';
import type { EntityName } from '../../model/entities.ts';
import type { Decimal } from '../../model/money.ts';
import type { ReasonCode } from '../../model/reasons.ts';
import type { Instant, LocalDate } from '../../model/time.ts';
import type { StateName } from '../record.ts';
import type { Origin, Outcome } from '../record-state.ts';

/** Records that meet all that is given here; what is left out is not asked about. */
export interface RecordFilter {
  readonly store?: string;
  readonly entity?: EntityName;
  readonly states?: readonly StateName[];
  readonly sourceIds?: readonly string[];
  /** Source ids of the orders that they belong to. */
  readonly parents?: readonly string[];
  /** In any letter case. */
  readonly targetIds?: readonly string[];
  /** This is the source or the target id, in any letter case. */
  readonly named?: string;
  readonly hasTarget?: boolean;
  readonly isByHand?: true;
  readonly content?: 'whole' | 'undelivered' | 'gone';
  readonly origin?: Origin;
  readonly reasons?: readonly ReasonCode[];
  readonly otherReasonsThan?: readonly ReasonCode[];
  /** Read under other rules than these, or to be read again whatever the rules are. */
  readonly notReadUnder?: string;
  readonly toBeRead?: true;
  readonly quarantinedBefore?: Instant;
  /** Accepted as they stood, and this viewer is yet to say how that was. */
  readonly openTo?: Viewer;
  /** By their accounting date; what has none is among them. */
  readonly bookedFrom?: LocalDate;
  /** Neither read nor decided in this run or a later one. */
  readonly notInRunsFrom?: number;
  readonly inRun?: { readonly run: number; readonly outcome: Outcome | null };
  /** Their order stands so. */
  readonly parentState?: StateName;
  /**
   * Its ids, its reason, what was found or its content hold this text, in any case of its ASCII letters, or its amount is this one. Of
   * content also where a field's name holds it: whoever asks looks again.
   */
  readonly saying?: { readonly text: string; readonly amount: Decimal | null };
  /** In cents they come to more than all their payments that are not left out. Only to choose by: no decision rests on it. */
  readonly notCoveredByPayments?: true;
}

/** Records that meet one of the filters, each once. */
export interface RecordQuery {
  readonly anyOf: readonly RecordFilter[];
  /** By store, entity and source id; or those of the API first, and the latest change first. */
  readonly order?: 'key' | 'latest';
  /** Of one store and entity: those after this source id. */
  readonly after?: string;
  readonly limit?: number;
}
