import type { Seen } from '../model/habits.ts';
import type { NetoClient, RequestOptions } from '../neto/client.ts';
import type { Reply } from '../neto/reply.ts';

/** Of `requestsPerMinute`, for all daily work together. */
const SHARE = 0.25;

export interface Pacing {
  /** Waits until one more request may be sent, and counts it. @throws ConsolidatorError `stopped` */
  turn(signal: AbortSignal | undefined): Promise<void>;
  /** Counts what was sent besides: repeats after a passing trouble. */
  repeated(requests: number): void;
}

/** The same store, each request to it sent only when it is due. */
export class PacedClient implements NetoClient {
  readonly store: string;
  readonly host: string;
  readonly timeZone: string;
  readonly readOnly: boolean;
  readonly pageSize: number;
  readonly #client: NetoClient;
  readonly #pacing: Pacing;

  constructor(client: NetoClient, pacing: Pacing) {
    this.store = client.store;
    this.host = client.host;
    this.timeZone = client.timeZone;
    this.readOnly = client.readOnly;
    this.pageSize = client.pageSize;
    this.#client = client;
    this.#pacing = pacing;
  }

  get charactersLeftOut(): NetoClient['charactersLeftOut'] {
    return this.#client.charactersLeftOut;
  }

  get memory(): NetoClient['memory'] {
    return this.#client.memory;
  }

  get requests(): number {
    return this.#client.requests;
  }

  async request(action: string, body: Readonly<Record<string, unknown>>, options?: RequestOptions): Promise<Reply> {
    await this.#pacing.turn(options?.signal);
    const before = this.#client.requests;
    try {
      return await this.#client.request(action, body, options);
    } finally {
      this.#pacing.repeated(Math.max(0, this.#client.requests - before - 1));
    }
  }

  tell(seen: Seen): void {
    this.#client.tell?.(seen);
  }

  /** Whoever opened the store closes it. */
  async close(): Promise<void> {}
}

/** Thrown instead of one request more than was allowed. */
export class TooManyRequests extends Error {}

/** The same store for so many requests. */
export function atMost(client: NetoClient, requests: number): NetoClient {
  let left = requests;
  return new PacedClient(client, {
    async turn() {
      left -= 1;
      if (left < 0) throw new TooManyRequests();
    },
    repeated: () => {},
  });
}

/** Requests that daily work may send to a store in a minute. @param perMinute null: not limited */
export function dailyShare(perMinute: number | null): number {
  return perMinute === null ? Number.POSITIVE_INFINITY : Math.max(1, Math.floor(perMinute * SHARE));
}
