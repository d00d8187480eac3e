import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Pipeline } from '../../config/pipeline.ts';
import { openLedger } from '../../ledger/sqlite-ledger.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { ledgerPlace } from '../../session/ledger-place.ts';
import { Resources, takeLocks } from '../../session/open-run.ts';

/** Files that belong to a SQLite database in write-ahead mode. */
const PARTS = ['', '-wal', '-shm'] as const;

/**
 * Writes a copy of the ledger, also while a run goes on.
 * @throws ConsolidatorError `file-unwritable` when the file exists, `ledger-missing` when there is no ledger
 */
export async function backUpLedger(pipeline: Pipeline, file: string): Promise<void> {
  if (!existsSync(pipeline.ledger))
    throw new ConsolidatorError('ledger-missing', `There is no ledger at ${pipeline.ledger} yet.`);
  if (existsSync(file))
    throw new ConsolidatorError('file-unwritable', `${file} exists; a backup never replaces a file.`);
  mkdirSync(path.dirname(path.resolve(file)), { recursive: true, mode: 0o700 });
  const ledger = openLedger(pipeline.ledger);
  try {
    await ledger.copyTo(file);
  } finally {
    await ledger.close();
  }
}

/**
 * Puts a backup in the place of the ledger, under the pipeline's lock; what stood there is kept beside it.
 * @returns where it was kept, or undefined when there was none
 * @throws ConsolidatorError `ledger-not-ours`, `ledger-damaged`, `ledger-newer`, `ledger-of-another-pipeline`, before anything is moved
 */
export async function restoreLedger(
  pipeline: Pipeline,
  options: { readonly from: string; readonly home: string; readonly now: () => number },
): Promise<string | undefined> {
  const { from, home, now } = options;
  if (!existsSync(from)) throw new ConsolidatorError('not-found', `There is no file at ${from}.`);
  const resources = new Resources();
  const fresh = `${pipeline.ledger}.restoring`;
  try {
    takeLocks(pipeline, home, resources);
    discard(fresh);
    copyFileSync(from, fresh);
    await prove(fresh, from, pipeline);
    // Before it takes its place: cut off in between, it would go on as if nothing had happened since.
    await claimHere(fresh, { home, now, replaced: await generationAt(pipeline.ledger) });
    const kept = setAside(pipeline.ledger, now());
    renameSync(fresh, pipeline.ledger);
    return kept;
  } finally {
    discard(fresh);
    await resources.close();
  }
}

/** Of the ledger that is replaced; 0 where there is none, or it can't be read. */
async function generationAt(file: string): Promise<number> {
  if (!existsSync(file)) return 0;
  try {
    const ledger = openLedger(file);
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

/** Opens the copy, so that the backup itself is left byte for byte as it is. */
async function prove(copy: string, from: string, pipeline: Pipeline): Promise<void> {
  const ledger = openLedger(copy);
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

/** Moves a ledger out of the way, with all that belongs to it. @returns its new name, or undefined when there is none */
export function setAside(ledger: string, now: number): string | undefined {
  if (!existsSync(ledger)) return undefined;
  const kept = `${ledger}.kept-${new Date(now).toISOString().replaceAll(/[-:]/g, '').slice(0, 15)}`;
  for (const part of PARTS) if (existsSync(ledger + part)) renameSync(ledger + part, kept + part);
  return kept;
}

/** Removes what an attempt that was cut short left behind. */
export function discard(file: string): void {
  for (const part of PARTS) rmSync(file + part, { force: true });
}
