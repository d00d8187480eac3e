import { DatabaseSync, type StatementSync } from 'node:sqlite';

/** So many are kept in memory: a plan of some thousand orders opens no file. */
const MOST_IN_MEMORY = 2_000;
/** Of the file, in kB. */
const CACHE = 1_024;

/** What many records have come to and one of them may be asked for later, by key. */
export interface KeptByKey<Value> extends Iterable<[string, Value]> {
  readonly size: number;
  has(key: string): boolean;
  get(key: string): Value | undefined;
  values(): Iterable<Value>;
  /** Those that share this with each other, in the order in which they came; see `likenessOf`. */
  alike(likeness: string): readonly Value[];
}

export interface KeptAsideOptions<Value> {
  /** By what else than their key they are asked for; an empty text is shared by none. */
  readonly likenessOf?: ((value: Value) => string) | undefined;
  readonly mostInMemory?: number | undefined;
}

/**
 * Values that JSON can carry, by key, without memory that grows with their number: the first ones are in memory, and when
 * they are too many, all of them go into a database without a name, which is a file only while SQLite can not keep it in its
 * cache, and which nobody else can open.
 */
export class KeptAside<Value> implements KeptByKey<Value> {
  readonly #likenessOf: (value: Value) => string;
  readonly #mostInMemory: number;
  readonly #inMemory = new Map<string, Value>();
  readonly #alike = new Map<string, Set<string>>();
  #file: KeptInFile | undefined;

  constructor({ likenessOf = () => '', mostInMemory = MOST_IN_MEMORY }: KeptAsideOptions<Value> = {}) {
    this.#likenessOf = likenessOf;
    this.#mostInMemory = mostInMemory;
  }

  get size(): number {
    return this.#file?.size ?? this.#inMemory.size;
  }

  has(key: string): boolean {
    return this.#file?.has(key) ?? this.#inMemory.has(key);
  }

  get(key: string): Value | undefined {
    if (this.#file === undefined) return this.#inMemory.get(key);
    const text = this.#file.get(key);
    return text === undefined ? undefined : read(text);
  }

  *values(): Generator<Value> {
    for (const [, value] of this) yield value;
  }

  *[Symbol.iterator](): Generator<[string, Value]> {
    if (this.#file === undefined) yield* this.#inMemory;
    else for (const [key, text] of this.#file.all()) yield [key, read(text)];
  }

  alike(likeness: string): readonly Value[] {
    if (likeness === '') return [];
    if (this.#file !== undefined) return this.#file.alike(likeness).map((text) => read<Value>(text));
    const keys = this.#alike.get(likeness) ?? [];
    return [...keys].flatMap((key) => this.#inMemory.get(key) ?? []);
  }

  /** In the place of what has that key already. */
  set(key: string, value: Value): void {
    if (this.#file === undefined && this.#inMemory.size >= this.#mostInMemory && !this.#inMemory.has(key))
      this.#spill();
    if (this.#file === undefined) this.#keep(key, value);
    else this.#file.set(key, this.#likenessOf(value), JSON.stringify(value));
  }

  /** Nothing of it is there afterwards. */
  close(): void {
    this.#file?.close();
    this.#file = undefined;
    this.#inMemory.clear();
    this.#alike.clear();
  }

  #keep(key: string, value: Value): void {
    const before = this.#inMemory.get(key);
    if (before !== undefined) this.#alike.get(this.#likenessOf(before))?.delete(key);
    this.#inMemory.set(key, value);
    const likeness = this.#likenessOf(value);
    if (likeness === '') return;
    const keys = this.#alike.get(likeness);
    if (keys === undefined) this.#alike.set(likeness, new Set([key]));
    else keys.add(key);
  }

  #spill(): void {
    const file = new KeptInFile();
    for (const [key, value] of this.#inMemory) file.set(key, this.#likenessOf(value), JSON.stringify(value));
    this.#inMemory.clear();
    this.#alike.clear();
    this.#file = file;
  }
}

export const NOTHING_KEPT: KeptByKey<never> = new KeptAside<never>();

/** What was written as JSON by `set`, of the values that it takes. */
function read<Value>(text: string): Value {
  return JSON.parse(text);
}

/** Texts in a database without a name, in the order in which they came. */
class KeptInFile {
  readonly #database = new DatabaseSync('');
  readonly #set: StatementSync;
  readonly #get: StatementSync;
  readonly #has: StatementSync;
  readonly #alike: StatementSync;
  #size = 0;

  constructor() {
    this.#database.exec(`
      PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -${CACHE};
      CREATE TABLE kept (place INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, likeness TEXT, value TEXT NOT NULL);
      CREATE INDEX kept_by_likeness ON kept (likeness) WHERE likeness IS NOT NULL;
      BEGIN`);
    this.#set = this.#database.prepare(
      `INSERT INTO kept (key, likeness, value) VALUES (?, ?, ?)
         ON CONFLICT (key) DO UPDATE SET likeness = excluded.likeness, value = excluded.value RETURNING place`,
    );
    this.#get = this.#database.prepare('SELECT value FROM kept WHERE key = ?');
    this.#has = this.#database.prepare('SELECT 1 FROM kept WHERE key = ?');
    this.#alike = this.#database.prepare('SELECT value FROM kept WHERE likeness = ? ORDER BY place');
  }

  get size(): number {
    return this.#size;
  }

  has(key: string): boolean {
    return this.#has.get(key) !== undefined;
  }

  get(key: string): string | undefined {
    const row = this.#get.get(key);
    return row === undefined ? undefined : String(row['value']);
  }

  set(key: string, likeness: string, value: string): void {
    // A new place is above all that are there; nothing is ever taken out.
    const row = this.#set.get(key, likeness === '' ? null : likeness, value);
    this.#size = Math.max(this.#size, Number(row?.['place']));
  }

  alike(likeness: string): string[] {
    return this.#alike.all(likeness).map((row) => String(row['value']));
  }

  *all(): Generator<[string, string]> {
    for (const row of this.#database.prepare('SELECT key, value FROM kept ORDER BY place').iterate())
      yield [String(row['key']), String(row['value'])];
  }

  close(): void {
    this.#database.close();
  }
}
