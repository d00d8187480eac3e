import { styleText } from 'node:util';

/** What a line is about is going on, is done, or has failed. */
export type LineState = 'going' | 'done' | 'failed';

export interface LiveLine {
  readonly text: string;
  readonly state: LineState;
}

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

/**
 * Lines of a terminal that are drawn over again in their place, while whatever else is written there comes above them. The cursor is
 * never hidden, so that nothing has to be put right where the process ends in between.
 */
export class LiveLines {
  readonly #terminal: NodeJS.WriteStream;
  readonly #lines: () => readonly LiveLine[];
  readonly #write: NodeJS.WriteStream['write'];
  /** Rows of the terminal that are ours now. */
  #rows = 0;
  #frame = 0;

  constructor(terminal: NodeJS.WriteStream, lines: () => readonly LiveLine[]) {
    this.#terminal = terminal;
    this.#lines = lines;
    this.#write = terminal.write;
    terminal.write = ((...given: Parameters<NodeJS.WriteStream['write']>) => {
      this.#put(this.#erasing());
      const isFree = this.#write.apply(terminal, given);
      this.#put(this.#drawing());
      return isFree;
    }) as NodeJS.WriteStream['write'];
  }

  draw(): void {
    this.#frame += 1;
    this.#put(this.#erasing() + this.#drawing());
  }

  /** Leaves them as they are now, and the terminal as it was. */
  end(): void {
    this.#put(this.#erasing() + this.#drawing(Number.POSITIVE_INFINITY));
    this.#terminal.write = this.#write;
  }

  #put(text: string): void {
    if (text !== '') this.#write.call(this.#terminal, text);
  }

  #erasing(): string {
    return this.#rows === 0 ? '' : `\u001B[${this.#rows}A\r\u001B[J`;
  }

  /** @param most rows that can be drawn over: one that has left the screen can't */
  #drawing(most = (this.#terminal.rows || 24) - 1): string {
    const lines = this.#lines();
    const shown = lines.length > most ? lines.slice(0, most) : lines;
    this.#rows = shown.length;
    return shown.map((line) => `${this.#lineText(line)}\n`).join('');
  }

  /** A line that went on in the next row would be two to draw over. */
  #lineText({ text, state }: LiveLine): string {
    return `${this.#mark(state)} ${text.slice(0, Math.max(0, (this.#terminal.columns || 80) - 3))}`;
  }

  #mark(state: LineState): string {
    const stream = this.#terminal;
    if (state === 'done') return styleText('green', '✔', { stream });
    if (state === 'failed') return styleText('red', '✖', { stream });
    return styleText('yellow', FRAMES[this.#frame % FRAMES.length] ?? '', { stream });
  }
}
