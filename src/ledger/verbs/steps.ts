import { ConsolidatorError } from '../../model/errors.ts';
import type { Instant } from '../../model/time.ts';
import type { LedgerChanges, LedgerStorage } from '../storage/storage.ts';
import { Workspace } from './workspace.ts';

/** So often a step is computed anew because somebody else was faster. */
const ATTEMPTS = 20;

/** Does one step after the other: what it is about is read, its rules make of that what is to be, and all of it is stored at once. */
export class Steps {
  readonly storage: LedgerStorage;
  readonly now: () => Instant;
  #last: Promise<unknown> = Promise.resolve();

  constructor(storage: LedgerStorage, now: () => Instant) {
    this.storage = storage;
    this.now = now;
  }

  /** @param happen reads into the workspace what it needs, and lets events happen there */
  async records<T>(run: number, happen: (work: Workspace) => Promise<T>): Promise<T> {
    return (await this.recordsAndIntents(run, happen)).result;
  }

  /** The same, with the ids of the intents that were recorded. */
  recordsAndIntents<T>(
    run: number,
    happen: (work: Workspace) => Promise<T>,
  ): Promise<{ readonly result: T; readonly intents: readonly number[] }> {
    return this.changes(async () => {
      const work = new Workspace(this.storage, { run, at: this.now() });
      const result = await happen(work);
      return { result, changes: await work.changes() };
    });
  }

  /** @param compute what is to change, from what is there now */
  changes<T>(
    compute: () => Promise<{ readonly result: T; readonly changes: LedgerChanges }>,
  ): Promise<{ readonly result: T; readonly intents: readonly number[] }> {
    return this.inTurn(async () => {
      for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
        const { result, changes } = await compute();
        if (isEmpty(changes)) return { result, intents: [] };
        const applied = await this.storage.apply(changes);
        if (applied.kind === 'applied') return { result, intents: applied.intents };
      }
      throw new ConsolidatorError(
        'internal',
        `A step of the ledger ${this.storage.name} was outdated ${ATTEMPTS} times before it could be stored.`,
      );
    });
  }

  /** One after the other, so that two steps of this process never make each other outdated. */
  inTurn<T>(step: () => Promise<T>): Promise<T> {
    const done = this.#last.then(step);
    this.#last = done.catch(() => undefined);
    return done;
  }
}

function isEmpty({ unchanged: _, redacts: __, ...changes }: LedgerChanges): boolean {
  return (
    Object.values(changes).every((list) => !Array.isArray(list) || list.length === 0) && changes.uncounted === undefined
  );
}
