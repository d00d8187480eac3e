import type { EntityName } from '../model/entities.ts';
import type { Instant, LocalDate } from '../model/time.ts';

/** One of the instants up to which something of a store was looked at. */
export interface Mark {
  readonly entity: EntityName;
  /** Empty for the watermark itself. */
  readonly slice: string;
}

export interface MarkLimits {
  /** By our own clock; no mark of sense is later. */
  readonly latest: Instant;
  /** What a store's clock may be ahead of ours; a run also asks for the time some moments after it has begun. */
  readonly toleranceSeconds: number;
}

export interface TakenBack extends Mark {
  readonly from: Instant;
  /** null: there is no mark any more, so it is begun anew. */
  readonly to: Instant | null;
}

/** Days of a store's history that a back-fill has begun to copy, by accounting date; both ends belong to it. */
export interface HistorySlice {
  readonly store: string;
  readonly from: LocalDate;
  readonly to: LocalDate;
  /** Its copies are marked as exported before they are approved. */
  readonly alreadyInAccounting: boolean;
  readonly begunAt: Instant;
  readonly finishedAt: Instant | null;
}
