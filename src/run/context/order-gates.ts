/**
 * Lets the orders of a store go to the loader once all are read and not too many are old: placed before the last whole run
 * of that store began. Such a run had them before it and made nothing of them, so that many at once mean that `since` was
 * moved, a watermark was lost, or a key is another store's. What is traded between two runs is never counted.
 */
export class OrderGates {
  readonly #asks: boolean;
  readonly #open = new Set<string>();

  /** @param asks false where a person has said yes, and in a plan */
  constructor(asks: boolean) {
    this.#asks = asks;
  }

  isOpen(store: string): boolean {
    return !this.#asks || this.#open.has(store);
  }

  open(store: string): void {
    this.#open.add(store);
  }

  close(store: string): void {
    this.#open.delete(store);
  }

  get asks(): boolean {
    return this.#asks;
  }
}
