import type { Pool, PoolClient } from 'pg';
import { loadDriver } from '../../ledger/storage/postgres/driver.ts';
import { sslOf } from '../../ledger/storage/postgres/ssl.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { type PostgresAddress, parsePostgresAddress } from '../../model/postgres-address.ts';

export type Row = Readonly<Record<string, unknown>>;

/** Statements of one transaction, or each by itself. */
export interface Queries {
  /** @param values for $1, $2 … */
  query(text: string, values?: readonly unknown[]): Promise<Row[]>;
}

/** The database that all workers of a fleet share. */
export interface FleetDatabase extends Queries {
  /** For messages: host, port and database, without user or password. */
  readonly name: string;
  /** All of it, or nothing. It must not be assumed undone when the answer to its end is lost: look. */
  transaction<Result>(work: (queries: Queries) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

/** Connections of one process: its runs share them, and each is taken for one transaction at most. */
const CONNECTIONS = 5;
const CONNECT_WITHIN_MILLISECONDS = 10_000;

/**
 * Connections are made when they are needed.
 * @param address `postgres://user:password@host:port/database`; encrypted as the address of a ledger is
 * @throws ConsolidatorError `fleet-unavailable` where the address is none, or the package `pg` is missing
 */
export async function openFleetDatabase(address: string, connections = CONNECTIONS): Promise<FleetDatabase> {
  const given = parsed(address);
  const { host, port, user, password, database } = given;
  const ssl = sslOf(given);
  const pg = await loadDriver();
  const pool = new pg.Pool({
    ...{ host, port, user, password, database, ssl },
    max: connections,
    connectionTimeoutMillis: CONNECT_WITHIN_MILLISECONDS,
    keepAlive: true,
    application_name: 'neto-consolidator',
  });
  // A connection that breaks while nobody uses it is made anew when it is needed; without a listener it would end the process.
  pool.on('error', () => {});
  return new PooledDatabase(`${host}:${port}/${database}`, pool);
}

class PooledDatabase implements FleetDatabase {
  readonly name: string;
  readonly #pool: Pool;

  constructor(name: string, pool: Pool) {
    this.name = name;
    this.#pool = pool;
  }

  async query(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    try {
      return await rowsOf(this.#pool, text, values);
    } catch (cause) {
      throw this.#unavailable(cause);
    }
  }

  async transaction<Result>(work: (queries: Queries) => Promise<Result>): Promise<Result> {
    let client: PoolClient;
    try {
      client = await this.#pool.connect();
    } catch (cause) {
      throw this.#unavailable(cause);
    }
    // One that breaks between two statements says so here first; the next statement fails by it.
    const broken = (): void => {};
    client.on('error', broken);
    let isDone = false;
    try {
      await client.query('BEGIN');
      const result = await work({ query: (text, values = []) => rowsOf(client, text, values) });
      await client.query('COMMIT');
      isDone = true;
      return result;
    } catch (cause) {
      if (cause instanceof ConsolidatorError) throw cause;
      throw this.#unavailable(cause);
    } finally {
      client.off('error', broken);
      // Thrown away, the server undoes what was open; a rollback of our own could hang in a broken connection.
      client.release(!isDone);
    }
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }

  #unavailable(cause: unknown): ConsolidatorError {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const sentence = `The fleet's database ${this.name} did not do what was asked: ${reason.trim()}. Look whether it runs, whether this machine reaches it, and whether the user may write there.`;
    return new ConsolidatorError('fleet-unavailable', sentence, { cause });
  }
}

async function rowsOf(on: Pool | PoolClient, text: string, values: readonly unknown[]): Promise<Row[]> {
  // Several statements without values come back as several results, and the engine of the jobs wants the rows of each.
  const results = [await on.query<Row>(text, values.length === 0 ? undefined : [...values])].flat();
  return results.flatMap(({ rows }) => rows);
}

/** @throws ConsolidatorError `fleet-unavailable` */
function parsed(address: string): PostgresAddress {
  try {
    return parsePostgresAddress(address, 'fleet');
  } catch (cause) {
    const found =
      cause instanceof Error ? cause.message.replaceAll('"ledger"', 'NETO_CONSOLIDATOR_DATABASE') : String(cause);
    throw new ConsolidatorError('fleet-unavailable', found);
  }
}
