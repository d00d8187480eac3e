import type { Ledger } from '../../ledger/ledger.ts';
import { millisecondsOf } from '../../model/time.ts';
import type { NetoClient } from '../../neto/client.ts';
import { type Clock, systemClock } from '../../neto/clock.ts';
import type { Pipeline } from '../config/pipeline.ts';

/** Of `requestsPerMinute`, for all daily work together. */
const SHARE = 0.25;
/** Requests that a run has for it in any case, so that it comes to an end under whatever limit. */
const FEWEST = 12;
/** Minutes. However long no run was made, the daily work of one takes no longer. */
const LONGEST = 20;
/** Of the time since the run before: the next one must not wait for daily work. */
const PART_OF_INTERVAL = 1 / 3;
const MINUTE = 60_000;
/** Runs looked at for the last whole one. */
const RUNS = 100;

export interface DailyBudgetOptions {
  /** Since the last whole run began; null where there was none. */
  readonly minutesSinceLastRun: number | null;
  readonly perMinute: (client: NetoClient) => number | null;
  readonly clock?: Clock | undefined;
}

export interface DailyStep {
  /** Whom it asks. */
  readonly clients: readonly NetoClient[];
  /** Steps of one kind take about as many requests as each other. */
  readonly kind: 'listing' | 'comparing';
  readonly signal: AbortSignal | undefined;
}

/**
 * What the daily work of one run may ask of each store: in no rolling minute more than a quarter of its
 * `requestsPerMinute`, and in all as much as that comes to in a third of the time between two runs (at least one minute's,
 * at most 20 minutes', and never less than 12 requests). What is not done by then goes on in the next run.
 */
export class DailyBudget {
  readonly #options: DailyBudgetOptions;
  readonly #clock: Clock;
  readonly #minutes: number;
  readonly #spent = new Map<NetoClient, { at: number; requests: number; kind: DailyStep['kind'] }[]>();

  constructor(options: DailyBudgetOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#minutes = Math.min(LONGEST, Math.max(1, (options.minutesSinceLastRun ?? 0) * PART_OF_INTERVAL));
  }

  /**
   * One step of daily work that asks these stores: waits for its turn, does it, and counts what it sent.
   * @returns undefined where this run has nothing left for it, and it was not done
   * @throws ConsolidatorError `stopped` while waiting, and whatever the work throws
   */
  async step<Result>(
    { clients, kind, signal }: DailyStep,
    work: () => Promise<Result>,
  ): Promise<{ readonly result: Result } | undefined> {
    if (clients.some((client) => this.#left(client) < this.#largestStep(client, kind))) return undefined;
    const wait = Math.max(0, ...clients.map((client) => this.#waitFor(client)));
    if (wait > 0) await this.#clock.sleep(wait, signal);
    const before = clients.map(({ requests }) => requests);
    try {
      return { result: await work() };
    } finally {
      const at = this.#clock.now();
      for (const [place, client] of clients.entries()) {
        const requests = client.requests - (before[place] ?? 0);
        this.#spent.set(client, [...(this.#spent.get(client) ?? []), { at, requests, kind }]);
      }
    }
  }

  #quarter(client: NetoClient): number {
    const perMinute = this.#options.perMinute(client);
    return perMinute === null ? Number.POSITIVE_INFINITY : Math.max(1, Math.floor(perMinute * SHARE));
  }

  #left(client: NetoClient): number {
    const spent = (this.#spent.get(client) ?? []).reduce((sum, { requests }) => sum + requests, 0);
    return Math.max(FEWEST, this.#quarter(client) * this.#minutes) - spent;
  }

  /** What such a step may take of it, as those before it tell. */
  #largestStep(client: NetoClient, kind: DailyStep['kind']): number {
    const alike = (this.#spent.get(client) ?? []).filter((one) => one.kind === kind);
    return Math.max(1, ...alike.map(({ requests }) => requests));
  }

  /** Milliseconds until the last minute has seen less than a quarter. */
  #waitFor(client: NetoClient): number {
    const now = this.#clock.now();
    let open = this.#quarter(client) - 1;
    for (const { at, requests } of (this.#spent.get(client) ?? []).toReversed()) {
      open -= requests;
      if (open < 0) return Math.max(0, at + MINUTE - now);
    }
    return 0;
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
    minutesSinceLastRun: apart === undefined ? null : apart / MINUTE,
    perMinute: ({ store }) => limits.get(store) ?? null,
    clock,
  });
}
