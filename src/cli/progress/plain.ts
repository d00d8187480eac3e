import { instantOfMilliseconds } from '../../model/time.ts';
import { momentWords } from '../../model/time-words.ts';
import type { ProgressEvent } from '../../session/progress.ts';
import type { ProgressBoard } from '../../session/progress-board.ts';
import { duration, phases, rowWords, waitWords } from '../../session/progress-words.ts';

/** A line that often, at most, beside those for phases and problems. */
const EVERY = 10_000;
/** Shorter waits are no news. */
const LONG_WAIT = 3_000;

/** Lines for a log: one at each phase and problem, and one in ten seconds that says how far it is. */
export class PlainProgress {
  readonly #board: ProgressBoard;
  readonly #note: (text: string) => void;
  readonly #now: () => number;
  readonly #timeZone: string;
  #last: number;
  readonly #waitTold = new Map<string, number>();

  /** @param timeZone whose clock the lines begin with */
  constructor(board: ProgressBoard, note: (text: string) => void, now: () => number, timeZone: string) {
    this.#board = board;
    this.#note = note;
    this.#now = now;
    this.#timeZone = timeZone;
    this.#last = now();
  }

  take(event: ProgressEvent): void {
    if (event.kind === 'phase') this.#say(phases[event.phase]);
    else if (event.kind === 'problem') this.#say(`Problem: ${event.message}`);
    else if (event.kind === 'wait' && event.wait.milliseconds >= LONG_WAIT) this.#mayWait(event.wait.store);
    else if (this.#now() - this.#last >= EVERY) this.#sayHowFar();
  }

  end(): void {}

  /** Nothing else is told during a wait, so it must not be missed; many requests may begin to wait at once. */
  #mayWait(store: string): void {
    if (this.#now() - (this.#waitTold.get(store) ?? Number.NEGATIVE_INFINITY) < EVERY) return;
    const wait = this.#board.waits().find(([name]) => name === store)?.[1];
    if (wait === undefined) return;
    this.#waitTold.set(store, this.#now());
    this.#sayHowFar(waitWords(store, wait, this.#now()));
  }

  /** A line for each store and entity: all in one would be torn by a terminal of 80 columns. */
  #sayHowFar(more?: string): void {
    const rows = this.#board.rows.map((row) => `${row.store} ${row.entity} ${rowWords(row)}`);
    const left = this.#board.secondsLeft();
    const last = [
      rows.at(-1) ?? 'Nothing read yet',
      ...(left === undefined ? [] : [`about ${duration(left)} left`]),
      ...(more === undefined ? [] : [more]),
    ].join('; ');
    for (const line of [...rows.slice(0, -1), last]) this.#say(line);
  }

  #say(text: string): void {
    this.#last = this.#now();
    // The day is known to whoever reads along.
    const clock = momentWords(instantOfMilliseconds(this.#last), this.#timeZone).slice(11);
    this.#note(`${clock}  ${text}`);
  }
}
