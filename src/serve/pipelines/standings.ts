import { createHash } from 'node:crypto';
import type { Pipeline } from '../../config/pipeline.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { Kept, type KeptValue } from './kept.ts';
import { orTrouble } from './or-trouble.ts';
import type { ServedPipeline } from './served-pipeline.ts';
import { type KnownStanding, readKnown, type Standing } from './standing.ts';

/** Milliseconds after which a ledger is looked at again, so that whoever comes finds it summed up. */
const LOOKED_AT_EVERY = 30_000;

/** How the pipelines stand, kept while nothing has changed. */
export class Standings {
  readonly #pipelines: readonly ServedPipeline[];
  readonly #now: () => number;
  readonly #kept: Kept<KnownStanding>;
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param pipelines those that are looked at also while nobody comes @param now milliseconds since 1970
   * @param most that are kept
   */
  constructor(pipelines: readonly ServedPipeline[], now: () => number, most = pipelines.length) {
    this.#pipelines = pipelines;
    this.#now = now;
    this.#kept = new Kept(now, most);
  }

  async of(pipeline: ServedPipeline): Promise<Standing> {
    const running = await orTrouble(() => pipeline.progress());
    const known = await this.known(pipeline);
    return {
      ...{ pipeline, running: running instanceof ConsolidatorError ? null : running },
      queued: (await pipeline.queued?.()) ?? 'idle',
      known: known instanceof ConsolidatorError ? known : known.value,
      outdatedSince: known instanceof ConsolidatorError || known.isCurrent ? null : known.at,
    };
  }

  known(pipeline: ServedPipeline): Promise<KeptValue<KnownStanding> | ConsolidatorError> {
    return orTrouble(async () => {
      const stamp = await pipeline.look(stampOf);
      const now = this.#now();
      return this.#kept.of(pipeline.name, stamp, () =>
        pipeline.look((ledger, own) => readKnown(ledger, own, pipeline.file, now)),
      );
    });
  }

  /** @returns resolves when all were read for the first time; from then on they are read again as they change */
  async begin(): Promise<void> {
    const lookAtAll = async (): Promise<void> => {
      // One after the other: whoever asks meanwhile comes in between.
      for (const pipeline of this.#pipelines) await this.known(pipeline).catch(() => {});
    };
    this.#timer = setInterval(() => void lookAtAll(), LOOKED_AT_EVERY);
    this.#timer.unref();
    await lookAtAll();
  }

  /** Resolves when nothing is read any more. */
  async end(): Promise<void> {
    clearInterval(this.#timer);
    await this.#kept.ended();
  }
}

/**
 * Another text where anything has changed that a standing is made of: between two runs people alone change a ledger, and the audit
 * tells each of their decisions.
 */
export async function stampOf(ledger: Ledger, own: Pipeline): Promise<string> {
  const [[run], [decision]] = [await ledger.runs(1), await ledger.decisions(1)];
  const told = JSON.stringify([run?.id, run?.endedAt, decision, await ledger.standing(), own]);
  // The pipeline has keys in it.
  return createHash('sha256').update(told).digest('hex');
}
