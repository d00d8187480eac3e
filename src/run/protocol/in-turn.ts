interface Begun {
  readonly names: ReadonlySet<string>;
  readonly done: Promise<void>;
}

/** @param nameOf what no two pieces of work may be about at once; left out where any may */
export function takeTurns<Item>(nameOf: ((item: Item) => string) | undefined): Turns<Item> {
  return new Turns(nameOf);
}

/** Lets pieces of work go on beside each other, but for those that are about the same: they come one after another, as they were given. */
class Turns<Item> {
  readonly #nameOf: ((item: Item) => string) | undefined;
  readonly #begun = new Set<Begun>();

  constructor(nameOf: ((item: Item) => string) | undefined) {
    this.#nameOf = nameOf;
  }

  /** @param work is told whether it had to wait for another one */
  async does(items: readonly Item[], work: (hasWaited: boolean) => Promise<void>): Promise<void> {
    const nameOf = this.#nameOf;
    if (nameOf === undefined) return work(false);
    const names = new Set(items.map(nameOf));
    const before = [...this.#begun].filter((other) => !names.isDisjointFrom(other.names)).map(({ done }) => done);
    const begun: Begun = {
      names,
      done: Promise.all(before)
        .then(() => work(before.length > 0))
        .finally(() => this.#begun.delete(begun)),
    };
    this.#begun.add(begun);
    await begun.done;
  }
}
