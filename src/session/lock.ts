import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ConsolidatorError } from '../model/errors.ts';

interface Lock {
  release(): void;
}

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
 * @param waits whoever holds it for long is to make room where it is refused
 * @throws ConsolidatorError `pipeline-locked` at once, naming the owner's process
 */
export function takeLock(file: string, what: string, waits = true): Lock {
  const owner = `${file}.pid`;
  let database: DatabaseSync | undefined;
  try {
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    database = new DatabaseSync(file, { timeout: 0 });
    database.exec('PRAGMA journal_mode = DELETE; PRAGMA locking_mode = NORMAL; BEGIN EXCLUSIVE');
    writeFileSync(owner, `${process.pid}\n`);
  } catch (cause) {
    if (database?.isOpen === true) database.close();
    const refused = refusal(cause, file, what, owner);
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

/** The process that says it holds a lock, as far as it is alive. Only taking the lock tells for certain. */
export function lockOwner(file: string): number | null {
  try {
    const owner = Number(readFileSync(`${file}.pid`, 'utf8').trim());
    if (!Number.isInteger(owner) || owner <= 0) return null;
    process.kill(owner, 0);
    return owner;
  } catch (error) {
    // Another user's process is alive all the same.
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    return code === 'EPERM' ? Number(readFileSync(`${file}.pid`, 'utf8').trim()) : null;
  }
}

function refusal(cause: unknown, file: string, what: string, owner: string): ConsolidatorError {
  const errcode = cause instanceof Error && 'errcode' in cause ? Number(cause.errcode) : undefined;
  // SQLITE_BUSY, in any of its extended forms.
  if (errcode !== undefined && (errcode & 0xff) === 5) {
    return new ConsolidatorError(
      'pipeline-locked',
      `Another run holds ${what} (process ${pidIn(owner)}). Wait for it to end; nothing was done.`,
      { cause },
    );
  }
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new ConsolidatorError('ledger-unwritable', `The lock ${file} can't be taken: ${reason}.`, { cause });
}

/** Whoever holds it for long (a back-fill) sees by this that somebody waits. */
function leaveNote(file: string): void {
  try {
    writeFileSync(file, `${process.pid}\n`);
  } catch {
    // Nobody will know; the refusal itself is what counts.
  }
}

function pidIn(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim() || 'unknown';
  } catch {
    return 'unknown';
  }
}
