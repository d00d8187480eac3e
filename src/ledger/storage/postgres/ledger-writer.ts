import { randomUUID } from 'node:crypto';
import type { Applied, LedgerChanges } from '../storage.ts';
import { jsonOf, type WrittenChanges, writtenOf } from './changes-json.ts';
import type { Ask, Database } from './database.ts';
import type { HeldLease } from './held-lease.ts';
import { momentNow } from './lease-moment.ts';
import { onDisk } from './on-disk.ts';
import { isFenced, isOutdated } from './postgres-errors.ts';
import { SCHEMA_VERSION } from './write-function.ts';
import { othersHaveWritten, WritersMemory } from './writers-memory.ts';

/** What the database's own function says of a step that was done. */
interface Written {
  readonly intents: readonly number[];
  readonly run: number | null;
  readonly writes: number;
  /** Of the lease, when this was done; null where a part of it was another's by then. */
  readonly secondsLeft: number | null;
  /** Somebody waits for it. */
  readonly isWanted: boolean;
}

/**
 * Writes to a ledger by a lease, step by step. A step is sent without waiting for the one before it, over the same connection, so that
 * the database does them in their order; each is told as done once it is on its disk, and so are all before it then.
 */
export class LedgerWriter {
  readonly memory = new WritersMemory();
  /** Asks behind all steps that are under way, and sees what they do. */
  readonly ask: Ask;
  readonly #schema: string;
  readonly #lease: HeldLease;
  /** Who writes: the database knows a step by this and its number, should the answer to it be lost. */
  readonly #writer = randomUUID();
  #step = 0;
  /** The last step of which it was heard, as of all before it. */
  #heard = 0;
  #last: Promise<unknown> = Promise.resolve();
  /**
   * How many steps the ledger has had with the last one of this process; undefined before the first. Whoever writes holds the
   * lock of the pipeline, so nobody else does; that somebody did all the same is told by the next step.
   */
  #writes: number | undefined;
  #hasRedacted = false;

  constructor(database: Database, lease: HeldLease) {
    this.ask = database.inOrder();
    this.#schema = database.schema;
    this.#lease = lease;
  }

  get hasWritten(): boolean {
    return this.#writes !== undefined;
  }

  /** Something personal went with a step. */
  get hasRedacted(): boolean {
    return this.#hasRedacted;
  }

  /** While nobody else can have written what this process knows: it holds the lease, by a word of the database that is young enough. */
  get mayRecall(): boolean {
    return this.hasWritten && this.#lease.isSure;
  }

  /** It is sent when this returns; whatever is asked behind it sees what it does. */
  async apply(changes: LedgerChanges): Promise<Applied> {
    const about = this.memory.begin(changes);
    try {
      const { intents } = await this.write(writtenOf(changes));
      this.memory.put(changes, intents);
      this.#hasRedacted ||= changes.redacts === true;
      return { kind: 'applied', intents };
    } catch (error) {
      this.memory.forget();
      if (isOutdated(error)) return { kind: 'outdated' };
      throw error;
    } finally {
      this.memory.end(about);
    }
  }

  /**
   * One whose answer is lost is asked for again under its number, and done only where it was not: so it is never done twice, and
   * never given up while it may still be done.
   */
  write(changes: WrittenChanges): Promise<Written> {
    this.#step += 1;
    const step = this.#step;
    const [{ name, number, owner }, ...others] = this.#lease.marks;
    // Before it is sent, as when the lease itself is asked for.
    const asked = momentNow();
    const sql = `SELECT ${this.#schema}.ledger_write($1, $2, $3, $4::json, $5, $6, $7, $8, $9) AS written, ${onDisk()}`;
    const answered = this.ask(sql, [
      ...[SCHEMA_VERSION, this.#writer, step],
      ...[jsonOf({ ...changes, heard: this.#heard }), name, number, owner],
      ...[others.map((one) => one.name), others.map((one) => one.number)],
    ]);
    const written = answered.then(
      ([row]): Written => {
        this.#heard = step;
        // The function's own words.
        const result = row?.['written'] as Written;
        this.#lease.hear(asked, result.secondsLeft, result.isWanted);
        if (othersHaveWritten(this.#writes, result.writes)) this.memory.forget();
        this.#writes = result.writes;
        return result;
      },
      async (error: unknown) => {
        throw isFenced(error) ? await this.#lease.lose() : error;
      },
    );
    this.#last = Promise.allSettled([this.#last, written]);
    return written;
  }

  /** All steps that were sent were done, or are given up. */
  async settled(): Promise<void> {
    await this.#last;
  }
}
