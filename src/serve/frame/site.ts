import type { ServedPipeline } from '../pipelines/served-pipeline.ts';
import type { Standings } from '../pipelines/standings.ts';

/** What is served, to whomever. */
export interface Site {
  /** In the order in which they were given. */
  readonly pipelines: readonly ServedPipeline[];
  /** How they stand. */
  readonly standings: Standings;
  /** The state home. */
  readonly home: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Aborted when the page ends. */
  readonly signal: AbortSignal;
  /** For the terminal that the command was called in. */
  readonly note: (text: string) => void;
}
