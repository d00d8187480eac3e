import type { Pipeline } from '../../config/pipeline.ts';
import { counted } from '../../model/amounts-text.ts';
import type { EntityName } from '../../model/entities.ts';
import type { ProgressBoard } from '../../session/progress-board.ts';
import { duration, phases, rowWords, waitWords } from '../../session/progress-words.ts';
import { type LineState, type LiveLine, LiveLines } from './live-lines.ts';

/** Drawn anew this often, also while nothing but time goes on. */
const EVERY = 250;

/** A line for each store and entity, one for the primary and one for the whole, on a terminal. */
export class TerminalProgress {
  readonly #board: ProgressBoard;
  readonly #now: () => number;
  readonly #pipeline: Pipeline;
  readonly #lines: LiveLines;
  readonly #timer: NodeJS.Timeout;
  readonly #begun: number;
  #hasEnded = false;
  #isOver = false;

  constructor(board: ProgressBoard, pipeline: Pipeline, terminal: NodeJS.WriteStream, now: () => number) {
    this.#board = board;
    this.#now = now;
    this.#begun = now();
    this.#pipeline = pipeline;
    this.#lines = new LiveLines(terminal, () => this.#standing());
    this.#lines.draw();
    this.#timer = setInterval(() => this.#lines.draw(), EVERY);
  }

  /** Drawn by the clock, since thousands of events come in a second. */
  take(): void {}

  end(): void {
    clearInterval(this.#timer);
    this.#hasEnded = true;
    this.#isOver = true;
    this.#lines.end();
  }

  #standing(): LiveLine[] {
    const stateOf = (store?: string): LineState => {
      if (!this.#isOver) return 'going';
      return store !== undefined && this.#board.problems.has(store) ? 'failed' : 'done';
    };
    return [
      { text: this.#wholeText(), state: stateOf() },
      ...this.#pipeline.secondaries.flatMap(({ name, entities }) =>
        entities.map((entity) => ({ text: this.#rowText(name, entity), state: stateOf(name) })),
      ),
      { text: this.#primaryText(), state: stateOf('primary') },
    ];
  }

  #wholeText(): string {
    if (this.#hasEnded) return `Ended after ${duration((this.#now() - this.#begun) / 1000)}`;
    const [rate, left] = [this.#board.rate(), this.#board.secondsLeft()];
    const speed = rate === 0 ? '' : `, ${rate.toFixed(rate < 10 ? 1 : 0)} orders a second`;
    return `${phases[this.#board.phase]}${speed}${left === undefined || left === 0 ? '' : `, about ${duration(left)} left`}`;
  }

  #rowText(store: string, entity: EntityName): string {
    const row = this.#board.rows.find((one) => one.store === store && one.entity === entity);
    const wait = entity === 'orders' ? this.#waitText(store) : '';
    return `${store} ${entity}: ${row === undefined ? (this.#hasEnded ? 'nothing new' : 'nothing yet') : rowWords(row)}${wait}`;
  }

  #primaryText(): string {
    return `primary: ${counted(this.#board.requests.get('primary') ?? 0, 'request')}${this.#waitText('primary')}`;
  }

  #waitText(store: string): string {
    const wait = this.#board.waits().find(([name]) => name === store)?.[1];
    return wait === undefined ? '' : `; ${waitWords(store, wait, this.#now())}`;
  }
}
