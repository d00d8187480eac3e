import { setTimeout as pause } from 'node:timers/promises';
import { inSchema, type PostgresAddress } from '../../../model/postgres-address.ts';
import type { Beside } from '../../beside.ts';
import { Connections } from './connections.ts';
import { decodeText, encodeText } from './encode-text.ts';
import { onDisk } from './on-disk.ts';
import { translatePostgresError } from './postgres-errors.ts';
import { quoted } from './quoted.ts';

const CONNECTIONS = 2;
/** Whoever has the word to tell holds one for as long, and asks by the others. */
const TELLING = 8;
const ANSWER_MILLISECONDS = 30_000;
/** What is beside a ledger is asked for where the ledger was reached a moment ago. */
const WAITS = [50, 200, 500, 1000, 2000];
const LOOK = 100;
/**
 * Nobody closes these pools, since they outlast what asks by them: what a run has left open in its database must be gone by itself
 * before whoever copies or drops that database has waited for it, which the server does for five seconds.
 */
const IDLE_MILLISECONDS = 2_000;

/** Of this process, by the database: many short questions about many ledgers share them. */
const pools = new Map<string, Promise<Pools>>();

interface Pools {
  readonly asking: Connections;
  readonly telling: Connections;
}

/** A schema of its own beside that of the ledger, so that it stays where it is when a ledger is restored, made anew or of another version. */
export async function besideSchema(address: PostgresAddress, waits?: readonly number[]): Promise<Beside> {
  const { host, port, user, password, database, tls, rootCertificate } = address;
  const key = JSON.stringify([host, port, user, password, database, tls, rootCertificate]);
  const opening = pools.get(key) ?? openPools(address);
  pools.set(key, opening);
  try {
    return new SchemaBeside(inSchema(address, `${address.schema}_beside`), await opening, waits);
  } catch (error) {
    pools.delete(key);
    throw error;
  }
}

async function openPools(address: PostgresAddress): Promise<Pools> {
  const own = { answerMilliseconds: ANSWER_MILLISECONDS, waits: WAITS, idleMilliseconds: IDLE_MILLISECONDS };
  return {
    asking: await Connections.open(address, { ...own, connections: CONNECTIONS }),
    telling: await Connections.open(address, { ...own, connections: TELLING, purpose: 'telling' }),
  };
}

class SchemaBeside implements Beside {
  readonly name: string;
  readonly #schema: string;
  readonly #table: string;
  readonly #pools: Pools;
  #isThere = false;

  readonly #waits: readonly number[] | undefined;

  constructor({ name, schema }: PostgresAddress, pools: Pools, waits: readonly number[] | undefined) {
    this.#waits = waits;
    this.name = name;
    this.#schema = quoted(schema);
    this.#table = `${this.#schema}.entry`;
    this.#pools = pools;
  }

  async names(folder: string): Promise<string[]> {
    if (!(await this.#stands())) return [];
    const rows = await this.#ask(`SELECT name FROM ${this.#table} WHERE folder = $1 ORDER BY name`, [folder]);
    return rows.map(({ name }) => String(name));
  }

  async read(folder: string, name: string): Promise<string | null> {
    if (!(await this.#stands())) return null;
    const [row] = await this.#ask(`SELECT content FROM ${this.#table} WHERE folder = $1 AND name = $2`, [folder, name]);
    return row === undefined ? null : decodeText(String(row['content']));
  }

  async write(
    folder: string,
    name: string,
    text: string,
    { replaces }: { readonly replaces: boolean },
  ): Promise<boolean> {
    await this.#make();
    const content = encodeText(text);
    const rows = await this.#ask(
      `INSERT INTO ${this.#table} (folder, name, content) VALUES ($1, $2, $3)
       ON CONFLICT (folder, name) DO UPDATE SET content = EXCLUDED.content WHERE $4 RETURNING name, ${onDisk()}`,
      [folder, name, content, replaces],
    );
    return rows.length > 0;
  }

  async remove(folder: string, name: string): Promise<void> {
    if (await this.#stands())
      await this.#ask(`DELETE FROM ${this.#table} WHERE folder = $1 AND name = $2`, [folder, name]);
  }

  /** The lock is of a transaction, which ends with its connection: another process goes on then. */
  async exclusively<T>(folder: string, work: () => Promise<T>, signal: AbortSignal): Promise<T | undefined> {
    const key = [`neto-consolidator ${this.#schema} ${folder}`];
    let isDone = false;
    let result: T | undefined;
    while (!isDone) {
      const telling = this.#pools.telling.transaction(
        async (on) => {
          const { rows } = await on.query('SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS mine', key);
          if (rows[0]?.mine !== true) return;
          result = await work();
          isDone = true;
        },
        { anew: 'never', waits: this.#waits },
      );
      await this.#told(telling).catch((error: unknown) => {
        // What was done is done, though the lock was lost by then.
        if (!isDone) throw error;
      });
      if (isDone || signal.aborted) break;
      await pause(LOOK);
    }
    return result;
  }

  /** Looked for before it is asked, so that no server notes errors about what nobody has needed yet. */
  async #stands(): Promise<boolean> {
    if (this.#isThere) return true;
    const [row] = await this.#ask('SELECT to_regclass($1) IS NOT NULL AS there', [this.#table]);
    this.#isThere = row?.['there'] === true;
    return this.#isThere;
  }

  async #make(): Promise<void> {
    if (await this.#stands()) return;
    const making = this.#pools.asking.transaction(
      async (on) => {
        await on.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`neto-consolidator ${this.#schema}`]);
        await on.query(`CREATE SCHEMA IF NOT EXISTS ${this.#schema}`);
        await on.query(
          `CREATE TABLE IF NOT EXISTS ${this.#table} (folder text COLLATE "C" NOT NULL, name text COLLATE "C" NOT NULL, content text NOT NULL, PRIMARY KEY (folder, name))`,
        );
      },
      { anew: 'always', waits: this.#waits },
    );
    await this.#told(making);
    this.#isThere = true;
  }

  async #ask(text: string, values: readonly unknown[]): Promise<readonly Record<string, unknown>[]> {
    const asking = this.#pools.asking.ask((on) => on.query<Record<string, unknown>>(text, [...values]), this.#waits);
    return (await this.#told(asking)).rows;
  }

  async #told<T>(asking: Promise<T>): Promise<T> {
    return asking.catch((error: unknown) => {
      throw translatePostgresError(error, this.name);
    });
  }
}
