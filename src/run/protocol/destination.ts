import type { WriteStep } from '../../entities/definition/write-step.ts';
import type { LoadTarget } from '../../entities/writing/load-target.ts';
import type { EntityName, RecordKey } from '../../model/entities.ts';
import type { KeptByKey } from '../../session/kept-aside.ts';

/** One step of one entity, as a destination is asked to take it. */
export interface EntityStep<Draft = unknown, Existing = unknown> {
  readonly entity: EntityName;
  readonly action: string;
  readonly step: WriteStep<Draft, Existing>;
  /** The same step in the primary. */
  readonly target: LoadTarget<Draft, Existing>;
}

/**
 * Where copies go: the primary, nowhere (a plan), files that somebody imports. The run is the same for all of them; what a
 * destination was given to write it finds when it is asked, so that one record is judged by what another has become.
 */
export interface Destination {
  /**
   * Whether the primary has afterwards what was written. Where it has not, nothing of the run lasts: it takes no lock, and
   * what it notes goes into a copy of the ledger.
   */
  readonly keeps: boolean;
  /** Whether somebody imports what is written, which copies then say of themselves. */
  readonly isByFile: boolean;
  /** Each target is given back only what it found itself, so what exists there may be of any type of its own. */
  open<Draft, Existing>(step: EntityStep<Draft, Existing>): LoadTarget<Draft, unknown>;
  /** What was written here and the primary does not show, by target id in lower case. */
  foreseen<Foreseen>(step: WriteStep<never, unknown, Foreseen>): KeptByKey<Foreseen>;
  /** Whether this record was written on a copy that is foreseen itself, and so not there to be asked. */
  isOnForeseen?(key: RecordKey): boolean;
  /** What it keeps for later records is needed no more. */
  close?(): void;
}
