import { existsSync, rmSync } from 'node:fs';
import type { Pipeline } from '../../config/pipeline.ts';
import { lockNamesOf } from '../../model/store-identity.ts';
import type { Clock } from '../../neto/clock.ts';
import { pipelineLockFile } from '../../session/lock.ts';
import { openOwnLedger } from '../../session/own-ledger.ts';
import { Resources } from '../../session/resources.ts';
import { primaryLockFile } from '../../session/state-home.ts';

const LOOK_EVERY = 500;

interface TurnsOptions {
  readonly pipeline: Pipeline;
  readonly home: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly clock: Clock;
}

/** Who else asked for the pipeline, or its primary, while the back-fill held it: they leave a note beside the lock. */
export class Turns {
  readonly #options: TurnsOptions;
  readonly #notes: readonly string[];

  constructor(options: TurnsOptions) {
    this.#options = options;
    const { pipeline, home } = options;
    const ofPrimary = lockNamesOf(pipeline.primary.host).map((name) => primaryLockFile(home, name));
    const locks = [pipelineLockFile(pipeline), ...ofPrimary];
    this.#notes = locks.map((file) => `${file}.wanted`);
  }

  get wanted(): boolean {
    return this.#notes.some((file) => existsSync(file));
  }

  forget(): void {
    for (const file of this.#notes) rmSync(file, { force: true });
  }

  /**
   * Waits until another run has begun and ended, so that a schedule gets its turn.
   * @param after the last run of the back-fill
   * @param atMost milliseconds
   * @throws ConsolidatorError `stopped`
   */
  async makeRoom(after: number, atMost: number, signal: AbortSignal | undefined): Promise<void> {
    const { pipeline, now, clock } = this.#options;
    const until = clock.now() + atMost;
    const resources = new Resources();
    try {
      const ledger = await openOwnLedger(pipeline, { now }, resources);
      while (clock.now() < until) {
        const [last] = await ledger.runs(1);
        if (last !== undefined && last.id > after && last.endedAt !== null) return;
        await clock.sleep(LOOK_EVERY, signal);
      }
    } finally {
      await resources.close();
    }
  }
}
