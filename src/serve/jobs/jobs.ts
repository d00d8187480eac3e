import { randomUUID } from 'node:crypto';
import { ConsolidatorError } from '../../model/errors.ts';
import type { Html } from '../../page/html.ts';
import type { Progress } from '../../session/progress.ts';
import { ProgressBoard } from '../../session/progress-board.ts';

/** Milliseconds; what was made is from then on made anew. */
const KEPT = 3_600_000;
/** Finished ones; the oldest gives way. */
const MOST = 20;

export interface JobFile {
  readonly name: string;
  /** What it is, for a person. */
  readonly words: string;
  readonly type: string;
  readonly content: string;
}

export interface JobResult {
  /** What came of it, for the page. */
  readonly shown: Html;
  /** To be downloaded. */
  readonly files: readonly JobFile[];
}

export type JobState =
  | { readonly kind: 'going' }
  | { readonly kind: 'done'; readonly result: JobResult; readonly at: number }
  /** @param error null: the program met something it was not made for */
  | { readonly kind: 'failed'; readonly error: ConsolidatorError | null; readonly at: number };

/** Something that asks stores, and so takes longer than a browser waits. */
export interface Job {
  readonly id: string;
  /** The name of its pipeline. */
  readonly pipeline: string;
  /** Such as `Pack of October 2026`. */
  readonly title: string;
  /** The page that it was begun from. */
  readonly from: string;
  readonly board: ProgressBoard;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  state: JobState;
}

export interface JobWork {
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

/** What goes on behind the page; it ends with it. */
export class Jobs {
  readonly #jobs = new Map<string, Job>();
  readonly #going = new Set<Promise<void>>();
  readonly #signal: AbortSignal;
  readonly #now: () => number;

  /** @param signal ends them all @param now milliseconds since 1970 */
  constructor(signal: AbortSignal, now: () => number) {
    this.#signal = signal;
    this.#now = now;
  }

  /** One at a time for each pipeline: where one goes on, that is it. */
  begin(about: Pick<Job, 'pipeline' | 'title' | 'from'>, work: (around: JobWork) => Promise<JobResult>): Job {
    this.#forget();
    const other = this.of(about.pipeline).find(({ state }) => state.kind === 'going');
    if (other !== undefined) return other;
    const board = new ProgressBoard(this.#now);
    const job: Job = { ...about, id: randomUUID(), board, startedAt: this.#now(), state: { kind: 'going' } };
    this.#jobs.set(job.id, job);
    const going = this.#carryOut(job, work).finally(() => this.#going.delete(going));
    this.#going.add(going);
    return job;
  }

  find(pipeline: string, id: string): Job | undefined {
    this.#forget();
    const job = this.#jobs.get(id);
    return job?.pipeline === pipeline ? job : undefined;
  }

  /** The latest first. */
  of(pipeline: string): readonly Job[] {
    return [...this.#jobs.values()].filter((job) => job.pipeline === pipeline).toReversed();
  }

  /** Resolves when none goes on any more; they are asked to end by the signal. */
  async ended(): Promise<void> {
    await Promise.all(this.#going);
  }

  async #carryOut(job: Job, work: (around: JobWork) => Promise<JobResult>): Promise<void> {
    try {
      const result = await work({ signal: this.#signal, progress: (event) => job.board.take(event) });
      job.state = { kind: 'done', result, at: this.#now() };
    } catch (error) {
      job.state = { kind: 'failed', error: error instanceof ConsolidatorError ? error : null, at: this.#now() };
    }
  }

  #forget(): void {
    const over = [...this.#jobs.values()].filter(({ state }) => state.kind !== 'going');
    const old = over.filter(({ state }) => state.kind !== 'going' && state.at < this.#now() - KEPT);
    for (const { id } of [...old, ...over.slice(0, Math.max(0, over.length - MOST))]) this.#jobs.delete(id);
  }
}
