import { setTimeout as pause } from 'node:timers/promises';
import { ConsolidatorError } from '../../../model/errors.ts';
import type { Permit } from '../../../model/permit.ts';
import { instantOfMilliseconds } from '../../../model/time.ts';
import type { Lease } from '../../lease.ts';
import type { Ask, Database, Row } from './database.ts';
import { isSoon, isSure, isYoung, type Moment, momentNow } from './lease-moment.ts';
import { holdsUntilTheEnd, LEASES, type LeaseMark, timeOfLeases } from './lease-table.ts';

/** So often within its length it is prolonged while nobody asks. */
const RENEWALS = 4;
/**
 * A step of the ledger that found so much of it left lets a write leave that follows at once: ten times as long as such leave
 * counts. It is prolonged long before.
 */
const LEFT_SECONDS = 20;
/** Where the database does not answer, it ends by itself. */
const RELEASE_WITHIN_MILLISECONDS = 3_000;

interface Held {
  /** Its ledger, and the primary where one is written to. */
  readonly marks: readonly [LeaseMark, ...LeaseMark[]];
  readonly seconds: number;
  /** When it was asked for. */
  readonly asked: Moment;
  readonly brokeOffBefore: number | null;
  /** For messages: `the pipeline au-stores`. */
  readonly pipeline: string;
  readonly onWanted: (() => void) | undefined;
}

/** A lease of this process. */
export class HeldLease implements Lease {
  readonly brokeOffBefore: number | null;
  readonly #database: Database;
  readonly #held: Held;
  readonly #lost = new AbortController();
  readonly #renewing: NodeJS.Timeout;
  #isRenewing = false;
  #isReleased = false;
  #isWanted = false;
  /** When that was asked to which the database said last that it lasts its whole length from then. */
  #prolonged: Moment;
  /** When the last step of the ledger was asked for that found enough of it left. */
  #found: Moment | undefined;

  /** @param database of its own, so that nothing of the ledger's is waited for; closed with it */
  constructor(database: Database, held: Held) {
    this.#database = database;
    this.#held = held;
    this.brokeOffBefore = held.brokeOffBefore;
    this.#prolonged = held.asked;
    this.#renewing = setInterval(() => void this.#renew(), (held.seconds * 1000) / RENEWALS);
    this.#renewing.unref();
  }

  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  /** That of the ledger. */
  get mark(): LeaseMark {
    return this.#held.marks[0];
  }

  /** Of the ledger first. */
  get marks(): readonly [LeaseMark, ...LeaseMark[]] {
    return this.#held.marks;
  }

  /** Whether nobody else can have it: what the ledger held a moment ago it holds still, but for what this process has written. */
  get isSure(): boolean {
    return !this.#lost.signal.aborted && isSure(this.#held.seconds, this.#prolonged, momentNow());
  }

  async ask(): Promise<Permit> {
    this.#lost.signal.throwIfAborted();
    const found = this.#found;
    if (found !== undefined && isSoon(found, momentNow())) return { isFresh: () => isYoung(found, momentNow()) };
    return this.#prolong();
  }

  /**
   * A step of the ledger has found how long it lasts at least, which it told with its own answer.
   * @param asked before the step was sent @param secondsLeft of all its marks; null where one is not its own any more
   */
  hear(asked: Moment, secondsLeft: number | null, isWanted: boolean): void {
    if (secondsLeft !== null && secondsLeft >= LEFT_SECONDS) this.#found = asked;
    if (isWanted) this.#tellWanted();
  }

  #tellWanted(): void {
    if (!this.#isWanted) this.#held.onWanted?.();
    this.#isWanted = true;
  }

  async #prolong(): Promise<Permit> {
    this.#lost.signal.throwIfAborted();
    // Before it is asked: an answer that lay in the socket while this process stood still is none of now.
    const asked = momentNow();
    const { marks, seconds } = this.#held;
    const [row] = await this.#database.rows(
      `WITH prolonged AS (
         UPDATE ${LEASES} AS held SET expires_at = ${timeOfLeases()} + make_interval(secs => $1)
         FROM unnest($2::text[], $3::bigint[]) AS mine (name, number)
         WHERE held.name = mine.name AND held.number = mine.number AND held.owner = $4 AND NOT held.is_released RETURNING held.is_wanted
       ) SELECT count(*) AS count, bool_or(is_wanted) AS is_wanted FROM prolonged`,
      [seconds, marks.map(({ name }) => name), marks.map(({ number }) => number), this.mark.owner],
    );
    if (Number(row?.['count'] ?? 0) !== marks.length) throw await this.lose();
    if (row?.['is_wanted'] === true) this.#tellWanted();
    this.#prolonged = asked;
    return { isFresh: () => isYoung(asked, momentNow()) };
  }

  /**
   * The first step of a transaction of the ledger: nobody takes it over before that has ended.
   * @throws ConsolidatorError `lease-lost`
   */
  async fence(ask: Ask): Promise<void> {
    if (!(await holdsUntilTheEnd(ask, this.mark))) throw await this.lose();
  }

  /** It was found to be another's. @returns what is told of that */
  async lose(): Promise<ConsolidatorError> {
    if (!this.#lost.signal.aborted) {
      const error = lostTo(this.#held, await this.#whoHasIt().catch(() => undefined));
      if (!this.#lost.signal.aborted) this.#lost.abort(error);
    }
    clearInterval(this.#renewing);
    // Only this method aborts it.
    return this.#lost.signal.reason as ConsolidatorError;
  }

  async release(): Promise<void> {
    if (this.#isReleased) return;
    this.#isReleased = true;
    clearInterval(this.#renewing);
    const { marks } = this.#held;
    const released = this.#database
      .rows(
        `UPDATE ${LEASES} SET is_released = true, expires_at = least(expires_at, ${timeOfLeases()}) WHERE name = ANY ($1::text[]) AND owner = $2`,
        [marks.map(({ name }) => name), this.mark.owner],
      )
      .catch(() => undefined);
    const given = new AbortController();
    await Promise.race([released, pause(RELEASE_WITHIN_MILLISECONDS, undefined, { signal: given.signal }).catch(() => undefined)]); // biome-ignore format: one line
    given.abort();
    await this.#database.close();
  }

  async #renew(): Promise<void> {
    if (this.#isRenewing) return;
    this.#isRenewing = true;
    // Where the database does not answer it is asked again in a moment, and before each write anyway.
    await this.#prolong().catch(() => undefined);
    this.#isRenewing = false;
  }

  async #whoHasIt(): Promise<Row | undefined> {
    const names = this.#held.marks.map(({ name }) => name);
    const rows = await this.#database.rows(
      `SELECT *, extract(epoch FROM since)::float8 AS since_seconds FROM ${LEASES} WHERE name = ANY ($1::text[]) AND owner <> $2 ORDER BY name`,
      [names, this.mark.owner],
    );
    return rows[0];
  }
}

function lostTo({ pipeline }: Held, row: Row | undefined): ConsolidatorError {
  const who = row === undefined ? 'another one' : holderOf(row);
  return new ConsolidatorError(
    'lease-lost',
    `This process did not reach the database for so long, or stood still for so long, that ${pipeline} was given to ${who}. It has ended, and writes nothing more; what it had begun is settled there.`,
  );
}

/** For messages: which process, whose, where, and since when by the database's clock. */
export function holderOf(row: Row): string {
  const since = instantOfMilliseconds(Number(row['since_seconds']) * 1000);
  return `process ${String(row['process'])} of ${String(row['who'])}, since ${since}`;
}
