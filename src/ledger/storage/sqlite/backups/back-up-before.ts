import { makeBackup } from './make-backup.ts';
import { pruneBackups } from './prune-backups.ts';

/**
 * Of a ledger whose schema is to be brought up to date: without it there would be no way back to the version before.
 * @throws ConsolidatorError `backup-failed`, before anything is changed
 */
export function backUpBefore(ledger: string, now: number): void {
  pruneBackups(ledger, makeBackup(ledger, 'before-migration', now), now);
}
