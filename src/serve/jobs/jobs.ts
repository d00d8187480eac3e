import { randomUUID } from 'node:crypto';
import { ConsolidatorError } from '../../model/errors.ts';
import { Lanes } from '../../schedule/lanes.ts';
import type { Progress } from '../../session/progress.ts';
import { ProgressBoard } from '../../session/progress-board.ts';
import { Listeners } from '../live/live-source.ts';
import { type JobResult, type KeptResult, keepResult } from './kept-result.ts';

/** Milliseconds; what was made is from then on made anew. */
const KEPT = 3_600_000;
/** Finished ones; the oldest gives way. */
const MOST = 20;
/** Bytes that these have together; the latest one is kept whatever it has. */
const LARGEST = 64 * 1024 ** 2;
/** That wait, for each pipeline. */
const MOST_WAITING = 10;

export type JobState =
  /** @param behind the titles of those that come first, in their order */
  | { readonly kind: 'waiting'; readonly behind: readonly string[] }
  | { readonly kind: 'going' }
  | { readonly kind: 'done'; readonly result: KeptResult; readonly at: number }
  /** @param error null: the program met something it was not made for */
  | { readonly kind: 'failed'; readonly error: ConsolidatorError | null; readonly at: number };

/** Something that asks stores, and so takes longer than a browser waits. */
export interface Job {
  readonly id: string;
  /** A run of the pipeline; left out: it asks stores, and writes to none. */
  readonly isRun?: boolean | undefined;
  /** The name of its pipeline. */
  readonly pipeline: string;
  /** Such as `Pack of October 2026`. */
  readonly title: string;
  /** The page that it was begun from. */
  readonly from: string;
  readonly board: ProgressBoard;
  /** Those who look at it. */
  readonly listeners: Listeners;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  state: JobState;
}

export interface JobWork {
  readonly signal: AbortSignal;
  readonly progress: Progress;
  /** For what comes after the result, and must have ended with the page; it may not fail. */
  readonly behind: (work: Promise<void>) => void;
}

/** What goes on behind the page; it ends with it. */
export class Jobs {
  readonly #jobs = new Map<string, Job>();
  readonly #going = new Set<Promise<void>>();
  /** Runs of several pipelines that write into one primary come one after another. */
  readonly primaries = new Lanes();
  /** By pipeline, and whether it is a run: after which the next one begins. */
  readonly #last = new Map<string, Promise<void>>();
  readonly #signal: AbortSignal;
  readonly #now: () => number;

  readonly #largest: number;

  /** @param signal ends them all @param now milliseconds since 1970 @param largest bytes of all that is kept */
  constructor(signal: AbortSignal, now: () => number, largest = LARGEST) {
    this.#signal = signal;
    this.#now = now;
    this.#largest = largest;
  }

  /**
   * One at a time for each pipeline: others wait for it. What goes on or waits already, such as by a double click, is that one; and so is
   * what was begun with the same id, however long it has ended.
   * @param about.id a UUID, made with the form; left out: each is another one
   * @returns undefined where too many wait
   */
  begin(
    about: Pick<Job, 'pipeline' | 'title' | 'from' | 'isRun'> & { readonly id?: string | undefined },
    work: (around: JobWork) => Promise<JobResult>,
  ): Job | undefined {
    this.#forget();
    const known = this.find(about.pipeline, about.id ?? '');
    if (known !== undefined) return known;
    const open = this.#openBeside(about);
    const same = open.find(({ title }) => title === about.title);
    if (same !== undefined || open.length > MOST_WAITING) return same;
    const job: Job = {
      ...{ ...about, id: about.id ?? randomUUID(), board: new ProgressBoard(this.#now), listeners: new Listeners() },
      ...{ startedAt: this.#now(), state: { kind: 'waiting', behind: [] } },
    };
    this.#jobs.set(job.id, job);
    const line = lineOf(about);
    const before = this.#last.get(line) ?? Promise.resolve();
    const going = before.then(() => this.#carryOut(job, work));
    this.#await(going);
    this.#last.set(line, going);
    if (open.length === 0) job.state = { kind: 'going' };
    this.#tellWaiting(about);
    return job;
  }

  /** The run that was begun here and goes on, if one does. */
  runOf(pipeline: string): Job | undefined {
    return this.#openBeside({ pipeline, isRun: true })[0];
  }

  #await(work: Promise<void>): void {
    const awaited = work.finally(() => this.#going.delete(awaited));
    this.#going.add(awaited);
  }

  /** What goes on or waits in one line: runs, or else all that asks stores. The latest first. */
  #openBeside(about: Line): readonly Job[] {
    return this.of(about.pipeline).filter((job) => isOpen(job) && lineOf(job) === lineOf(about));
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
    while (this.#going.size > 0) await Promise.all(this.#going);
  }

  async #carryOut(job: Job, work: (around: JobWork) => Promise<JobResult>): Promise<void> {
    job.state = { kind: 'going' };
    this.#tellWaiting(job);
    const progress: Progress = (event) => {
      job.board.take(event);
      job.listeners.tell();
    };
    try {
      this.#signal.throwIfAborted();
      const around = { signal: this.#signal, progress, behind: (more: Promise<void>) => this.#await(more) };
      const result = await keepResult(await work(around));
      job.state = { kind: 'done', result, at: this.#now() };
    } catch (error) {
      job.state = { kind: 'failed', error: error instanceof ConsolidatorError ? error : null, at: this.#now() };
    }
    this.#forget();
    job.listeners.tell();
  }

  /** Each that waits says for which ones. */
  #tellWaiting(line: Line): void {
    const open = this.#openBeside(line).toReversed();
    for (const [place, job] of open.entries()) {
      if (job.state.kind === 'waiting')
        job.state = { kind: 'waiting', behind: open.slice(0, place).map(({ title }) => title) };
      job.listeners.tell();
    }
  }

  #forget(): void {
    const over = [...this.#jobs.values()].filter((job) => !isOpen(job)).toReversed();
    const before = this.#now() - KEPT;
    let size = 0;
    for (const [place, { id, state }] of over.entries()) {
      size += state.kind === 'done' ? state.result.size : 0;
      const isOld = 'at' in state && state.at < before;
      if (isOld || place >= MOST || (place > 0 && size > this.#largest)) this.#jobs.delete(id);
    }
  }
}

type Line = Pick<Job, 'pipeline' | 'isRun'>;

function lineOf({ pipeline, isRun = false }: Line): string {
  return JSON.stringify([pipeline, isRun]);
}

/** Whether it goes on, or waits for its turn. */
export function isOpen({ state }: Job): boolean {
  return state.kind === 'waiting' || state.kind === 'going';
}
