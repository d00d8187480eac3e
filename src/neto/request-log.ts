import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { storeIdentity } from '../model/store-identity.ts';
import { type Clock, stopped, systemClock } from './clock.ts';

interface RequestTicket {
  /** The answer has come, or nothing more will. Calling it twice does no harm. */
  done(): void;
}

interface ReserveOptions {
  readonly signal?: AbortSignal | undefined;
  /** How long the request may be under way: 60,000 when left out. */
  readonly timeoutMilliseconds?: number | undefined;
  readonly onWait?: ((milliseconds: number, reason: 'rate-limit' | '429') => void) | undefined;
}

/** The requests of the last minute, of all processes of this machine. */
export interface RequestLog {
  /**
   * Resolves when one more request may be sent to `host`.
   * @param perMinute null: not limited (a 429 is still waited out)
   * @throws ConsolidatorError `stopped` when the signal is aborted
   */
  reserve(host: string, perMinute: number | null, options?: ReserveOptions): Promise<RequestTicket>;
  /**
   * Makes every process wait that long before its next request to `host`, as after a 429. Others use the store too, so
   * its limit is halved from then on, and creeps back within ten minutes.
   */
  penalise(host: string, milliseconds: number): void;
  close(): void;
}

interface RequestLogOptions {
  readonly clock?: Clock | undefined;
  /** The rolling window of the limit: 60,000 when left out. Tests scale it. */
  readonly windowMilliseconds?: number | undefined;
  /** Added to the window, since clocks tick in milliseconds and timers fire early: 25 when left out. */
  readonly guardMilliseconds?: number | undefined;
}

/** What a 429 leaves of the limit, once for each spell of them, and the least that is ever left. */
const LOWERED_TO = 0.5;
const LEAST_SHARE = 0.1;
/** How long it takes from nothing back to the whole limit. */
const RECOVERY = 10 * 60_000;
/** No store asks for longer; a value beyond it comes from before a restart of the machine. */
const LONGEST_PENALTY = 15 * 60_000;

const schema = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = OFF;
  CREATE TABLE IF NOT EXISTS request (
    id INTEGER PRIMARY KEY, host TEXT NOT NULL, free_at REAL NOT NULL, longest REAL NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS request_by_host ON request (host, free_at);
  CREATE TABLE IF NOT EXISTS penalty (host TEXT PRIMARY KEY, until REAL NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS lowered (host TEXT PRIMARY KEY, share REAL NOT NULL, since REAL NOT NULL) STRICT;
`;

/** A log that lives and ends with this process. */
export function memoryRequestLog(options: RequestLogOptions = {}): RequestLog {
  return new SqliteRequestLog(new DatabaseSync(':memory:'), options);
}

/** The log that processes share by way of a SQLite file, which is made when it is missing. */
export function openRequestLog(file: string, options: RequestLogOptions = {}): RequestLog {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  return new SqliteRequestLog(new DatabaseSync(file, { timeout: 10_000 }), options);
}

type Attempt = { readonly id: number } | { readonly wait: number; readonly reason: 'rate-limit' | '429' };

/**
 * A sliding log. When a request arrives at the store is known only to lie between its sending and its completion, so an
 * entry counts until one window after its *completion* (an unfinished one as if it took its whole time-out, so that a
 * killed process's entries fall away). A rolling window at the store that held one request too many would then have to
 * hold all entries that still counted when the last of them was reserved: so there is none.
 */
class SqliteRequestLog implements RequestLog {
  readonly #database: DatabaseSync;
  readonly #clock: Clock;
  readonly #window: number;
  readonly #statements: Record<
    'clamp' | 'expire' | 'count' | 'free' | 'insert' | 'done' | 'until' | 'penalise' | 'lowered' | 'lower',
    ReturnType<DatabaseSync['prepare']>
  >;

  constructor(database: DatabaseSync, options: RequestLogOptions) {
    this.#database = database;
    this.#clock = options.clock ?? systemClock;
    this.#window = (options.windowMilliseconds ?? 60_000) + (options.guardMilliseconds ?? 25);
    database.exec(schema);
    this.#statements = {
      // The clock starts anew with the machine: no entry may stand longer than it could from now on.
      clamp: database.prepare(
        'UPDATE request SET free_at = :now + longest WHERE host = :host AND free_at > :now + longest',
      ),
      expire: database.prepare('DELETE FROM request WHERE host = :host AND free_at <= :now'),
      count: database.prepare('SELECT count(*) AS count FROM request WHERE host = :host'),
      free: database.prepare('SELECT free_at FROM request WHERE host = :host ORDER BY free_at LIMIT 1 OFFSET :offset'),
      insert: database.prepare(
        'INSERT INTO request (host, free_at, longest) VALUES (:host, :now + :longest, :longest)',
      ),
      done: database.prepare('UPDATE request SET free_at = :now + :window, longest = :window WHERE id = :id'),
      until: database.prepare('SELECT until FROM penalty WHERE host = :host'),
      penalise: database.prepare(
        'INSERT INTO penalty (host, until) VALUES (:host, :until) ON CONFLICT (host) DO UPDATE SET until = max(until, :until)',
      ),
      lowered: database.prepare('SELECT share, since FROM lowered WHERE host = :host'),
      lower: database.prepare(
        'INSERT INTO lowered (host, share, since) VALUES (:host, :share, :since) ON CONFLICT (host) DO UPDATE SET share = :share, since = :since',
      ),
    };
  }

  async reserve(called: string, perMinute: number | null, options: ReserveOptions = {}): Promise<RequestTicket> {
    const host = storeIdentity(called);
    for (;;) {
      if (options.signal?.aborted === true) throw stopped({ cause: options.signal.reason });
      const attempt = this.#atomically(() => this.#decide(host, perMinute, options.timeoutMilliseconds ?? 60_000));
      if ('id' in attempt) return { done: () => this.#done(attempt.id) };
      options.onWait?.(attempt.wait, attempt.reason);
      await this.#clock.sleep(attempt.wait, options.signal);
    }
  }

  penalise(called: string, milliseconds: number): void {
    const host = storeIdentity(called);
    const now = this.#clock.now();
    const until = now + Math.min(milliseconds, LONGEST_PENALTY);
    this.#atomically(() => {
      // Requests that were under way together are refused together: that is one spell, and halves the limit once.
      if (this.#penalty(host, now) === 0) {
        const share = Math.max(LEAST_SHARE, this.#share(host, now) * LOWERED_TO);
        this.#statements.lower.run({ host, share, since: until });
      }
      this.#statements.penalise.run({ host, until });
    });
  }

  close(): void {
    if (this.#database.isOpen) this.#database.close();
  }

  #atomically<T>(step: () => T): T {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      const result = step();
      this.#database.exec('COMMIT');
      return result;
    } catch (error) {
      this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  /** @returns milliseconds; 0 for none */
  #penalty(host: string, now: number): number {
    const penalty = Number(this.#statements.until.get({ host })?.['until'] ?? 0) - now;
    return penalty > 0 && penalty <= LONGEST_PENALTY ? penalty : 0;
  }

  /** Of the limit, at this moment. */
  #share(host: string, now: number): number {
    const lowered = this.#statements.lowered.get({ host });
    if (lowered === undefined) return 1;
    const ago = now - Number(lowered['since']);
    // The clock starts anew with the machine.
    if (ago < -LONGEST_PENALTY) return 1;
    return Math.min(1, Number(lowered['share']) + Math.max(0, ago) / RECOVERY);
  }

  #decide(host: string, limit: number | null, timeout: number): Attempt {
    const now = this.#clock.now();
    const penalty = this.#penalty(host, now);
    if (penalty > 0) return { wait: Math.ceil(penalty), reason: '429' };
    if (limit === null) return { id: 0 };
    const perMinute = Math.max(1, Math.floor(limit * this.#share(host, now)));
    this.#statements.clamp.run({ host, now });
    this.#statements.expire.run({ host, now });
    const count = Number(this.#statements.count.get({ host })?.['count'] ?? 0);
    if (count >= perMinute) {
      const free = Number(this.#statements.free.get({ host, offset: count - perMinute })?.['free_at'] ?? now);
      // One under way may be done the next moment, and then counts for a window from there: look again by then.
      return { wait: Math.max(1, Math.ceil(Math.min(free - now, this.#window))), reason: 'rate-limit' };
    }
    const inserted = this.#statements.insert.run({ host, now, longest: timeout + this.#window });
    return { id: Number(inserted.lastInsertRowid) };
  }

  #done(id: number): void {
    if (id === 0 || !this.#database.isOpen) return;
    try {
      this.#statements.done.run({ id, now: this.#clock.now(), window: this.#window });
    } catch {
      // Locked for longer than the busy time-out: the entry counts for its whole time-out, which is on the safe side.
    }
  }
}
