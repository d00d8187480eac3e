import type { Pipeline } from '../../config/pipeline.ts';
import type { LocalDate } from '../../model/time.ts';
import type { Clock } from '../../neto/clock.ts';
import type { Between, RunOptions } from '../../run/options.ts';
import type { Prover } from '../../run/proof.ts';
import type { Progress } from '../../session/progress.ts';
import type { SliceReport } from './report.ts';
import type { DayRange } from './slices.ts';

export interface BackfillOptions {
  readonly pipeline: Pipeline;
  readonly home: string;
  readonly store: string;
  /** By accounting date, in the store's own calendar; both days belong to it. */
  readonly from: LocalDate;
  readonly to: LocalDate;
  /** Days of each slice; a calendar month when left out. */
  readonly sliceDays?: number | undefined;
  /** The books have these orders: their copies are marked as exported before they are approved. */
  readonly alreadyInAccounting?: boolean | undefined;
  /** Requests to the primary, at most, beside all others of this machine. */
  readonly maxPerMinute?: number | undefined;
  readonly dryRun?: boolean | undefined;
  /** Told of the first copies of a new ledger; no slice is proven. */
  readonly prover?: Prover | undefined;
  /** Links what people have queued; left out: it stays queued. */
  readonly linker?: RunOptions['linker'];
  /** More than 200 orders are wanted. */
  readonly yes?: boolean | undefined;
  /** Reads slices anew that are finished. */
  readonly again?: boolean | undefined;
  readonly progress?: Progress | undefined;
  readonly tell?: ((event: BackfillEvent) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds since 1970; for tests. */
  readonly now?: (() => number) | undefined;
  readonly clock?: Clock | undefined;
  readonly between?: Between | undefined;
  /** Milliseconds; for tests. */
  readonly yieldAfter?: number | undefined;
  readonly makeRoomFor?: number | undefined;
}

export type BackfillEvent =
  | { readonly kind: 'slice'; readonly slice: DayRange; readonly number: number; readonly of: number }
  | { readonly kind: 'slice-done'; readonly report: SliceReport }
  /** `busy`: another run holds the pipeline. `turn`: one was turned away meanwhile, and comes first now. */
  | { readonly kind: 'waits'; readonly why: 'busy' | 'turn' };
