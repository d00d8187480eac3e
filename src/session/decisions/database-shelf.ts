import type { z } from 'zod';
import type { Beside } from '../../ledger/beside.ts';
import { besideOf } from '../../ledger/open/beside.ts';
import type { PostgresAddress } from '../../model/postgres-address.ts';
import type { ReadFile } from './decision-file.ts';
import type { Shelf } from './shelf.ts';

const FOLDER = 'decisions';

/** Beside a ledger in a database, for all machines that use it. */
export class DatabaseShelf implements Shelf {
  readonly name: string;
  readonly #database: PostgresAddress;

  constructor(database: PostgresAddress) {
    this.name = database.name;
    this.#database = database;
  }

  async names(): Promise<string[]> {
    return (await this.#beside()).names(FOLDER);
  }

  async read<Content>(name: string, schema: z.ZodType<Content>): Promise<ReadFile<Content>> {
    const text = await (await this.#beside()).read(FOLDER, name);
    if (text === null) return { kind: 'gone' };
    const parsed = schema.safeParse(parsedJson(text));
    return parsed.success ? { kind: 'whole', content: parsed.data } : { kind: 'strange', why: 'holds no decision' };
  }

  async write(name: string, text: string, options: { readonly replaces: boolean }): Promise<boolean> {
    return (await this.#beside()).write(FOLDER, name, text, options);
  }

  async remove(name: string): Promise<void> {
    await (await this.#beside()).remove(FOLDER, name);
  }

  async rename(name: string, to: string): Promise<boolean> {
    const beside = await this.#beside();
    const text = await beside.read(FOLDER, name);
    if (text === null) return false;
    await beside.write(FOLDER, to, text, { replaces: true });
    await beside.remove(FOLDER, name);
    return true;
  }

  /** The database writes nothing by half. */
  async sweep(): Promise<void> {}

  #beside(): Promise<Beside> {
    return besideOf(this.#database);
  }
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
