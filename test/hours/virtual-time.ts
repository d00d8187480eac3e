import type { ScheduleClock } from '../../src/schedule/schedule-clock.ts';

/** Stands at a quarter of an hour and goes on by the second from there, until the test sets it to the next one. */
export class VirtualTime {
  #at: number;
  #since = performance.now();

  constructor(at: number) {
    this.#at = at;
  }

  readonly now = (): number => this.#at + Math.floor(performance.now() - this.#since);

  set(at: number): void {
    this.#at = at;
    this.#since = performance.now();
  }
}

interface Waiting {
  readonly at: number;
  readonly signal: AbortSignal;
  readonly wake: () => void;
}

/** The clock of a schedule that waits for nothing but the test. */
export class VirtualClock implements ScheduleClock {
  readonly #time: VirtualTime;
  readonly #schedule: AbortSignal;
  readonly #jobs: number;
  readonly #atRest: () => void;
  readonly #waiting = new Set<Waiting>();

  /**
   * @param schedule ends the schedule: who waits with this signal waits for the next start of a pipeline
   * @param jobs how many pipelines there are
   * @param atRest told whenever all of them wait for their next start
   */
  constructor(time: VirtualTime, schedule: AbortSignal, jobs: number, atRest: () => void) {
    this.#time = time;
    this.#schedule = schedule;
    this.#jobs = jobs;
    this.#atRest = atRest;
  }

  now(): number {
    return this.#time.now();
  }

  until(at: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        this.#waiting.delete(waiting);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      const waiting = { at, signal, wake };
      if (at <= this.now() || signal.aborted) return wake();
      signal.addEventListener('abort', wake);
      this.#waiting.add(waiting);
      const resting = [...this.#waiting].filter((one) => one.signal === this.#schedule);
      if (resting.length === this.#jobs) this.#atRest();
    });
  }

  /** Sets the time, and wakes who has waited for it. */
  to(at: number): void {
    this.#time.set(at);
    for (const { at: due, wake } of [...this.#waiting]) if (due <= at) wake();
  }
}
