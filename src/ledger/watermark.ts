import type { EntityName } from '../model/entities.ts';
import type { Instant, LocalDate } from '../model/time.ts';

/** The watermark of what is read by its changes; all others have names of their own. */
export const CHANGES = 'changes';

/** One of the instants up to which something of a store was looked at. */
export interface WatermarkName {
  readonly entity: EntityName;
  readonly name: string;
}

export interface WatermarkLimits {
  /** By our own clock; no watermark of sense is later. */
  readonly latest: Instant;
  /** What a store's clock may be ahead of ours; a run also asks for the time some moments after it has begun. */
  readonly toleranceSeconds: number;
}

export interface TakenBack extends WatermarkName {
  readonly from: Instant;
  /** null: there is none any more, so it is begun anew. */
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
