import type { StoreConnection } from '../config/pipeline.ts';
import { ConsolidatorError } from '../model/errors.ts';
import type { Seen } from '../model/habits.ts';
import type { PostgresAddress } from '../model/postgres-address.ts';
import { spanEnded } from '../model/spans.ts';
import { type NetoClient, openNetoClient } from '../neto/client.ts';
import type { Clock } from '../neto/clock.ts';
import type { Codec } from '../neto/codec.ts';
import { jsonCodec } from '../neto/json-codec.ts';
import type { ListSizes } from '../neto/long-lists.ts';
import { openRequestLog, type RequestLog } from '../neto/request-log.ts';
import { xmlCodec } from '../neto/xml-codec.ts';
import type { Progress } from './progress.ts';
import type { Resources } from './resources.ts';
import { requestLogFile } from './state-home.ts';

/** By the word that the pipeline file has for it. */
const codecs: Readonly<Record<'json' | 'xml', Codec>> = { json: jsonCodec, xml: xmlCodec };

/** Logs that more than this machine shares, by the state home of the process. */
const sharedByMore = new Map<string, RequestLog>();

/**
 * Has all that is opened with this state home keep the limit of that log, in place of the machine's own: workers of a fleet.
 * @returns ends it; the log itself is closed by whoever opened it
 */
export function shareRequestLog(home: string, log: RequestLog): () => void {
  sharedByMore.set(home, log);
  return () => sharedByMore.delete(home);
}

/** Who keeps a limit together: all processes of a state home, and those that have a fleet in the database of the ledger in common. */
export interface SharesLimit {
  readonly home: string;
  /** undefined: the ledger is a file. */
  readonly database: PostgresAddress | undefined;
}

export function openSharedRequestLog({ home, database }: SharesLimit, resources: Resources, clock?: Clock): RequestLog {
  const shared = sharedByMore.get(home);
  if (shared !== undefined) return shared;
  const own = (): RequestLog => openOwnRequestLog(home, resources, clock);
  return database === undefined ? own() : new LimitOfDatabase(database, { own, resources, clock });
}

/**
 * The limit that holds for a pipeline whose ledger is in a database: that of the fleet there, which its workers keep, or this machine's
 * own where there is none. Which of both is asked with the first request.
 */
class LimitOfDatabase implements RequestLog {
  readonly #database: PostgresAddress;
  readonly #own: () => RequestLog;
  readonly #resources: Resources;
  readonly #clock: Clock | undefined;
  #chosen: Promise<RequestLog> | undefined;
  #known: RequestLog | undefined;

  constructor(
    database: PostgresAddress,
    { own, resources, clock }: { readonly own: () => RequestLog; readonly resources: Resources; readonly clock: Clock | undefined }, // biome-ignore format: one line
  ) {
    this.#database = database;
    this.#own = own;
    this.#resources = resources;
    this.#clock = clock;
  }

  async reserve(...given: Parameters<RequestLog['reserve']>): ReturnType<RequestLog['reserve']> {
    this.#chosen ??= this.#choose();
    try {
      this.#known = await this.#chosen;
    } catch (error) {
      // The next request asks again.
      this.#chosen = undefined;
      throw error;
    }
    return this.#known.reserve(...given);
  }

  penalise(host: string, milliseconds: number): void {
    this.#known?.penalise(host, milliseconds);
  }

  /** Closed with what it was opened for. */
  close(): void {}

  async #choose(): Promise<RequestLog> {
    const { openLimitOf } = await import('../fleet/limits/limit-of-ledger.ts');
    const limit = await openLimitOf(this.#database, this.#clock);
    if (limit === undefined) return this.#own();
    this.#resources.add(() => limit.close());
    return limit.log;
  }
}

function openOwnRequestLog(home: string, resources: Resources, clock: Clock | undefined): RequestLog {
  const file = requestLogFile(home);
  try {
    const log = openRequestLog(file, { clock });
    resources.add(() => log.close());
    return log;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ConsolidatorError(
      'ledger-unwritable',
      `The request log ${file} can't be opened: ${reason}. Check its rights, or set NETO_CONSOLIDATOR_HOME to a folder of your own.`,
      { cause },
    );
  }
}

/** Whoever keeps what is seen of how stores behave. */
export interface HabitListener {
  note(host: string, seen: Seen): void;
}

export function openStore(
  connection: StoreConnection,
  { readOnly }: { readonly readOnly: boolean },
  around: {
    readonly requestLog: RequestLog;
    readonly progress: Progress;
    readonly clock?: Clock | undefined;
    readonly habits?: HabitListener | undefined;
    readonly attempts?: number | undefined;
    readonly listSizes?: ListSizes | undefined;
  },
  resources: Resources,
): NetoClient {
  const { lease } = resources;
  const { name, url, key, username, timezone, format, requestsPerMinute, timeoutSeconds, pageSize } = connection;
  const client = openNetoClient({
    store: name,
    readOnly,
    url,
    key,
    username,
    timeZone: timezone,
    codec: codecs[format],
    requestsPerMinute,
    timeoutSeconds,
    pageSize,
    requestLog: around.requestLog,
    attempts: around.attempts,
    beforeWrite: readOnly || lease === undefined ? undefined : () => lease.ask(),
    clock: around.clock,
    listSizes: around.listSizes,
    onWait: (wait) => around.progress({ kind: 'wait', wait }),
    onRequest: (request) => {
      const { store, action, outcome, status, records, milliseconds } = request;
      spanEnded('request', { store, action, outcome, status, records }, milliseconds);
      around.progress({ kind: 'request', request });
    },
    onHabit: (seen) => around.habits?.note(client.host, seen),
  });
  resources.add(() => client.close());
  return client;
}
