import type { Backup, LedgerContent } from '../../ledger/backup.ts';
import type { LedgerKeeper } from '../../ledger/keeper.ts';
import type { Ledger } from '../../ledger/ledger.ts';
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
  readonly holds: LedgerContent | null;
}

/** The newest first. */
export async function checkBackups(keeper: LedgerKeeper): Promise<CheckedBackup[]> {
  const checked: CheckedBackup[] = [];
  for (const backup of await keeper.backups()) {
    try {
      checked.push({ ...backup, state: 'sound', why: null, holds: await keeper.checkBackup(backup.address) });
    } catch (error) {
      if (!(error instanceof ConsolidatorError)) throw error;
      checked.push({ ...backup, state: 'not-usable', why: error.message, holds: null });
    }
  }
  return checked;
}

/** Of those that say how the ledger stood; what a restore has replaced is none. */
export function newestBackup<One extends Backup>(backups: readonly One[]): One | undefined {
  return backups.find(({ kind }) => kind !== 'replaced');
}

/** Whether there is a way back, that opens and is not too old. */
export async function examineBackups(keeper: LedgerKeeper, ledger: Ledger): Promise<DoctorFinding[]> {
  const backups = await checkBackups(keeper);
  const newest = newestBackup(backups.filter(({ state }) => state === 'sound'));
  const byHand = `See who may write ${keeper.backupsAt} and whether the disk is full; each run that fails to make one says why. By hand: \`doctor --backup FILE\`.`;
  const whole = (await ledger.runs(RUNS)).filter(({ narrowed }) => !narrowed);
  const unusable = backups
    .filter(({ state, kind }) => state !== 'sound' && kind !== 'replaced')
    .map(({ name, address, why }) =>
      concern('warn', 'backups', `The backup ${name} is of no use: ${why ?? ''}`, `Remove ${address}.`),
    );
  if (!keeper.keepsDailyBackups) {
    const words =
      'Backups of the ledger are those of its database: see there that they are made, and try one (docs/postgres.md).';
    return [fine('backups', words), ...unusable];
  }
  if (newest === undefined) {
    const none = 'There is no backup of the ledger.';
    return [whole.length <= 1 ? fine('backups', `${none} The next whole run makes one.`) : concern('warn', 'backups', none, byHand), ...unusable]; // biome-ignore format: one of two
  }
  const words = `The newest backup of the ledger is ${newest.name}, with ${newest.holds?.copies ?? 0} copies, and opens; ${backups.length === 1 ? '1 is' : `${backups.length} are`} in ${keeper.backupsAt}.`;
  const since = whole.some(({ startedAt }) => millisecondsOf(startedAt) - millisecondsOf(newest.at) > LATE);
  return [since ? concern('warn', 'backups', `${words} Runs since have made none.`, byHand) : fine('backups', words), ...unusable]; // biome-ignore format: one of two
}
