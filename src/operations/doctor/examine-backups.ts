import path from 'node:path';
import type { Ledger } from '../../ledger/ledger.ts';
import { type Backup, backupsFolder, listBackups } from '../../ledger/storage/sqlite/backups/backup-files.ts';
import { checkBackup, type LedgerFile } from '../../ledger/storage/sqlite/backups/check-backup.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { millisecondsOf } from '../../model/time.ts';
import { concern, type DoctorFinding, fine } from './finding.ts';

/** With a run at least once a day a backup is never older. */
const LATE = 36 * 3_600_000;
const RUNS = 100;

/** A backup, opened and read just now. */
export interface CheckedBackup extends Backup {
  readonly state: 'sound' | 'not-usable';
  /** Why it is not usable. */
  readonly why: string | null;
  readonly holds: LedgerFile | null;
}

/** The newest first. */
export function checkBackups(ledger: string): CheckedBackup[] {
  return listBackups(ledger).map((backup) => {
    try {
      return { ...backup, state: 'sound', why: null, holds: checkBackup(backup.file) };
    } catch (error) {
      if (!(error instanceof ConsolidatorError)) throw error;
      return { ...backup, state: 'not-usable', why: error.message, holds: null };
    }
  });
}

/** Of those that say how the ledger stood; what a restore has replaced is none. */
export function newestBackup<One extends Backup>(backups: readonly One[]): One | undefined {
  return backups.find(({ kind }) => kind !== 'replaced');
}

/** Whether there is a way back, that opens and is not too old. */
export async function examineBackups(file: string, ledger: Ledger): Promise<DoctorFinding[]> {
  const backups = checkBackups(file);
  const newest = newestBackup(backups.filter(({ state }) => state === 'sound'));
  const byHand = `See who may write ${backupsFolder(file)} and whether the disk is full; each run that fails to make one says why. By hand: \`doctor --backup FILE\`.`;
  const whole = (await ledger.runs(RUNS)).filter(({ narrowed }) => !narrowed);
  const unusable = backups
    .filter(({ state, kind }) => state !== 'sound' && kind !== 'replaced')
    .map(({ file: name, why }) =>
      concern('warn', 'backups', `The backup ${path.basename(name)} is of no use: ${why ?? ''}`, `Remove ${name}.`),
    );
  if (newest === undefined) {
    const none = 'There is no backup of the ledger.';
    return [whole.length <= 1 ? fine('backups', `${none} The next whole run makes one.`) : concern('warn', 'backups', none, byHand), ...unusable]; // biome-ignore format: one of two
  }
  const words = `The newest backup of the ledger is ${path.basename(newest.file)}, with ${newest.holds?.copies ?? 0} copies, and opens; ${backups.length === 1 ? '1 is' : `${backups.length} are`} in ${backupsFolder(file)}.`;
  const since = whole.some(({ startedAt }) => millisecondsOf(startedAt) - millisecondsOf(newest.at) > LATE);
  return [since ? concern('warn', 'backups', `${words} Runs since have made none.`, byHand) : fine('backups', words), ...unusable]; // biome-ignore format: one of two
}
