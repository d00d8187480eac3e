import type { EntityName } from '../model/entities.ts';
import type { RequestNotice, WaitNotice } from '../neto/client.ts';

/** What a run tells while it is under way; whoever shows it decides how. */
export type ProgressEvent =
  | { readonly kind: 'phase'; readonly phase: 'settle' | 'extract' | 'load' | 'close' }
  /** Ids that are to be read from a store. */
  | { readonly kind: 'expected'; readonly store: string; readonly entity: EntityName; readonly count: number }
  | { readonly kind: 'read'; readonly store: string; readonly entity: EntityName; readonly count: number }
  /** Records that have left the stage, one way or the other. */
  | { readonly kind: 'settled'; readonly store: string; readonly entity: EntityName; readonly count: number }
  /** At the end of a run: how many distinct records it read, and how many of these are decided. What was told before is an estimate. */
  | {
      readonly kind: 'counted';
      readonly store: string;
      readonly entity: EntityName;
      readonly read: number;
      readonly settled: number;
    }
  | { readonly kind: 'extracted'; readonly store: string }
  | { readonly kind: 'problem'; readonly store: string; readonly code: string; readonly message: string }
  | { readonly kind: 'wait'; readonly wait: WaitNotice }
  | { readonly kind: 'request'; readonly request: RequestNotice };

export type Progress = (event: ProgressEvent) => void;
