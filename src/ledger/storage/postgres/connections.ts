import { setTimeout as pause } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import type { PostgresAddress } from '../../../model/postgres-address.ts';
import { loadDriver } from './driver.ts';
import { isConnectionLost } from './postgres-errors.ts';
import { lendPool } from './shared-pools.ts';
import { sslOf } from './ssl.ts';

/** Whatever asks: a pool, or one connection of it. */
export type Asked = Pick<Pool, 'query'>;

const CONNECT_MILLISECONDS = 10_000;
/** A database that is started anew, or gives its place to another one, is back by then. */
const PAUSES = [50, 200, 500, 1_000, 2_000, 4_000, 8_000];

interface Pooled {
  readonly connections: number;
  /** For so long an answer is waited for before the connection counts as lost. */
  readonly answerMilliseconds: number;
  /** Of those that a process shares, what they are for: whoever holds one for long keeps none from others. */
  readonly purpose?: string | undefined;
  /** Milliseconds before a lost connection is made again, each time; as long as a restart takes when left out. */
  readonly waits?: readonly number[] | undefined;
  /** After so many milliseconds in which nothing is asked a connection is given up; half a minute when left out. */
  readonly idleMilliseconds?: number | undefined;
}

/**
 * When a transaction whose connection was lost is begun anew:
 * - `never`.
 * - `undone`: where its end was not asked for yet, so that nothing of it was done.
 * - `always`: also where nobody knows what has become of it. For what looks first whether it is done.
 */
export type BegunAnew = 'never' | 'undone' | 'always';

/**
 * A small pool of connections to a database, each made when it is needed and made again when it is lost. Nothing of one lasts longer
 * than one statement or one transaction, so that a pooler in between may give each of them to another one.
 * What is thrown is what the driver says.
 */
export class Connections {
  /** Milliseconds before a lost connection is made again, each time. */
  readonly waits: readonly number[];
  readonly #pool: Pool;
  readonly #end: () => Promise<void>;
  #isClosed = false;
  #seesCommitted: boolean | undefined;

  private constructor(pool: Pool, waits: readonly number[], end: () => Promise<void>) {
    this.#pool = pool;
    this.waits = waits;
    this.#end = end;
  }

  static async open(
    address: PostgresAddress,
    { connections, answerMilliseconds, purpose = '', waits = PAUSES, idleMilliseconds = 30_000 }: Pooled,
  ): Promise<Connections> {
    const pg = await loadDriver();
    const { host, port, user, password, database } = address;
    const ssl = sslOf(address);
    const make = (): Pool => {
      const pool = new pg.Pool({
        ...{ host, port, user, password, database, ssl, application_name: 'neto-consolidator' },
        ...{ max: connections, connectionTimeoutMillis: CONNECT_MILLISECONDS, query_timeout: answerMilliseconds },
        // What is asked of a connection is sent at once; the server answers in the same order.
        ...{ pipeline: true },
        ...{ keepAlive: true, idleTimeoutMillis: idleMilliseconds, allowExitOnIdle: true },
      });
      // One that waits unused and is lost is made anew when it is asked for; without a listener it would end the process.
      pool.on('error', () => {});
      return pool;
    };
    const lent = lendPool(address, { kind: `${answerMilliseconds} ${purpose}`, connections }, make);
    if (lent !== undefined) return new Connections(lent.pool, waits, async () => lent.giveBack());
    const own = make();
    return new Connections(own, waits, () => own.end());
  }

  /** A statement that may be asked twice. */
  async ask<T>(question: (on: Asked) => Promise<T>, waits = this.waits): Promise<T> {
    return this.#again(() => question(this.#pool), waits, isConnectionLost);
  }

  /**
   * The same of one that has to see what was committed when it gets its turn: a server, a database or a user may be set to another
   * isolation, in which a statement that has waited for others counts by what was there before them.
   */
  async askCommitted<T>(question: (on: Asked) => Promise<T>, waits = this.waits): Promise<T> {
    this.#seesCommitted ??= await this.ask(async (on) => {
      const setting = "SELECT current_setting('default_transaction_isolation') AS isolation";
      return (await on.query<{ isolation: string }>(setting)).rows[0]?.isolation === 'read committed';
    }, waits);
    if (this.#seesCommitted) return this.ask(question, waits);
    return this.transaction(question, { anew: 'always', waits });
  }

  /** All or nothing. @param begin the statement that begins it @param waits where it may be begun anew, before each time */
  async transaction<T>(
    work: (on: Asked) => Promise<T>,
    {
      begin = 'BEGIN ISOLATION LEVEL read committed',
      anew,
      waits = this.waits,
    }: { readonly begin?: string; readonly anew: BegunAnew; readonly waits?: readonly number[] | undefined },
  ): Promise<T> {
    let reached: 'nothing' | 'begin' | 'end' = 'nothing';
    const once = async (): Promise<T> => {
      reached = 'nothing';
      const client = await this.connect([]);
      reached = 'begin';
      try {
        await client.query(begin);
        const result = await work(client);
        reached = 'end';
        await client.query('COMMIT');
        client.release();
        return result;
      } catch (error) {
        await undo(client, error);
        throw error;
      }
    };
    const mayBegin = (error: unknown): boolean =>
      isConnectionLost(error) &&
      (reached === 'nothing' || anew === 'always' || (anew === 'undone' && reached === 'begin'));
    return this.#again(once, waits, mayBegin);
  }

  /** One connection, to be released by whoever asked for it. */
  async connect(waits = this.waits): Promise<PoolClient> {
    const client = await this.#again(() => this.#pool.connect(), waits, isConnectionLost);
    // One that breaks between two statements says so here first; the next statement fails by it.
    if (client.listenerCount('error') === 0) client.on('error', () => {});
    return client;
  }

  async #again<T>(
    step: () => Promise<T>,
    waits: readonly number[],
    mayRepeat: (error: unknown) => boolean,
  ): Promise<T> {
    for (const wait of [...waits, undefined]) {
      try {
        return await step();
      } catch (error) {
        if (wait === undefined || this.#isClosed || !mayRepeat(error)) throw error;
        await pause(wait);
      }
    }
    throw new TypeError('the last attempt either ends well or throws');
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#end();
  }
}

/** Lets go of a connection in whose transaction something failed: the server undoes what was open in one that is thrown away. */
export async function undo(client: PoolClient, error?: unknown): Promise<void> {
  // A statement that was not answered would stand before this one.
  if (isConnectionLost(error)) return client.release(true);
  try {
    await client.query('ROLLBACK');
    client.release();
  } catch {
    client.release(true);
  }
}
