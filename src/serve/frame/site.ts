import type { Announcing } from '../../schedule/pipeline-run.ts';
import type { FleetView } from '../pipelines/fleet-view.ts';
import type { ServedPipeline } from '../pipelines/served-pipeline.ts';
import type { Standings } from '../pipelines/standings.ts';

/** What is served, to whomever. */
export interface Site {
  /** In the order in which they were given; none where a fleet is served. */
  readonly pipelines: readonly ServedPipeline[];
  /** Set where all pipelines of a fleet are served: its database says which there are. */
  readonly fleet?: FleetView | undefined;
  /** How they stand. */
  readonly standings: Standings;
  /** The state home. */
  readonly home: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Aborted when the page ends. */
  readonly signal: AbortSignal;
  /** Told how each run went that was begun here; left out: nobody is. @param file of the pipeline, as it was given */
  readonly announcing?: ((file: string) => Announcing) | undefined;
  /** For the terminal that the command was called in. */
  readonly note: (text: string) => void;
}
