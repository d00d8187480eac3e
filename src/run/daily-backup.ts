import type { Pipeline } from '../config/pipeline.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { listBackups } from '../ledger/storage/sqlite/backups/backup-files.ts';
import { discardLeftovers } from '../ledger/storage/sqlite/backups/leftovers.ts';
import { makeBackup } from '../ledger/storage/sqlite/backups/make-backup.ts';
import { pruneBackups } from '../ledger/storage/sqlite/backups/prune-backups.ts';
import { redactOldBackups } from '../ledger/storage/sqlite/backups/redact-backups.ts';
import { ConsolidatorError } from '../model/errors.ts';
import { instantOfMilliseconds, localDateOf } from '../model/time.ts';
import type { RunWarning } from './context/warnings.ts';

/**
 * By the first whole run of the primary's day, before it begins, so that no run of it is under way in the backup. A ledger
 * that knows no run yet holds nothing. One that can't be made keeps nobody from copying, and is tried again by the next run.
 * Older ones lose what is personal in them, also where none can be made.
 * @param now milliseconds since 1970
 */
export async function backUpDaily(
  { ledger: file, primary }: Pipeline,
  ledger: Pick<Ledger, 'runs'>,
  now: number,
): Promise<RunWarning[]> {
  if ((await ledger.runs(1)).length === 0 || isBackedUp(file, primary.timezone, now)) return [];
  const steps = [
    () => {
      discardLeftovers(file);
      return [];
    },
    () => {
      pruneBackups(file, makeBackup(file, 'daily', now), now);
      return [];
    },
    () =>
      redactOldBackups(file, now).removed.map(
        (name) => `The backup ${name} could not be read, and was removed: it is older than a week.`,
      ),
  ];
  return steps.flatMap((step) => {
    try {
      return step().map(warning);
    } catch (error) {
      if (!(error instanceof ConsolidatorError)) throw error;
      return [warning(`${error.message} The run went on.`)];
    }
  });
}

function isBackedUp(file: string, timeZone: string, now: number): boolean {
  const today = localDateOf(instantOfMilliseconds(now), timeZone);
  return listBackups(file).some(({ kind, at }) => kind === 'daily' && localDateOf(at, timeZone) === today);
}

function warning(message: string): RunWarning {
  return { store: 'primary', entity: 'orders', sourceId: '', code: 'backup-failed', message };
}
