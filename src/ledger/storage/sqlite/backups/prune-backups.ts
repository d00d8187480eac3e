import { rmSync } from 'node:fs';
import { millisecondsOf } from '../../../../model/time.ts';
import { backupKinds, KEPT } from '../../../backup.ts';
import { type BackupFile, listBackups } from './backup-files.ts';

/**
 * Removes what is beyond the number kept; called only when a new one is made and good.
 * @param made the new one, which stays whatever the clock says
 */
export function pruneBackups(ledger: string, made: string, now: number): void {
  // A damaged one that was replaced is kept with what it had beside it.
  for (const { file } of beyondKept(listBackups(ledger), made, now))
    for (const part of ['-wal', '']) rmSync(file + part, { force: true });
}

/** What a clock that was ahead has made is no newer than the rest: it goes first. */
export function beyondKept(backups: readonly BackupFile[], made: string, now: number): BackupFile[] {
  const age = ({ file, at }: BackupFile): number => {
    if (file === made) return Number.POSITIVE_INFINITY;
    return millisecondsOf(at) > now ? Number.NEGATIVE_INFINITY : millisecondsOf(at);
  };
  return backupKinds.flatMap((kind) =>
    backups
      .filter((one) => one.kind === kind)
      // Those of one moment stay as listed, the newest first.
      .sort((a, b) => (age(a) === age(b) ? 0 : age(b) - age(a)))
      .slice(KEPT[kind]),
  );
}
