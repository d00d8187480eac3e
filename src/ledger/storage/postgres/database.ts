import { setTimeout as pause } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import type { PostgresAddress } from '../../../model/postgres-address.ts';
import { loadDriver } from './driver.ts';
import { decodeText, encodeText } from './encode-text.ts';
import { isConnectionLost, translatePostgresError } from './postgres-errors.ts';
import { quoted } from './quoted.ts';
import { sslOf } from './ssl.ts';

export type Value = string | number | boolean | null | readonly string[] | readonly number[];
export type Row = Readonly<Record<string, unknown>>;

/** Asks within one transaction. */
export type Ask = (sql: string, values?: readonly Value[]) => Promise<Row[]>;

/** One run writes with one connection; what is shown meanwhile is read by the others. */
const CONNECTIONS = 3;
const CONNECT_MILLISECONDS = 10_000;
const ANSWER_MILLISECONDS = 120_000;

interface PoolSize {
  readonly connections?: number;
  /** For so long an answer is waited for before the connection counts as lost. */
  readonly answerMilliseconds?: number;
}
/** A database that is started anew, or gives its place to another one, is back by then. */
const PAUSES = [50, 200, 500, 1_000, 2_000, 4_000, 8_000];

const TEXT_TYPES = new Set([25, 1043, 1042, 19]);
const INT8 = 20;
const NUMERIC = 1700;

/**
 * A database behind a small pool. Nothing of a connection lasts longer than one statement or one transaction, so that a pooler
 * in between may give each of them to another one: no prepared statement has a name, and nothing is set for a session.
 */
export class Database {
  readonly name: string;
  /** The ledger's schema, as SQL names it. */
  readonly schema: string;
  readonly #pool: Pool;
  readonly #waits: readonly number[];
  #isClosed = false;

  /** @param waits in milliseconds, before a lost connection is made again */
  private constructor(address: PostgresAddress, pool: Pool, waits: readonly number[]) {
    this.name = address.name;
    this.schema = quoted(address.schema);
    this.#pool = pool;
    this.#waits = waits;
  }

  static async open(
    address: PostgresAddress,
    waits = PAUSES,
    { connections = CONNECTIONS, answerMilliseconds = ANSWER_MILLISECONDS }: PoolSize = {},
  ): Promise<Database> {
    const pg = await loadDriver();
    const { host, port, user, password, database } = address;
    const ssl = sslOf(address);
    const pool = new pg.Pool({
      ...{ host, port, user, password, database, ssl },
      ...{ max: connections, connectionTimeoutMillis: CONNECT_MILLISECONDS, query_timeout: answerMilliseconds },
      ...{ keepAlive: true, idleTimeoutMillis: 30_000, allowExitOnIdle: true },
    });
    // One that waits unused and is lost is made anew when it is asked for.
    pool.on('error', () => {});
    return new Database(address, pool, waits);
  }

  /** What can be asked twice: a look, or a step that the database knows by its number. */
  async rows(sql: string, values: readonly Value[] = []): Promise<Row[]> {
    return (await this.#again(() => this.#pool.query(questionOf(sql, values)))).rows;
  }

  /** All or nothing. @param sees the same of what others write, however long it takes. Where it is not known what has become of it, it is told, and not done again. */
  async transaction<T>(work: (ask: Ask) => Promise<T>, sees?: 'one moment'): Promise<T> {
    return this.#once(work, sees).catch((error: unknown) => {
      throw translatePostgresError(error, this.name);
    });
  }

  /** The same of what may be done twice, since it looks first whether it is done: where the connection is lost, it is begun anew. */
  async repeatable<T>(work: (ask: Ask) => Promise<T>): Promise<T> {
    return this.#again(() => this.#once(work));
  }

  async #once<T>(work: (ask: Ask) => Promise<T>, sees?: 'one moment'): Promise<T> {
    const client = await this.#connect();
    try {
      await client.query(sees === undefined ? 'BEGIN' : 'BEGIN ISOLATION LEVEL REPEATABLE READ');
      const result = await work(async (sql, values = []) => (await client.query(questionOf(sql, values))).rows);
      await client.query('COMMIT');
      client.release();
      return result;
    } catch (error) {
      await undo(client);
      throw error;
    }
  }

  /** Looks at one moment of it for as long as it takes, which keeps nobody from writing. */
  async look(): Promise<{ readonly ask: Ask; end(): Promise<void> }> {
    const client = await this.#connect();
    const ask: Ask = async (sql, values = []) => {
      try {
        return (await client.query(questionOf(sql, values))).rows;
      } catch (error) {
        throw translatePostgresError(error, this.name);
      }
    };
    try {
      await ask('BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY');
    } catch (error) {
      client.release(true);
      throw error;
    }
    return { ask, end: () => undo(client) };
  }

  async #connect(): Promise<PoolClient> {
    const client = await this.#again(() => this.#pool.connect());
    // One that breaks between two statements says so here first; the next statement fails by it.
    if (client.listenerCount('error') === 0) client.on('error', () => {});
    return client;
  }

  async #again<T>(ask: () => Promise<T>): Promise<T> {
    for (const wait of [...this.#waits, undefined]) {
      try {
        return await ask();
      } catch (error) {
        if (wait === undefined || this.#isClosed || !isConnectionLost(error))
          throw translatePostgresError(error, this.name);
        await pause(wait);
      }
    }
    throw new TypeError('the last attempt either ends well or throws');
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#pool.end();
  }
}

async function undo(client: PoolClient): Promise<void> {
  try {
    await client.query('ROLLBACK');
    client.release();
  } catch {
    client.release(true);
  }
}

interface Question {
  readonly text: string;
  readonly values: Value[];
  readonly types: { getTypeParser(type: number): (text: string) => unknown };
}

const asText = (text: string): unknown => text;
const asBoolean = (text: string): unknown => text === 't';

function questionOf(sql: string, values: readonly Value[]): Question {
  return { text: sql, values: values.map(encoded), types: { getTypeParser } };
}

function encoded(value: Value): Value {
  if (typeof value === 'string') return encodeText(value);
  return Array.isArray(value)
    ? (value.map((one) => (typeof one === 'string' ? encodeText(one) : one)) as Value)
    : value;
}

function getTypeParser(type: number): (text: string) => unknown {
  if (TEXT_TYPES.has(type)) return decodeText;
  // Ids and counts are far below what a number holds exactly; sums of money stay text.
  if (type === INT8 || type === 23 || type === 21) return Number;
  if (type === 16) return asBoolean;
  if (type === NUMERIC) return asText;
  if (type === 114) return JSON.parse;
  return asText;
}
