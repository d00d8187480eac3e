/** The columns of a table by their keys: where several have one key, the last one's place. */
export type Columns = ReadonlyMap<string, number>;

export function columnsOf(keys: readonly string[]): Columns {
  return new Map(keys.map((key, place) => [key, place]));
}

/** The cells of one row by the keys of their columns, which all rows of a table have in common; cells that lack are empty. */
export class RowCells implements ReadonlyMap<string, string> {
  readonly #columns: Columns;
  readonly #texts: readonly string[];

  constructor(columns: Columns, texts: readonly string[]) {
    this.#columns = columns;
    this.#texts = texts;
  }

  get size(): number {
    return this.#columns.size;
  }

  has(key: string): boolean {
    return this.#columns.has(key);
  }

  get(key: string): string | undefined {
    const place = this.#columns.get(key);
    return place === undefined ? undefined : (this.#texts[place] ?? '');
  }

  keys(): MapIterator<string> {
    return this.#columns.keys();
  }

  *values(): Generator<string, undefined> {
    for (const place of this.#columns.values()) yield this.#texts[place] ?? '';
  }

  *entries(): Generator<[string, string], undefined> {
    for (const [key, place] of this.#columns) yield [key, this.#texts[place] ?? ''];
  }

  [Symbol.iterator](): Generator<[string, string], undefined> {
    return this.entries();
  }

  forEach(tell: (text: string, key: string, cells: ReadonlyMap<string, string>) => void): void {
    for (const [key, text] of this) tell(text, key, this);
  }
}
