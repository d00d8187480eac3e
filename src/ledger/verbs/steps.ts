import { ConsolidatorError } from '../../model/errors.ts';
import type { Instant } from '../../model/time.ts';
import type { When } from '../ledger.ts';
import { BY_A_PERSON } from '../run-entry.ts';
import type { Applied, LedgerChanges, LedgerStorage } from '../storage/storage.ts';
import type { Workspace } from './workspace.ts';

/** So often a step is computed anew because somebody else was faster. */
const ATTEMPTS = 20;

interface Begun<T> {
  readonly result: T;
  /** It is on disk when this resolves. */
  readonly applying: Promise<Applied>;
}

/** With all rules of what may happen to a record: loaded when something does. */
let workspaces: typeof import('./workspace.ts') | undefined;

/** Does one step after the other: what it is about is read, its rules make of that what is to be, and all of it is stored at once. */
export class Steps {
  readonly storage: LedgerStorage;
  readonly now: () => Instant;
  readonly #who: string | undefined;
  readonly #isInOrder: boolean;
  #last: Promise<unknown> = Promise.resolve();

  /** @param who decides what is decided between two runs, as `login@machine` */
  constructor(storage: LedgerStorage, now: () => Instant, who?: string) {
    this.storage = storage.inOrder ?? storage;
    this.#isInOrder = storage.inOrder !== undefined;
    this.now = now;
    this.#who = who;
  }

  /** @param happen reads into the workspace what it needs, and lets events happen there */
  async records<T>(run: number, happen: (work: Workspace) => Promise<T>, when: When = 'now'): Promise<T> {
    return (await this.recordsAndIntents(run, happen, when)).result;
  }

  /** The same, with the ids of the intents that were recorded. */
  recordsAndIntents<T>(
    run: number,
    happen: (work: Workspace) => Promise<T>,
    when: When = 'now',
  ): Promise<{ readonly result: T; readonly intents: readonly number[] }> {
    return this.changes(async () => {
      workspaces ??= await import('./workspace.ts');
      const work = new workspaces.Workspace(this.storage, { run, at: this.now() });
      const result = await happen(work);
      return { result, changes: { ...(await work.changes()), isSoonEnough: when === 'soon' } };
    });
  }

  /** @param compute what is to change, from what is there now */
  async changes<T>(
    compute: () => Promise<{ readonly result: T; readonly changes: LedgerChanges }>,
  ): Promise<{ readonly result: T; readonly intents: readonly number[] }> {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const { result, applying } = await this.inTurn(async () => this.#begin(await compute()));
      const applied = await applying;
      if (applied.kind === 'applied') return { result, intents: applied.intents };
    }
    throw new ConsolidatorError(
      'internal',
      `A step of the ledger ${this.storage.name} was outdated ${ATTEMPTS} times before it could be stored.`,
    );
  }

  /** @returns in an object, so that the turn does not wait for it */
  async #begin<T>({ result, changes }: { readonly result: T; readonly changes: LedgerChanges }): Promise<Begun<T>> {
    const applying = isEmpty(changes) ? this.#nothing(changes) : this.storage.apply(signed(changes, this.#who));
    // Else the next step is computed meanwhile. Whoever began this one is told should it fail.
    if (!this.#isInOrder) await applying;
    else applying.catch(() => undefined);
    return { result, applying };
  }

  /** What is there already is told as if it had been done: whoever acts upon it must find it on disk as well. */
  async #nothing({ isSoonEnough = false }: LedgerChanges): Promise<Applied> {
    if (!isSoonEnough) await this.storage.onDisk?.();
    return { kind: 'applied', intents: [] };
  }

  /** One is computed after the other, so that two steps of this process never make each other outdated. */
  inTurn<T>(step: () => Promise<T>): Promise<T> {
    const done = this.#last.then(step);
    this.#last = done.catch(() => undefined);
    return done;
  }
}

/** A person's decisions bear who made them. */
function signed(changes: LedgerChanges, who: string | undefined): LedgerChanges {
  if (who === undefined || changes.audit === undefined) return changes;
  const audit = changes.audit.map(({ key, entry }) =>
    entry.run === BY_A_PERSON ? { key, entry: { ...entry, who: entry.who ?? who } } : { key, entry },
  );
  return { ...changes, audit };
}

function isEmpty({ unchanged: _, redacts: __, ...changes }: LedgerChanges): boolean {
  return (
    Object.values(changes).every((list) => !Array.isArray(list) || list.length === 0) && changes.uncounted === undefined
  );
}
