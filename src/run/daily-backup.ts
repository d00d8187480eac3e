import type { Pipeline } from '../config/pipeline.ts';
import type { Backup } from '../ledger/backup.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { keeperOf } from '../ledger/open/keeper-of.ts';
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
  pipeline: Pipeline,
  ledger: Pick<Ledger, 'runs'>,
  now: number,
): Promise<RunWarning[]> {
  if ((await ledger.runs(1)).length === 0) return [];
  const keeper = keeperOf(pipeline);
  if (isBackedUp(await keeper.backups(), pipeline.primary.timezone, now)) return [];
  const steps = [
    async () => {
      await keeper.discardLeftovers();
      return [];
    },
    async () => {
      if (keeper.keepsDailyBackups) await keeper.backUp('daily', now);
      return [];
    },
    async () =>
      (await keeper.redactBackups(now)).removed.map(
        (name) => `The backup ${name} could not be read, and was removed: it is older than a week.`,
      ),
  ];
  const warnings: RunWarning[] = [];
  for (const step of steps) {
    try {
      warnings.push(...(await step()).map(warning));
    } catch (error) {
      if (!(error instanceof ConsolidatorError)) throw error;
      warnings.push(warning(`${error.message} The run went on.`));
    }
  }
  return warnings;
}

function isBackedUp(backups: readonly Backup[], timeZone: string, now: number): boolean {
  const today = localDateOf(instantOfMilliseconds(now), timeZone);
  return backups.some(({ kind, at }) => kind === 'daily' && localDateOf(at, timeZone) === today);
}

function warning(message: string): RunWarning {
  return { store: 'primary', entity: 'orders', sourceId: '', code: 'backup-failed', message };
}
