/** Which records stand in several places of the files of a run, by their keys alone, as far as these can be told by a first look. */
export class RepeatedKeys {
  /** The file that each was first found in. */
  readonly #files = new Map<string, number>();
  readonly #repeated = new Set<string>();
  readonly #inFiles = new Set<number>();

  /** @param file its place among the files of the run */
  add(key: string, file: number): void {
    const before = this.#files.get(key);
    if (before === undefined) this.#files.set(key, file);
    else this.repeat(key, before, file);
  }

  /** A record of which one file alone may hold several states. */
  repeat(key: string, ...files: readonly number[]): void {
    this.#repeated.add(key);
    for (const file of files) this.#inFiles.add(file);
  }

  /** Once all files have been looked over, which of their records stand in one place is of no use any more. */
  forgetOthers(): void {
    this.#files.clear();
  }

  has(key: string): boolean {
    return this.#repeated.has(key);
  }

  someIn(file: number): boolean {
    return this.#inFiles.has(file);
  }
}
