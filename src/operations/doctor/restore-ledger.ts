import { chmodSync, copyFileSync, existsSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Pipeline } from '../../config/pipeline.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { openLedger, openLedgerToLook } from '../../ledger/open/open-ledger.ts';
import { backupsFolder } from '../../ledger/storage/sqlite/backups/backup-files.ts';
import { checkBackup, type LedgerFile } from '../../ledger/storage/sqlite/backups/check-backup.ts';
import { type YoungerThan, youngerThan } from '../../ledger/storage/sqlite/backups/compare-backup.ts';
import { discard, restoringFile } from '../../ledger/storage/sqlite/backups/leftovers.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { ledgerPlace } from '../../session/ledger-place.ts';
import { Resources, takeLocks } from '../../session/open-run.ts';
import { replaceLedger } from './replace-ledger.ts';

export interface RestoreOptions {
  readonly from: string;
  readonly home: string;
  readonly now: () => number;
}

export interface RestorePreview {
  readonly backup: LedgerFile;
  /** What the ledger knows and the backup does not; null where there is no ledger, or it can't be read. */
  readonly lost: YoungerThan | null;
  readonly present: 'none' | 'unreadable' | 'readable';
}

/** A file as it was given, or one of the ledger's own backups by its name. @throws ConsolidatorError `not-found` */
export function findBackup(pipeline: Pipeline, given: string, folder: string): string {
  const own = path.join(backupsFolder(pipeline.ledger), given);
  const found = [path.resolve(folder, given), own].find((file) => existsSync(file));
  if (found !== undefined) return found;
  const message = `There is no file at ${path.resolve(folder, given)}, and no such backup in ${backupsFolder(pipeline.ledger)}.`;
  throw new ConsolidatorError('not-found', message, { remedy: '`doctor --restore` lists the backups that there are.' });
}

/** Says what `restoreLedger` would do; changes nothing. @throws ConsolidatorError as it does */
export function previewRestore(pipeline: Pipeline, options: RestoreOptions): Promise<RestorePreview> {
  return withCopy(pipeline, options, async (copy) => {
    const backup = checkBackup(copy);
    if (!existsSync(pipeline.ledger)) return { backup, lost: null, present: 'none' };
    try {
      return { backup, lost: youngerThan(pipeline.ledger, copy), present: 'readable' };
    } catch (error) {
      if (!(error instanceof ConsolidatorError)) throw error;
      return { backup, lost: null, present: 'unreadable' };
    }
  });
}

/**
 * Puts a backup in the place of the ledger, under the pipeline's lock; what stood there becomes a backup itself.
 * @returns where it was kept, or undefined when there was none
 * @throws ConsolidatorError `ledger-not-ours`, `ledger-damaged`, `ledger-newer`, `ledger-of-another-pipeline`,
 * `pipeline-locked`, `backup-failed`, before anything is moved
 */
export function restoreLedger(pipeline: Pipeline, options: RestoreOptions): Promise<string | undefined> {
  const { home, now } = options;
  return withCopy(pipeline, options, async (copy) => {
    // Before it takes its place: cut off in between, it would go on as if nothing had happened since.
    await claimHere(copy, { home, now, replaced: await generationAt(pipeline.ledger) });
    return replaceLedger(pipeline.ledger, copy, now());
  });
}

/** Works on a copy that was checked, so that the backup itself is left byte for byte as it is. */
async function withCopy<Result>(
  pipeline: Pipeline,
  { from, home }: RestoreOptions,
  use: (copy: string) => Promise<Result>,
): Promise<Result> {
  refuseNoLedger(from);
  const resources = new Resources();
  const copy = restoringFile(pipeline.ledger);
  try {
    takeLocks(pipeline, home, resources);
    discard(copy);
    for (const part of ['', '-wal']) {
      if (!existsSync(from + part)) continue;
      copyFileSync(from + part, copy + part);
      chmodSync(copy + part, 0o600);
    }
    await prove(copy, from, pipeline);
    return await use(copy);
  } finally {
    discard(copy);
    await resources.close();
  }
}

/** SQLite takes an empty file, such as a full disk leaves, for a new database: restored, it would stand for a ledger without copies. */
function refuseNoLedger(from: string): void {
  const there = statSync(from, { throwIfNoEntry: false });
  if (there === undefined)
    throw new ConsolidatorError('not-found', `There is no file at ${from}.`, {
      remedy: 'Check the path; `doctor --restore` lists the backups that there are.',
    });
  if (!there.isFile()) throw new ConsolidatorError('ledger-not-ours', `${from} is no file, so no backup of a ledger.`);
  if (there.size === 0)
    throw new ConsolidatorError('ledger-not-ours', `${from} is empty, so no backup of a ledger. Use another one.`);
}

async function prove(copy: string, from: string, pipeline: Pipeline): Promise<void> {
  const ledger = openCopy(copy, from);
  try {
    const { integrity } = await ledger.examine();
    if (integrity.length > 0) {
      throw new ConsolidatorError(
        'ledger-damaged',
        `The backup ${from} is damaged: ${integrity[0] ?? ''}. Use an older one.`,
      );
    }
    await ledger.pinStores(pipeline.name, [pipeline.primary, ...pipeline.secondaries]);
  } finally {
    await ledger.close();
  }
}

/** What is wrong with it is told of the file that was given. */
function openCopy(copy: string, from: string): Ledger {
  try {
    return openLedger(copy, { isCopy: true });
  } catch (error) {
    if (!(error instanceof ConsolidatorError)) throw error;
    throw new ConsolidatorError(error.code, error.message.replaceAll(copy, from), { cause: error });
  }
}

/** Of the ledger that is replaced; 0 where there is none, or it can't be read. */
async function generationAt(file: string): Promise<number> {
  if (!existsSync(file)) return 0;
  try {
    const ledger = openLedgerToLook(file);
    try {
      return ledger.generation;
    } finally {
      await ledger.close();
    }
  } catch (error) {
    if (!(error instanceof ConsolidatorError)) throw error;
    return 0;
  }
}

/** The ledger that was put back goes on here, and those that it was put back in place of do not. */
async function claimHere(
  file: string,
  options: { readonly home: string; readonly now: () => number; readonly replaced: number },
): Promise<void> {
  const ledger = openLedger(file, { now: options.now });
  try {
    await ledger.pinPlace(ledgerPlace(file, options.home));
    await ledger.claim('restored', options.replaced);
  } finally {
    await ledger.close();
  }
}
