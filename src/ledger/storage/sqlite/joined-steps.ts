import type { DatabaseSync } from 'node:sqlite';
import type { LedgerChanges } from '../storage.ts';
import { isRolledBack } from './sqlite-errors.ts';

/** Milliseconds after which what has been done is on disk, whatever comes meanwhile. */
export const SOON = 100;

/** An intent is on disk before anything is sent on the strength of it, whatever is said of the step that records it. */
export function mayWait({ isSoonEnough = false, newIntents = [] }: LedgerChanges): boolean {
  return isSoonEnough && newIntents.length === 0;
}

interface Waiting {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Those of this process whose transaction is open. */
const open = new Set<JoinedSteps>();

/** Puts down what any ledger of this process has done: who writes to its file by another connection would wait for it in vain. */
export function putDownAll(): void {
  for (const steps of open) steps.putDown();
}

let isAtEnd = false;
/** A process that ends by itself leaves nothing out. */
function putDownAtEnd(): void {
  if (!isAtEnd) process.once('exit', putDownAll);
  isAtEnd = true;
}

/**
 * Steps of one ledger that become one transaction: what is done at the same moment, and before it what had not to be on disk at once.
 * A page that several of them change is written once, and the disk is waited for once. Each is undone by itself where it fails,
 * and none is on disk without those before it.
 */
export class JoinedSteps {
  readonly #database: DatabaseSync;
  /** Called when steps are lost that were done: what is known of the ledger is not so. */
  readonly #onLost: () => void;
  readonly #waiting: Waiting[] = [];
  #timer: NodeJS.Timeout | undefined;
  #immediate: NodeJS.Immediate | undefined;
  #isOpen = false;
  /** Since when a step is under way that is called done, and is not on disk; by `performance.now`. */
  #promisedAt: number | undefined;
  /** Why a step that was called done is none: from then on nothing can be put into the ledger by this process. */
  #lostBy: unknown;
  /** Nobody who asked for something was told of that so far. */
  #isLossUntold = false;

  constructor(database: DatabaseSync, onLost: () => void) {
    this.#database = database;
    this.#onLost = onLost;
  }

  /** Nothing is awaited inside, so no other step can slip in between. It is on disk after `putDown`. */
  do<T>(step: () => T): T {
    this.#refuseAfterLoss();
    if (!this.#isOpen) return this.#first(step);
    try {
      this.#database.exec('SAVEPOINT step');
      const result = step();
      this.#database.exec('RELEASE step');
      return result;
    } catch (error) {
      this.#undo(error);
      throw error;
    }
  }

  #undo(why: unknown): void {
    try {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK TO step; RELEASE step');
    } catch {
      this.#lose(why);
    }
    this.failed(why);
  }

  /** To be told of whatever SQLite could not do, also as it only read: what comes after steps that it has undone is not put down without them. */
  failed(why: unknown): void {
    if (this.#isOpen && isRolledBack(this.#database)) this.#lose(why);
  }

  #first<T>(step: () => T): T {
    putDownAll();
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      const result = step();
      this.#isOpen = true;
      open.add(this);
      return result;
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  /** What was just done is called done; should the process end before it is on disk, it never was, nor was anything after it. */
  soon(): void {
    putDownAtEnd();
    this.#promisedAt ??= performance.now();
    // A process that has one step after the other to do hears no timer.
    if (performance.now() - this.#promisedAt >= SOON) this.putDownNow();
    else this.#timer ??= setTimeout(() => this.putDown(), SOON);
  }

  /** Whether a step is under way that is not on disk. */
  get areUnderWay(): boolean {
    return this.#isOpen;
  }

  /** @returns when what was just done is on disk, together with all that is done until this process turns to something else */
  onDisk(): Promise<void> {
    this.#immediate ??= setImmediate(() => this.putDown());
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
    });
  }

  /** Whoever waits is told; so is the next step, or who closes the ledger, where one is lost that nobody waits for. */
  putDown(): void {
    if (this.#lostBy !== undefined) return;
    const isAwaited = this.#waiting.length > 0;
    try {
      this.#commit();
    } catch {
      this.#isLossUntold = this.#lostBy !== undefined && !isAwaited;
    }
  }

  /** The same. @throws what keeps it from being put down, or kept what was called done from it before */
  putDownNow(): void {
    this.#refuseAfterLoss();
    this.#commit();
  }

  /** At the end. @throws what kept from the ledger what was called done, unless a step, or who waited for one, was told of it */
  putDownLast(): void {
    if (this.#lostBy === undefined || this.#isLossUntold) this.putDownNow();
  }

  #refuseAfterLoss(): void {
    if (this.#lostBy === undefined) return;
    this.#isLossUntold = false;
    throw this.#lostBy;
  }

  #commit(): void {
    if (!this.#isOpen) return;
    try {
      this.#database.exec('COMMIT');
    } catch (error) {
      this.#lose(error);
      throw error;
    }
    this.#end();
    for (const { resolve } of this.#waiting.splice(0)) resolve();
  }

  #lose(error: unknown): void {
    if (this.#promisedAt !== undefined) this.#lostBy = error;
    try {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
    } finally {
      this.#end();
      this.#onLost();
      for (const { reject } of this.#waiting.splice(0)) reject(error);
    }
  }

  #end(): void {
    this.#isOpen = false;
    this.#promisedAt = undefined;
    open.delete(this);
    clearTimeout(this.#timer);
    clearImmediate(this.#immediate);
    this.#timer = undefined;
    this.#immediate = undefined;
  }
}
