import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { ConsolidatorError } from '../../../../model/errors.ts';
import { copyLedger } from './make-backup.ts';

/**
 * Writes a copy of the ledger to a file of a person's, also while a run goes on.
 * @throws ConsolidatorError `file-unwritable` when the file exists, `ledger-missing` when there is no ledger
 */
export function backUpTo(ledger: string, file: string): void {
  if (!existsSync(ledger)) throw new ConsolidatorError('ledger-missing', `There is no ledger at ${ledger} yet.`);
  if (existsSync(file))
    throw new ConsolidatorError('file-unwritable', `${file} exists; a backup never replaces a file.`);
  try {
    mkdirSync(path.dirname(path.resolve(file)), { recursive: true, mode: 0o700 });
    copyLedger(ledger, file);
  } catch (cause) {
    if (cause instanceof ConsolidatorError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ConsolidatorError('file-unwritable', `The backup ${file} can't be written: ${reason}.`, { cause });
  }
}
