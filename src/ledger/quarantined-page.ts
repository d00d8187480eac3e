import type { RecordKey } from '../model/entities.ts';
import type { LedgerRecord } from './record.ts';

/** Which of what is quarantined; what is left out is not asked about. */
export interface QuarantinedOf {
  readonly store?: string | undefined;
  readonly entity?: string | undefined;
  readonly reason?: string | undefined;
}

/** Some of that. */
export interface QuarantinedWanted extends QuarantinedOf {
  /** Its number, its order's or its copy's, an amount, the reason, or a text of its content, such as a customer's reference. */
  readonly text?: string | undefined;
  /** Those after this one. */
  readonly after?: RecordKey | undefined;
  readonly limit: number;
}

export interface QuarantinedPage {
  readonly records: readonly LedgerRecord[];
  /** Whether there are more after these. */
  readonly hasMore: boolean;
}
