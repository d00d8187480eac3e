/** Lets one after another through that bear the same name, and all others side by side. */
export class Lanes {
  readonly #last = new Map<string, Promise<void>>();

  async through<T>(lane: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(lane);
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#last.set(lane, promise);
    await before;
    try {
      return await work();
    } finally {
      if (this.#last.get(lane) === promise) this.#last.delete(lane);
      resolve();
    }
  }
}
