import type { Asked } from '../../fleet/jobs/ask-for-run.ts';
import type { PipelineChange } from '../../fleet/pipelines/stored-pipelines.ts';
import type { PipelineStanding } from '../../fleet/status/fleet-status.ts';
import type { LocalDate } from '../../model/time.ts';
import type { Among } from '../access/rights.ts';
import type { ServedPipeline } from './served-pipeline.ts';

/** An order that bears a number which somebody looks for. */
export interface OrderOfFleet {
  readonly pipeline: string;
  readonly store: string;
  readonly sourceId: string;
  /** null: it has none yet. */
  readonly targetId: string | null;
  readonly state: string;
  /** Canonical; null: not known. */
  readonly amount: string | null;
  /** null: the store's own, or not known. */
  readonly currency: string | null;
  readonly bookedOn: LocalDate | null;
}

/** What was found in the ledgers that could be asked. */
export interface FoundOrders {
  readonly orders: readonly OrderOfFleet[];
  /** Whether there are more than are told. */
  readonly isCut: boolean;
  /** Pipelines whose ledger could not be asked. */
  readonly unasked: readonly string[];
}

export interface Doing {
  /** For the history. */
  readonly who: string;
  readonly among: Among;
}

/**
 * What the page asks of a fleet. Whoever asks says which pipelines they may see, or decide about, and the database is asked for these
 * alone: of others it tells nothing and changes nothing, whatever a page shows.
 */
export interface FleetView {
  /** @throws ConsolidatorError `fleet-unavailable` where the database does not answer */
  answers(): Promise<void>;
  pipelines(among: Among): Promise<readonly ServedPipeline[]>;
  /** The worst first. */
  standings(among: Among): Promise<readonly PipelineStanding[]>;
  /** @throws ConsolidatorError `not-found` */
  standing(among: Among, name: string): Promise<PipelineStanding>;
  /** By the host of the primary: requests that count towards its limit now. */
  requestsNow(among: Among): Promise<ReadonlyMap<string, number>>;
  /** What was done with one, the latest first. */
  history(among: Among, name: string): Promise<readonly PipelineChange[]>;
  /** By the number in their own store or in the primary. */
  orders(among: Among, number: string): Promise<FoundOrders>;
  /** @param isYes whether they say yes to the old orders of a first run @throws ConsolidatorError `not-found` */
  ask(name: string, doing: Doing, isYes: boolean): Promise<Asked>;
  /** @throws ConsolidatorError `not-found` */
  pause(name: string, doing: Doing, reason: string): Promise<void>;
  /** @throws ConsolidatorError `not-found` */
  resume(name: string, doing: Doing, reason: string): Promise<void>;
}
