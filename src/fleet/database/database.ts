import { type Asked, type BegunAnew, Connections } from '../../ledger/storage/postgres/connections.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { type PostgresAddress, parsePostgresAddress } from '../../model/postgres-address.ts';

export type Row = Readonly<Record<string, unknown>>;

/** Statements of one transaction, or each by itself. */
export interface Queries {
  /** @param values for $1, $2 … */
  query(text: string, values?: readonly unknown[]): Promise<Row[]>;
}

/** The database that all workers of a fleet share. Where the connection is lost, it is made again. */
export interface FleetDatabase extends Queries {
  /** For messages: host, port and database, without user or password. */
  readonly name: string;
  /** A statement by itself, which may be asked twice where its answer is lost. */
  query(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /**
   * All of it, or nothing; begun anew where the connection is lost before its end. Of one whose end was not answered nobody knows whether
   * it was done: it fails, and must not be assumed undone.
   */
  transaction<Result>(work: (queries: Queries) => Promise<Result>): Promise<Result>;
  /** The same for what looks first whether it is done: begun anew also where its end was not answered. */
  repeatable<Result>(work: (queries: Queries) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

/** Connections of one process: its runs share them, and each is taken for one transaction at most. */
const CONNECTIONS = 5;
/** A statement of a fleet takes milliseconds; the engine's care of its jobs a little more. */
const ANSWER_MILLISECONDS = 60_000;

/**
 * Connections are made when they are needed.
 * @param waits milliseconds before a lost connection is made again, each time; a quarter of a minute in all when left out
 * @param address `postgres://user:password@host:port/database`; encrypted as the address of a ledger is
 * @throws ConsolidatorError `fleet-unavailable` where the address is none, or the package `pg` is missing
 */
export async function openFleetDatabase(
  address: string | PostgresAddress,
  connections = CONNECTIONS,
  waits?: readonly number[],
): Promise<FleetDatabase> {
  const given = typeof address === 'string' ? parsed(address) : address;
  const { host, port, database } = given;
  const pool = await Connections.open(given, { connections, answerMilliseconds: ANSWER_MILLISECONDS, waits });
  return new PooledDatabase(`${host}:${port}/${database}`, pool);
}

class PooledDatabase implements FleetDatabase {
  readonly name: string;
  readonly #connections: Connections;
  /** Nobody waits for a database that was never there. */
  #wasReached = false;

  constructor(name: string, connections: Connections) {
    this.name = name;
    this.#connections = connections;
  }

  async query(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return this.#told(this.#connections.askCommitted((on) => rowsOf(on, text, values), this.#waits));
  }

  async transaction<Result>(work: (queries: Queries) => Promise<Result>): Promise<Result> {
    return this.#within(work, 'undone');
  }

  async repeatable<Result>(work: (queries: Queries) => Promise<Result>): Promise<Result> {
    return this.#within(work, 'always');
  }

  async close(): Promise<void> {
    await this.#connections.close();
  }

  #within<Result>(work: (queries: Queries) => Promise<Result>, anew: BegunAnew): Promise<Result> {
    const asking = this.#connections.transaction<Result>(
      (on) => work({ query: (text, values = []) => rowsOf(on, text, values) }),
      { anew, waits: this.#waits },
    );
    return this.#told(asking);
  }

  get #waits(): readonly number[] | undefined {
    return this.#wasReached ? undefined : [];
  }

  async #told<Result>(asking: Promise<Result>): Promise<Result> {
    try {
      const result = await asking;
      this.#wasReached = true;
      return result;
    } catch (cause) {
      throw cause instanceof ConsolidatorError ? cause : this.#unavailable(cause);
    }
  }

  #unavailable(cause: unknown): ConsolidatorError {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const sentence = `The fleet's database ${this.name} did not do what was asked: ${reason.trim()}. Look whether it runs, whether this machine reaches it, and whether the user may write there.`;
    return new ConsolidatorError('fleet-unavailable', sentence, { cause });
  }
}

async function rowsOf(on: Asked, text: string, values: readonly unknown[]): Promise<Row[]> {
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
