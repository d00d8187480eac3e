import type { ScheduleClock } from '../../src/schedule/schedule-clock.ts';
import { runSchedule, type ScheduledJob, type ScheduleOptions } from '../../src/schedule/scheduler.ts';

/** Stands until a test moves it, and then wakes all who wait, one moment after another. */
export class TestClock implements ScheduleClock {
  #now: number;
  readonly #waiting = new Set<{ readonly at: number; readonly wake: () => void }>();

  constructor(now: string) {
    this.#now = Date.parse(now);
  }

  now(): number {
    return this.#now;
  }

  until(at: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        this.#waiting.delete(entry);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      const entry = { at, wake };
      if (at <= this.#now || signal.aborted) return wake();
      signal.addEventListener('abort', wake);
      this.#waiting.add(entry);
    });
  }

  /** Somebody sets it back, which whoever waits notices. */
  async back(text: string): Promise<void> {
    await settled();
    this.#now = Date.parse(text);
    for (const { wake } of [...this.#waiting]) wake();
    await settled();
  }

  async to(text: string): Promise<void> {
    const end = Date.parse(text);
    for (;;) {
      await settled();
      const next = Math.min(...[...this.#waiting].map(({ at }) => at));
      if (next > end) break;
      this.#now = next;
      for (const { at, wake } of [...this.#waiting]) if (at <= next) wake();
    }
    this.#now = end;
    await settled();
  }
}

/** All that promises alone can bring about has come about. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** A job that ends when the test says so. */
export class HeldJob {
  readonly starts: number[] = [];
  readonly job: ScheduledJob;
  #end: ((outcome: string) => void) | undefined;
  #fail: ((error: Error) => void) | undefined;

  constructor(clock: TestClock, more: Partial<ScheduledJob> = {}) {
    this.job = {
      name: 'demo',
      cron: '*/15 * * * *',
      timeZone: 'Australia/Sydney',
      lane: more.name ?? 'demo',
      run: (signal) => {
        this.starts.push(clock.now());
        return new Promise((resolve, reject) => {
          this.#end = resolve;
          this.#fail = reject;
          signal.addEventListener('abort', () => resolve('run 1 stopped'));
        });
      },
      ...more,
    };
  }

  /** Ends the run that is going. */
  async end(outcome = 'run 1 good'): Promise<void> {
    this.#end?.(outcome);
    await settled();
  }

  async fail(message: string): Promise<void> {
    this.#fail?.(new Error(message));
    await settled();
  }

  times(): string[] {
    return this.starts.map((at) => new Date(at).toISOString().slice(11, 19));
  }
}

export function startSchedule(
  jobs: readonly ScheduledJob[],
  clock: ScheduleClock,
  more: Partial<ScheduleOptions> = {},
) {
  const stop = new AbortController();
  const lines: string[] = [];
  const ended = runSchedule({ jobs, clock, signal: stop.signal, say: (line) => lines.push(line), ...more });
  return { stop, lines, ended };
}
