import { Cron } from 'croner';
import { instantOfMilliseconds } from '../model/time.ts';
import { momentWords } from '../model/time-words.ts';
import { Lanes } from './lanes.ts';
import type { ScheduleClock } from './schedule-clock.ts';

export interface ScheduledJob {
  readonly name: string;
  /** A cron line of five fields, or of six with seconds in front. */
  readonly cron: string;
  /** In which the cron line is meant, through daylight saving too. */
  readonly timeZone: string;
  /** Jobs of one lane run one after another. */
  readonly lane: string;
  /** @returns how it went, as the end of the sentence "demo: …"; may throw, which does not end the schedule */
  run(signal: AbortSignal): Promise<string>;
  /** What is done once that is said, while others may run; may not fail. */
  afterwards?(signal: AbortSignal): Promise<void>;
}

export interface ScheduleOptions {
  readonly jobs: readonly ScheduledJob[];
  readonly clock: ScheduleClock;
  /** Ends the schedule: waiting jobs at once, a running one when it has ended itself. */
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
  /** Run each job at once, before the first start by its cron line. */
  readonly onceNow?: boolean | undefined;
}

/** Runs the jobs by their cron lines, until the signal is aborted and the last running job has ended. */
export async function runSchedule(options: ScheduleOptions): Promise<void> {
  const lanes = new Lanes();
  await Promise.all(options.jobs.map((job) => new JobLoop(job, lanes, options).run()));
}

/** One job. It can't overlap with itself, since it is one loop. */
class JobLoop {
  readonly #job: ScheduledJob;
  readonly #lanes: Lanes;
  readonly #options: ScheduleOptions;
  readonly #cron: Cron;

  constructor(job: ScheduledJob, lanes: Lanes, options: ScheduleOptions) {
    this.#job = job;
    this.#lanes = lanes;
    this.#options = options;
    this.#cron = new Cron(job.cron, { paused: true, timezone: job.timeZone });
  }

  async run(): Promise<void> {
    const { clock, signal, onceNow } = this.#options;
    if (onceNow === true) await this.#startAndCatchUp();
    while (!signal.aborted) {
      const next = this.#nextAfter(clock.now());
      if (next === undefined) {
        this.#say(`the line ${JSON.stringify(this.#job.cron)} names no further time; it is not run any more`);
        return;
      }
      this.#say(`next start ${this.#local(next)}`);
      await clock.until(next, signal);
      if (signal.aborted) return;
      // The clock was set back: the next start is another one by what it says now.
      if (clock.now() >= next) await this.#startAndCatchUp();
      else this.#say('the clock was set back');
    }
  }

  /** Starts that came while it ran are made up for by one run, however many they were. */
  async #startAndCatchUp(): Promise<void> {
    const missed = await this.#start();
    if (missed === 0 || this.#options.signal.aborted) return;
    this.#say(`${missed} start${missed === 1 ? ' was' : 's were'} skipped meanwhile; one run makes up for them now`);
    await this.#start();
  }

  /** @returns how many starts came while it ran */
  async #start(): Promise<number> {
    const { clock, signal } = this.#options;
    const over = new AbortController();
    const counting = this.#countSkipped(clock.now(), over.signal);
    try {
      await this.#lanes.through(this.#job.lane, () => this.#runOnce(signal));
      await this.#job.afterwards?.(signal);
    } finally {
      over.abort();
    }
    return counting;
  }

  async #runOnce(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const { clock } = this.#options;
    const begun = clock.now();
    try {
      const outcome = await this.#job.run(signal);
      this.#say(`${outcome}, in ${lengthOf(clock.now() - begun)}`);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#say(`failed after ${lengthOf(clock.now() - begun)}: ${message.replaceAll('\n', '; ')}`);
    }
  }

  async #countSkipped(begun: number, over: AbortSignal): Promise<number> {
    const { clock } = this.#options;
    let skipped = 0;
    for (let after = begun; ; skipped += 1) {
      const next = this.#nextAfter(after);
      if (next === undefined) return skipped;
      await clock.until(next, over);
      // A start may come in the very moment in which the run ends.
      if (over.aborted) return clock.now() >= next ? skipped + 1 : skipped;
      if (clock.now() < next) {
        after = clock.now();
        skipped -= 1;
        continue;
      }
      this.#say(`the start of ${this.#local(next)} is skipped, since the run before it is still going`);
      after = next;
    }
  }

  #nextAfter(milliseconds: number): number | undefined {
    return this.#cron.nextRun(new Date(milliseconds))?.getTime();
  }

  #local(milliseconds: number): string {
    return momentWords(instantOfMilliseconds(milliseconds), this.#job.timeZone);
  }

  #say(text: string): void {
    this.#options.say(`${this.#local(this.#options.clock.now())}  ${this.#job.name}: ${text}`);
  }
}

function lengthOf(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
