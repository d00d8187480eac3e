import type { Pipeline } from '../config/pipeline.ts';
import type { RunOptions } from '../run/options.ts';
import { runPipeline } from '../run/run.ts';
import type { RunSummary } from '../run/summary.ts';

export interface RunAnnouncer {
  ended(summary: RunSummary): Promise<void>;
  notBegun(error: unknown): Promise<void>;
}

/** Told how each run went, once that is said; may not fail. Of a file that can't be read any more it is the one before. */
export type Announcing = (pipeline: Pipeline, signal: AbortSignal) => RunAnnouncer;

export interface PipelineRunOptions
  extends Pick<RunOptions, 'home' | 'now' | 'progress' | 'between' | 'prover' | 'linker' | 'begunBy'> {
  readonly pipeline: Pipeline;
  /** Reads the file anew before each run, so that changed rules and keys hold from the next run on. */
  readonly read: () => Promise<Pipeline>;
  readonly announcing?: Announcing | undefined;
}

/** Whole runs of one pipeline, one after another, however they are begun: by a cron line, or by a person on the page. */
export class PipelineRuns {
  readonly #options: PipelineRunOptions;
  #known: Pipeline;
  #tell: ((announcer: RunAnnouncer) => Promise<void>) | undefined;

  constructor(options: PipelineRunOptions) {
    this.#options = options;
    this.#known = options.pipeline;
  }

  /** @throws ConsolidatorError where it could not begin */
  async run(signal: AbortSignal): Promise<RunSummary> {
    const { read, announcing: _, ...options } = this.#options;
    try {
      this.#known = await read();
      const summary = await runPipeline({ ...options, pipeline: this.#known, signal });
      this.#tell = (announcer) => announcer.ended(summary);
      return summary;
    } catch (error) {
      this.#tell = (announcer) => announcer.notBegun(error);
      throw error;
    }
  }

  /** Tells others how the last one went. */
  async afterwards(signal: AbortSignal): Promise<void> {
    const telling = this.#tell;
    this.#tell = undefined;
    const { announcing } = this.#options;
    if (announcing !== undefined) await telling?.(announcing(this.#known, signal));
  }
}
