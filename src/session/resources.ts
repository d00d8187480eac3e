interface Closable {
  close(): Promise<void> | void;
}

/** What a run, a plan or a check holds open while it lasts; closed in the reverse order of opening. */
export class Resources implements Closable {
  readonly #open: (() => Promise<void> | void)[] = [];

  add(close: () => Promise<void> | void): void {
    this.#open.push(close);
  }

  async close(): Promise<void> {
    for (const close of this.#open.reverse()) await close();
    this.#open.length = 0;
  }
}
