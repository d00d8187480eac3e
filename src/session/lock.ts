import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ConsolidatorError } from '../model/errors.ts';
import { type Clock, systemClock } from '../neto/clock.ts';
import { isAlive } from './is-alive.ts';

interface Lock {
  release(): void;
}

export interface LockTaking {
  /** Whoever holds it for long is to make room where it is refused; when left out they are. */
  readonly waits?: boolean;
  /** It was taken for a decision, which is over in a moment: others wait for that. */
  readonly isBrief?: boolean;
}

/** After the number of the process that holds a lock, where it is held for a moment. */
const BRIEF = 'decision';
/** For so long others wait for who holds it for a moment, and look so often. In seconds, and in milliseconds. */
const BRIEFLY_SECONDS = 10;
const LOOK = 50;

/** Whoever holds it is the only one that changes the ledger of the pipeline. */
export function pipelineLockFile({ ledger }: { readonly ledger: string }): string {
  return `${ledger}.lock`;
}

/** A database that nobody refers to is closed by the garbage collector, and its lock falls away. */
const heldLocks = new Set<DatabaseSync>();

/**
 * Takes an operating-system lock, by way of SQLite's lock on a small database: a dead owner's falls away by itself, and
 * one that is merely stopped keeps it.
 * @param what is held, for the message: `the pipeline au-stores`
 * @throws ConsolidatorError `pipeline-locked` at once, naming the owner's process
 */
export function takeLock(file: string, what: string, { waits = true, isBrief = false }: LockTaking = {}): Lock {
  const owner = `${file}.pid`;
  let database: DatabaseSync | undefined;
  try {
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    database = new DatabaseSync(file, { timeout: 0 });
    database.exec('PRAGMA journal_mode = DELETE; PRAGMA locking_mode = NORMAL; BEGIN EXCLUSIVE');
    writeFileSync(owner, `${process.pid}${isBrief ? ` ${BRIEF}` : ''}\n`);
  } catch (cause) {
    if (database?.isOpen === true) database.close();
    const refused = refusal(cause, file, what);
    if (refused.code === 'pipeline-locked' && waits) leaveNote(`${file}.wanted`);
    throw refused;
  }
  const existing = database;
  heldLocks.add(existing);
  return {
    release() {
      if (!existing.isOpen) return;
      rmSync(owner, { force: true });
      existing.close();
      heldLocks.delete(existing);
    },
  };
}

/**
 * The same, after a wait of ten seconds at most where a decision holds it. A run is not waited for.
 * @throws ConsolidatorError `pipeline-locked`; `stopped`
 */
export async function takeLockSoon(
  file: string,
  what: string,
  {
    signal,
    clock = systemClock,
    ...taking
  }: LockTaking & { readonly signal?: AbortSignal | undefined; readonly clock?: Clock } = {},
): Promise<Lock> {
  const begun = clock.now();
  for (;;) {
    try {
      return takeLock(file, what, { ...taking, waits: false });
    } catch (error) {
      if (!(error instanceof ConsolidatorError) || error.code !== 'pipeline-locked') throw error;
      const owner = ownerText(file);
      if (clock.now() - begun >= patienceWith(file, owner)) {
        if (owner.endsWith(BRIEF)) throw heldTooLong(what, owner, error);
        if (taking.waits !== false) leaveNote(`${file}.wanted`);
        throw error;
      }
      await clock.sleep(LOOK, signal);
    }
  }
}

/** Milliseconds for which who holds a lock is waited for. */
function patienceWith(file: string, owner: string): number {
  // Without a number it is being taken or let go of just now.
  if (owner === '' || owner.endsWith(BRIEF)) return BRIEFLY_SECONDS * 1000;
  // Of one that is not alive here it is left over, and another is about to be written; or its process is in another container.
  return lockOwner(file) === null ? 2 * LOOK : 0;
}

function heldTooLong(what: string, owner: string, cause: unknown): ConsolidatorError {
  const sentence = `A decision has held ${what} for more than ${BRIEFLY_SECONDS} seconds (process ${pidIn(owner)}), and was waited for. Try again once it has ended; nothing was done.`;
  return new ConsolidatorError('pipeline-locked', sentence, { cause });
}

/** Whether somebody says that they hold a lock, and not for a decision alone, which is over in a moment. Only taking it tells for certain. */
export function isHeldForLong(file: string): boolean {
  return lockOwner(file) !== null && !ownerText(file).endsWith(BRIEF);
}

/** The process that says it holds a lock, as far as it is alive. Only taking the lock tells for certain. */
export function lockOwner(file: string): number | null {
  const owner = Number.parseInt(ownerText(file), 10);
  return Number.isInteger(owner) && owner > 0 && isAlive(owner) ? owner : null;
}

function refusal(cause: unknown, file: string, what: string): ConsolidatorError {
  const errcode = cause instanceof Error && 'errcode' in cause ? Number(cause.errcode) : undefined;
  // SQLITE_BUSY, in any of its extended forms.
  if (errcode !== undefined && (errcode & 0xff) === 5) {
    return new ConsolidatorError(
      'pipeline-locked',
      `Another run holds ${what} (process ${pidIn(ownerText(file))}). Wait for it to end; nothing was done.`,
      { cause },
    );
  }
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new ConsolidatorError('ledger-unwritable', `The lock ${file} can't be taken: ${reason}.`, { cause });
}

/** Whoever holds it for long (a back-fill) sees by this that somebody waits. */
export function leaveNote(file: string): void {
  try {
    writeFileSync(file, `${process.pid}\n`);
  } catch {
    // Nobody will know; the refusal itself is what counts.
  }
}

function ownerText(file: string): string {
  try {
    return readFileSync(`${file}.pid`, 'utf8').trim();
  } catch {
    return '';
  }
}

function pidIn(owner: string): string {
  return owner.split(' ')[0] || 'unknown';
}
