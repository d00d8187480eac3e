import { ConsolidatorError } from '../../model/errors.ts';
import { storeIdentity } from '../../model/store-identity.ts';
import { type Clock, stopped, systemClock } from '../../neto/clock.ts';
import type { RequestLog } from '../../neto/request-log.ts';
import type { FleetDatabase } from '../database/database.ts';
import { FLEET_SCHEMA, REACHED_VERSION, refuseVersion } from '../database/schema.ts';

type Ticket = Awaited<ReturnType<RequestLog['reserve']>>;
type ReserveOptions = NonNullable<Parameters<RequestLog['reserve']>[2]>;

interface SharedRequestLogOptions {
  /** The rolling window of the limit: 60,000 when left out. Tests scale it. */
  readonly windowMilliseconds?: number;
  readonly clock?: Clock;
  /** A newer version has changed the tables: nothing more is sent by this process. Called once. */
  readonly onNewer?: (error: unknown) => void;
}

/** As of the log of one machine: see `src/neto/request-log.ts`. */
const GUARD_MILLISECONDS = 25;
const LOWERED_TO = 0.5;
const LEAST_SHARE = 0.1;
const RECOVERY_SECONDS = 600;
const LONGEST_PENALTY_MILLISECONDS = 15 * 60_000;

/**
 * The requests of the last minute of all workers, by the clock of their database: no rolling window at a store sees more than its limit,
 * however many machines ask it. An entry counts until one window after its completion; one of a worker that died as if it had taken
 * its whole time-out.
 */
export class SharedRequestLog implements RequestLog {
  readonly #database: FleetDatabase;
  readonly #window: number;
  readonly #clock: Clock;
  readonly #onNewer: (error: unknown) => void;
  #isOutdated = false;
  /** What was told and not yet written: a reservation waits for it, so that a 429 holds for this process at once. */
  readonly #told = new Set<Promise<void>>();

  constructor(
    database: FleetDatabase,
    { windowMilliseconds = 60_000, clock = systemClock, onNewer = () => {} }: SharedRequestLogOptions = {},
  ) {
    this.#database = database;
    this.#window = windowMilliseconds + GUARD_MILLISECONDS;
    this.#clock = clock;
    this.#onNewer = onNewer;
  }

  async reserve(host: string, perMinute: number | null, options: ReserveOptions = {}): Promise<Ticket> {
    const { signal, timeoutMilliseconds = 60_000, onWait } = options;
    const longest = `${timeoutMilliseconds + this.#window} milliseconds`;
    for (;;) {
      if (signal?.aborted === true) throw stopped({ cause: signal.reason });
      await Promise.all(this.#told);
      const [row] = await this.#database.query(
        `SELECT id, wait_milliseconds, reason, ${REACHED_VERSION} AS version FROM ${FLEET_SCHEMA}.reserve_request($1, $2, $3::interval, $4::interval, $5::interval)`,
        [storeIdentity(host), perMinute, longest, `${this.#window} milliseconds`, `${RECOVERY_SECONDS} seconds`],
      );
      if (row === undefined)
        throw new ConsolidatorError('internal', 'The database answered a reservation with nothing.');
      this.#refuseNewer(Number(row['version']));
      if (row['id'] !== null) return this.#ticket(Number(row['id']));
      const wait = Number(row['wait_milliseconds']);
      onWait?.(wait, row['reason'] === '429' ? '429' : 'rate-limit');
      await this.#clock.sleep(wait, signal);
    }
  }

  /** Every request asks here first: so the older of two versions sends nothing more, also in the middle of a run. */
  #refuseNewer(reached: number): void {
    try {
      refuseVersion(this.#database, reached);
    } catch (error) {
      if (!this.#isOutdated) this.#onNewer(error);
      this.#isOutdated = true;
      throw error;
    }
  }

  penalise(host: string, milliseconds: number): void {
    const wait = `${Math.min(milliseconds, LONGEST_PENALTY_MILLISECONDS)} milliseconds`;
    // Requests that were under way together are refused together: that is one spell, and lowers the limit once.
    this.#tell(
      `INSERT INTO ${FLEET_SCHEMA}.request_limit AS own (host, penalty_until, share, since)
       VALUES ($1, clock_timestamp() + $2::interval, $3, clock_timestamp() + $2::interval)
       ON CONFLICT (host) DO UPDATE SET
         share = CASE WHEN own.penalty_until > clock_timestamp() THEN own.share
           ELSE greatest($4, $3 * least(1, own.share + greatest(0, extract(epoch FROM clock_timestamp() - own.since) / $5))) END,
         since = CASE WHEN own.penalty_until > clock_timestamp() THEN own.since ELSE EXCLUDED.since END,
         penalty_until = greatest(own.penalty_until, EXCLUDED.penalty_until)`,
      [storeIdentity(host), wait, LOWERED_TO, LEAST_SHARE, RECOVERY_SECONDS],
    );
  }

  /** What is under way is written; the database is closed by whoever opened it. */
  close(): void {}

  /** Resolves when all that was told has been written, or can't be. */
  async settled(): Promise<void> {
    await Promise.all(this.#told);
  }

  #ticket(id: number): Ticket {
    let isDone = id === 0;
    return {
      done: () => {
        if (isDone) return;
        isDone = true;
        this.#tell(`UPDATE ${FLEET_SCHEMA}.request SET free_at = clock_timestamp() + $2::interval WHERE id = $1`, [
          id,
          `${this.#window} milliseconds`,
        ]);
      },
    };
  }

  /** Where it can't be written, the entry counts for its whole time-out, which is on the safe side. */
  #tell(text: string, values: readonly unknown[]): void {
    const told = this.#database.query(text, values).then(
      () => {},
      () => {},
    );
    this.#told.add(told);
    void told.then(() => this.#told.delete(told));
  }
}
