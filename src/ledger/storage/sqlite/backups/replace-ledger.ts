import { constants, copyFileSync, existsSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ConsolidatorError } from '../../../../model/errors.ts';
import { nameOfBackup } from './backup-files.ts';
import { foldIn } from './fold-in.ts';
import { makeBackup, syncPath, unfinished } from './make-backup.ts';
import { pruneBackups } from './prune-backups.ts';

/**
 * Puts another ledger in the place of the one that stands there, which becomes a backup. At each moment the one or the
 * other stands there whole, however the process ends.
 * @param fresh closed, in the same folder @param now milliseconds since 1970
 * @returns the backup of what stood there, or undefined when there was none
 * @throws ConsolidatorError `ledger-unwritable` where another program has it open, `backup-failed`; nothing was replaced
 */
export function replaceLedger(ledger: string, fresh: string, now: number): string | undefined {
  foldIn(fresh);
  syncPath(fresh);
  const kept = existsSync(ledger) ? keep(ledger, now) : undefined;
  // What was left beside the one that goes would be read into the one that comes.
  for (const part of ['-wal', '-shm']) rmSync(ledger + part, { force: true });
  renameSync(fresh, ledger);
  syncPath(path.dirname(ledger));
  if (kept !== undefined) pruneBackups(ledger, kept, now);
  return kept;
}

/** @throws ConsolidatorError `ledger-unwritable`, `backup-failed` */
function keep(ledger: string, now: number): string {
  foldIn(ledger);
  try {
    return makeBackup(ledger, 'replaced', now);
  } catch (error) {
    // The folder is there by now.
    if (isBeyondReading(error)) return keepAsItIs(ledger, now);
    throw error;
  }
}

function isBeyondReading(error: unknown): boolean {
  const cause = error instanceof ConsolidatorError ? error.cause : undefined;
  return cause instanceof ConsolidatorError && /^ledger-(damaged|not-ours|newer)$/.test(cause.code);
}

/** One that is damaged may be the reason why it is replaced: a person may still want to look into it. */
function keepAsItIs(ledger: string, now: number): string {
  const kept = nameOfBackup(ledger, 'replaced', now);
  // First what it still has beside it, so that nothing bears the name before all of it is there.
  for (const part of ['-wal', '']) {
    if (!existsSync(ledger + part)) continue;
    const temporary = unfinished(kept);
    copyFileSync(ledger + part, temporary, constants.COPYFILE_FICLONE);
    syncPath(temporary);
    renameSync(temporary, kept + part);
  }
  syncPath(path.dirname(kept));
  return kept;
}
