import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Pipeline } from '../../config/pipeline.ts';
import { copyLedger } from '../../ledger/storage/sqlite/backups/make-backup.ts';
import { ConsolidatorError } from '../../model/errors.ts';

/**
 * Writes a copy of the ledger, also while a run goes on.
 * @throws ConsolidatorError `file-unwritable` when the file exists, `ledger-missing` when there is no ledger
 */
export async function backUpLedger(pipeline: Pipeline, file: string): Promise<void> {
  if (!existsSync(pipeline.ledger))
    throw new ConsolidatorError('ledger-missing', `There is no ledger at ${pipeline.ledger} yet.`);
  if (existsSync(file))
    throw new ConsolidatorError('file-unwritable', `${file} exists; a backup never replaces a file.`);
  try {
    mkdirSync(path.dirname(path.resolve(file)), { recursive: true, mode: 0o700 });
    copyLedger(pipeline.ledger, file);
  } catch (cause) {
    if (cause instanceof ConsolidatorError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ConsolidatorError('file-unwritable', `The backup ${file} can't be written: ${reason}.`, { cause });
  }
}
