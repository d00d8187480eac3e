import type { Pipeline } from '../../config/pipeline.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { millisecondsOf } from '../../model/time.ts';
import type { NetoClient } from '../../neto/client.ts';
import { type Clock, systemClock } from '../../neto/clock.ts';
import { dailyShare, PacedClient, type Pacing } from '../../session/paced-client.ts';

/** Requests that a run has for it in any case, so that it comes to an end under whatever limit. */
const FEWEST = 12;
/** Minutes. However long no run was made, the daily work of one takes no longer. */
const LONGEST = 20;
/** Of the time since the run before: the next one must not wait for daily work. */
const PART_OF_INTERVAL = 1 / 3;
/** With a second for what is sent on time and comes late. */
const MINUTE = 61_000;
/** Runs looked at for the last whole one. */
const RUNS = 100;

interface DailyBudgetOptions {
  /** Since the last whole run began; null where there was none. */
  readonly minutesSinceLastRun: number | null;
  readonly perMinute: (store: string) => number | null;
  readonly clock?: Clock | undefined;
}

export interface DailyStep {
  /** Whom it asks. */
  readonly clients: readonly Pick<NetoClient, 'store'>[];
  /** Steps of one kind take about as many requests as each other. */
  readonly kind: 'listing' | 'comparing';
  /** What is done over and over leaves half of what the run has to what is done once a day. */
  readonly isRepeat?: boolean | undefined;
}

interface Spent {
  /** When each request was sent, or is to be. */
  readonly at: number[];
  /** Requests of the steps that were done, by kind. */
  readonly steps: { readonly kind: DailyStep['kind']; readonly requests: number }[];
}

/**
 * What the daily work of one run may ask of each store: in no rolling minute more than a quarter of its
 * `requestsPerMinute`, and in all as much as that comes to in a third of the time between two runs (at least one minute's,
 * at most 20 minutes', and never less than 12 requests). What is not done by then goes on in the next run. A step that was
 * begun is finished.
 */
export class DailyBudget {
  readonly #options: DailyBudgetOptions;
  readonly #clock: Clock;
  readonly #minutes: number;
  readonly #spent = new Map<string, Spent>();

  constructor(options: DailyBudgetOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#minutes = Math.min(LONGEST, Math.max(1, (options.minutesSinceLastRun ?? 0) * PART_OF_INTERVAL));
  }

  /** The same store for daily work: each request waits for its turn, and counts. */
  paced(client: NetoClient): NetoClient {
    return new PacedClient(client, this.pacing(client));
  }

  /** When a store's requests are due, for whatever sends them. */
  pacing(of: Pick<NetoClient, 'store'>): Pacing {
    const { at } = this.#of(of);
    return {
      turn: async (signal) => {
        const wait = this.#waitFor(of, at);
        // Counted first, so that two who wait at once do not take one place.
        at.push(this.#clock.now() + wait);
        if (wait > 0) await this.#clock.sleep(wait, signal);
      },
      repeated: (requests) => at.push(...Array<number>(requests).fill(this.#clock.now())),
    };
  }

  /**
   * One step of daily work on `paced` stores.
   * @returns undefined where this run has nothing left for it, and it was not done
   * @throws ConsolidatorError `stopped` while waiting, and whatever the work throws
   */
  async step<Result>(
    { clients, kind, isRepeat = false }: DailyStep,
    work: () => Promise<Result>,
  ): Promise<{ readonly result: Result } | undefined> {
    for (const client of clients) {
      const spared = isRepeat ? this.total(client) / 2 : 0;
      if (this.#left(client) - spared < this.#largestStep(client, kind)) return undefined;
    }
    const before = clients.map((client) => this.#of(client).at.length);
    try {
      return { result: await work() };
    } finally {
      for (const [place, client] of clients.entries()) {
        const { at, steps } = this.#of(client);
        steps.push({ kind, requests: at.length - (before[place] ?? 0) });
      }
    }
  }

  /** Requests that this run has for a store. */
  total(client: Pick<NetoClient, 'store'>): number {
    return Math.max(FEWEST, this.#quarter(client) * this.#minutes);
  }

  #of({ store }: Pick<NetoClient, 'store'>): Spent {
    const spent = this.#spent.get(store) ?? { at: [], steps: [] };
    this.#spent.set(store, spent);
    return spent;
  }

  #quarter({ store }: Pick<NetoClient, 'store'>): number {
    return dailyShare(this.#options.perMinute(store));
  }

  #left(client: Pick<NetoClient, 'store'>): number {
    return this.total(client) - this.#of(client).at.length;
  }

  /** What such a step may take of it, as those before it tell. */
  #largestStep(client: Pick<NetoClient, 'store'>, kind: DailyStep['kind']): number {
    const alike = this.#of(client).steps.filter((one) => one.kind === kind);
    return Math.max(1, ...alike.map(({ requests }) => requests));
  }

  /** Milliseconds until the last minute has seen less than a quarter. */
  #waitFor(client: Pick<NetoClient, 'store'>, at: readonly number[]): number {
    const oldest = at.at(-this.#quarter(client));
    return oldest === undefined ? 0 : Math.max(0, oldest + MINUTE - this.#clock.now());
  }
}

export async function openDailyBudget(given: {
  readonly pipeline: Pipeline;
  readonly ledger: Ledger;
  readonly run: number;
  readonly clock: Clock | undefined;
}): Promise<DailyBudget> {
  const { pipeline, ledger, run, clock } = given;
  const runs = await ledger.runs(RUNS);
  const own = runs.find(({ id }) => id === run);
  const last = runs.find(({ id, narrowed }) => id < run && !narrowed);
  const apart = own && last && millisecondsOf(own.startedAt) - millisecondsOf(last.startedAt);
  const limits = new Map([pipeline.primary, ...pipeline.secondaries].map((one) => [one.name, one.requestsPerMinute]));
  return new DailyBudget({
    minutesSinceLastRun: apart === undefined ? null : apart / 60_000,
    perMinute: (store) => limits.get(store) ?? null,
    clock,
  });
}
