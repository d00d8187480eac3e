import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { ConsolidatorError } from '../../../../model/errors.ts';
import { backupsFolder } from './backup-files.ts';

/** A file as it was given, or one of the ledger's own backups by its name. @throws ConsolidatorError `not-found` */
export function findBackup(ledger: string, given: string, folder: string): string {
  const own = path.join(backupsFolder(ledger), given);
  const found = [path.resolve(folder, given), own].find((file) => existsSync(file));
  if (found !== undefined) return found;
  const message = `There is no file at ${path.resolve(folder, given)}, and no such backup in ${backupsFolder(ledger)}.`;
  throw new ConsolidatorError('not-found', message, { remedy: '`doctor --restore` lists the backups that there are.' });
}

/** SQLite takes an empty file, such as a full disk leaves, for a new database: restored, it would stand for a ledger without copies. */
export function refuseNoLedger(from: string): void {
  const there = statSync(from, { throwIfNoEntry: false });
  if (there === undefined)
    throw new ConsolidatorError('not-found', `There is no file at ${from}.`, {
      remedy: 'Check the path; `doctor --restore` lists the backups that there are.',
    });
  if (!there.isFile()) throw new ConsolidatorError('ledger-not-ours', `${from} is no file, so no backup of a ledger.`);
  if (there.size === 0)
    throw new ConsolidatorError('ledger-not-ours', `${from} is empty, so no backup of a ledger. Use another one.`);
}
