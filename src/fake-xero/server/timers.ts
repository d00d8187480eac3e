/** What is to be done later, all of which ends with the fake. */
export class Timers {
  readonly #waiting = new Set<NodeJS.Timeout>();

  later(milliseconds: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.#waiting.delete(timer);
      work();
    }, milliseconds);
    this.#waiting.add(timer);
  }

  clear(): void {
    for (const timer of this.#waiting) clearTimeout(timer);
    this.#waiting.clear();
  }
}
