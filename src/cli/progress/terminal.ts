import { DefaultRenderer, Listr, ListrLogger, type ListrTaskWrapper, ProcessOutput } from 'listr2';
import type { Pipeline } from '../../config/pipeline.ts';
import type { EntityName } from '../../model/entities.ts';
import type { ProgressBoard } from './board.ts';
import { duration, phases, rowWords, waitWords } from './words.ts';

/** Drawn anew this often, also while nothing but time goes on. */
const EVERY = 250;

/** Where it draws is decided by `showProgress`; the standard output may be a file all the same. */
class TerminalRenderer extends DefaultRenderer {
  static override nonTTY = true;
}

type Wrapper = ListrTaskWrapper<unknown, typeof TerminalRenderer, typeof TerminalRenderer>;

/** A line for each store and entity, one for the primary and one for the whole, on a terminal. */
export class TerminalProgress {
  readonly #board: ProgressBoard;
  readonly #now: () => number;
  readonly #lines: Line[];
  readonly #drawn: Promise<unknown>;
  readonly #timer: NodeJS.Timeout;

  constructor(board: ProgressBoard, pipeline: Pipeline, terminal: NodeJS.WriteStream, now: () => number) {
    this.#board = board;
    this.#now = now;
    this.#lines = [
      new Line(() => this.#wholeText()),
      ...pipeline.secondaries.flatMap(({ name, entities }) =>
        entities.map((entity) => new Line(() => this.#rowText(name, entity), name)),
      ),
      new Line(() => this.#primaryText(), 'primary'),
    ];
    const logger = new ListrLogger({ processOutput: new ProcessOutput(terminal, terminal), useIcons: true });
    const listr = new Listr<unknown, typeof TerminalRenderer, typeof TerminalRenderer>(
      this.#lines.map((line) => ({ title: line.text(), task: (_, task) => line.run(task) })),
      {
        concurrent: true,
        exitOnError: false,
        registerSignalListeners: false,
        renderer: TerminalRenderer,
        fallbackRenderer: TerminalRenderer,
        rendererOptions: { logger, showErrorMessage: false, collapseErrors: false },
      },
    );
    this.#drawn = listr.run();
    this.#timer = setInterval(() => this.#draw(), EVERY);
  }

  /** Drawn by the clock, since thousands of events come in a second. */
  take(): void {}

  async end(): Promise<void> {
    clearInterval(this.#timer);
    this.#draw();
    for (const line of this.#lines) line.end(line.store !== undefined && this.#board.problems.has(line.store));
    await this.#drawn;
  }

  #draw(): void {
    for (const line of this.#lines) line.draw();
  }

  #wholeText(): string {
    const [rate, left] = [this.#board.rate(), this.#board.secondsLeft()];
    const speed = rate === 0 ? '' : `, ${rate.toFixed(rate < 10 ? 1 : 0)} orders a second`;
    return `${phases[this.#board.phase]}${speed}${left === undefined || left === 0 ? '' : `, about ${duration(left)} left`}`;
  }

  #rowText(store: string, entity: EntityName): string {
    const row = this.#board.rows.find((one) => one.store === store && one.entity === entity);
    const wait = entity === 'orders' ? this.#waitText(store) : '';
    return `${store} ${entity}: ${row === undefined ? 'nothing yet' : rowWords(row)}${wait}`;
  }

  #primaryText(): string {
    return `primary: ${this.#board.requests.get('primary') ?? 0} requests${this.#waitText('primary')}`;
  }

  #waitText(store: string): string {
    const wait = this.#board.waits().find(([name]) => name === store)?.[1];
    return wait === undefined ? '' : `; ${waitWords(store, wait, this.#now())}`;
  }
}

/** One line of the list, which stands until the run has ended. */
class Line {
  readonly text: () => string;
  readonly store: string | undefined;
  readonly #ended = Promise.withResolvers<void>();
  #wrapper: Wrapper | undefined;

  constructor(text: () => string, store?: string) {
    this.text = text;
    this.store = store;
  }

  run(wrapper: Wrapper): Promise<void> {
    this.#wrapper = wrapper;
    this.draw();
    return this.#ended.promise;
  }

  draw(): void {
    const text = this.text();
    if (this.#wrapper !== undefined && this.#wrapper.title !== text) this.#wrapper.title = text;
  }

  end(failed: boolean): void {
    if (failed) this.#ended.reject(new Error(this.text()));
    else this.#ended.resolve();
    // Where it was never drawn, nobody else waits for it.
    this.#ended.promise.catch(() => {});
  }
}
