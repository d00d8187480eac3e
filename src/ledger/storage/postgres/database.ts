import type { PostgresAddress } from '../../../model/postgres-address.ts';
import { type BegunAnew, Connections, undo } from './connections.ts';
import { OrderedConnection } from './ordered-connection.ts';
import { translatePostgresError } from './postgres-errors.ts';
import { questionOf, type Row, type Value } from './question.ts';
import { quoted } from './quoted.ts';

export type { Row, Value } from './question.ts';

/** Asks within one transaction. */
export type Ask = (sql: string, values?: readonly Value[]) => Promise<Row[]>;

/** One run writes with one connection; what is shown meanwhile is read by the others. */
const CONNECTIONS = 3;
const ANSWER_MILLISECONDS = 120_000;

interface PoolSize {
  readonly connections?: number;
  /** For so long an answer is waited for before the connection counts as lost. */
  readonly answerMilliseconds?: number;
}

/**
 * The database of a ledger behind a small pool. Nothing of a connection lasts longer than one statement or one transaction: no prepared
 * statement has a name, and nothing is set for a session.
 */
export class Database {
  readonly name: string;
  /** The ledger's schema, as SQL names it. */
  readonly schema: string;
  readonly #connections: Connections;

  private constructor(address: PostgresAddress, connections: Connections) {
    this.name = address.name;
    this.schema = quoted(address.schema);
    this.#connections = connections;
  }

  /** @param waits in milliseconds, before a lost connection is made again */
  static async open(
    address: PostgresAddress,
    waits?: readonly number[],
    { connections = CONNECTIONS, answerMilliseconds = ANSWER_MILLISECONDS }: PoolSize = {},
  ): Promise<Database> {
    return new Database(address, await Connections.open(address, { connections, answerMilliseconds, waits }));
  }

  /** What can be asked twice: a look, or a step that the database knows by its number. */
  async rows(sql: string, values: readonly Value[] = []): Promise<Row[]> {
    const { rows } = await this.#told(this.#connections.ask((on) => on.query(questionOf(sql, values))));
    return rows;
  }

  /**
   * Questions that are sent without waiting for one another, and answered in their order, each seeing what those before it have done.
   * What can be asked twice, as with `rows`.
   */
  inOrder(): Ask {
    const connection = new OrderedConnection(this.#connections);
    return (sql, values = []) => this.#told(connection.ask(questionOf(sql, values)));
  }

  /** All or nothing. @param sees the same of what others write, however long it takes. Where it is not known what has become of it, it is told, and not done again. */
  async transaction<T>(work: (ask: Ask) => Promise<T>, sees?: 'one moment'): Promise<T> {
    return this.#within(work, 'never', sees);
  }

  /** The same of what may be done twice, since it looks first whether it is done: where the connection is lost, it is begun anew. */
  async repeatable<T>(work: (ask: Ask) => Promise<T>): Promise<T> {
    return this.#within(work, 'always');
  }

  #within<T>(work: (ask: Ask) => Promise<T>, anew: BegunAnew, sees?: 'one moment'): Promise<T> {
    const begin = `BEGIN ISOLATION LEVEL ${sees === undefined ? 'read committed' : 'repeatable read'}`;
    const asking = this.#connections.transaction<T>(
      (on) => work(async (sql, values = []) => (await on.query(questionOf(sql, values))).rows),
      { begin, anew },
    );
    return this.#told(asking);
  }

  /** Looks at one moment of it for as long as it takes, which keeps nobody from writing. */
  async look(): Promise<{ readonly ask: Ask; end(): Promise<void> }> {
    const client = await this.#told(this.#connections.connect());
    const ask: Ask = async (sql, values = []) => (await this.#told(client.query(questionOf(sql, values)))).rows;
    try {
      await ask('BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY');
    } catch (error) {
      client.release(true);
      throw error;
    }
    return { ask, end: () => undo(client) };
  }

  async #told<T>(asking: Promise<T>): Promise<T> {
    return asking.catch((error: unknown) => {
      throw translatePostgresError(error, this.name);
    });
  }

  async close(): Promise<void> {
    await this.#connections.close();
  }
}
