import { join } from 'node:path';
import type { Pipeline } from '../../src/config/pipeline.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import type { RecordKey } from '../../src/model/entities.ts';
import { ConsolidatorError } from '../../src/model/errors.ts';
import type { Clock } from '../../src/neto/clock.ts';
import { claimLedger } from '../../src/operations/doctor/claim-ledger.ts';
import { linkRecord } from '../../src/operations/link/link-record.ts';
import type { RunOptions } from '../../src/run/options.ts';
import { runPipeline } from '../../src/run/run.ts';
import type { RunSummary } from '../../src/run/summary.ts';
import type { Place } from '../chaos/arena.ts';
import { impatience } from '../support/impatience.ts';
import type { Plan } from './plan.ts';
import type { Stores } from './truth.ts';
import { LEDGER, type World } from './world.ts';

/** What is played between two of the month's runs has at hand; while it is played no request fails. */
export class Stage {
  readonly violations: string[] = [];
  /** How often each was planted. */
  readonly counts: Record<string, number> = {};
  readonly world: World;
  readonly plan: Plan;
  readonly #clock: () => number;
  readonly #requestClock: Clock;

  constructor(world: World, plan: Plan, clock: () => number, requestClock: Clock) {
    this.world = world;
    this.plan = plan;
    this.#clock = clock;
    this.#requestClock = requestClock;
  }

  get stores(): Stores {
    return this.world.stores;
  }

  planted(what: string): void {
    this.counts[what] = (this.counts[what] ?? 0) + 1;
  }

  check(holds: boolean, violation: string): void {
    if (!holds) this.violations.push(violation);
  }

  pipelineAt({ folder }: Place): Pipeline {
    return { ...this.world.pipeline, ledger: join(folder, LEDGER) };
  }

  /** What every command is given. */
  at(place: Place) {
    const between = { ...impatience, requestClock: this.#requestClock };
    return { pipeline: this.pipelineAt(place), home: place.home, now: this.#clock, between };
  }

  run(place: Place, more: Partial<RunOptions> = {}): Promise<RunSummary> {
    return runPipeline({ ...this.at(place), yes: true, ...more });
  }

  /** The code of what kept a run from beginning or ended it; else its status. */
  async outcome(place: Place, more: Partial<RunOptions> = {}): Promise<string> {
    try {
      const { status, problems } = await this.run(place, more);
      return problems[0]?.code ?? status;
    } catch (error) {
      if (error instanceof ConsolidatorError) return error.code;
      throw error;
    }
  }

  async claim(place: Place, why: 'moved' | 'restored'): Promise<void> {
    await claimLedger(this.pipelineAt(place), { why, home: place.home, now: this.#clock });
  }

  /** @returns whether it is linked: a run may not have read it yet, or know what became of its last write */
  async link(record: RecordKey, ids: readonly string[]): Promise<boolean> {
    const { pipeline, home, now } = this.at(this.world.place);
    const choose = async (ledger: Ledger) => {
      const found = await ledger.find(record);
      if (found === null) throw new ConsolidatorError('not-found', 'It has not been read yet.');
      return found;
    };
    try {
      const accepted = 'entered by hand';
      return (await linkRecord({ pipeline, home, now, choose, as: ids, accepted })).result === 'linked';
    } catch (error) {
      if (error instanceof ConsolidatorError && ['not-found', 'usage'].includes(error.code)) return false;
      throw error;
    }
  }

  /** Requests to all stores so far, of those the writes to the primary, and its orders. */
  get counted(): { readonly asked: number; readonly written: number; readonly orders: number } {
    const { main, west, south } = this.stores;
    return {
      asked: main.requests.length + west.requests.length + south.requests.length,
      written: main.requests.filter(({ write }) => write).length,
      orders: main.orders().length,
    };
  }
}

/** Something that happens to the ledger, the pipeline file or the export files. */
export interface Act {
  /** After the one before it in the same plot, in quarters of an hour. */
  readonly later?: number;
  play(stage: Stage): Promise<void>;
}

/** One story of a few acts, with the month's own runs between them. Made anew for each time it is played. */
export type Plot = () => readonly Act[];
