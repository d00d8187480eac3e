import type { Pipeline } from '../../config/pipeline.ts';
import type { BackupName, LedgerContent, YoungerThan } from '../../ledger/backup.ts';
import type { LedgerKeeper, Replacement } from '../../ledger/keeper.ts';
import { keeperOf } from '../../ledger/open/keeper-of.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { ledgerPlace } from '../../session/ledger-place.ts';
import { personHere } from '../../session/person-here.ts';
import { Resources } from '../../session/resources.ts';
import { takeLocks } from '../../session/take-locks.ts';

interface RestoreOptions {
  /** The backup's address. */
  readonly from: string;
  readonly home: string;
  readonly now: () => number;
  /** Why, in the person's own words; it goes into the audit. */
  readonly reason?: string | undefined;
}

export interface RestorePreview {
  readonly backup: LedgerContent;
  /** What the ledger knows and the backup does not; null where there is no ledger, or it can't be read. */
  readonly lost: YoungerThan | null;
  readonly present: 'none' | 'unreadable' | 'readable';
}

/** Says what `restoreLedger` would do; changes nothing. @throws ConsolidatorError as it does */
export function previewRestore(pipeline: Pipeline, options: RestoreOptions): Promise<RestorePreview> {
  return withReplacement(pipeline, options, async (copy, keeper) => {
    const backup = await copy.content();
    if (!(await keeper.exists())) return { backup, lost: null, present: 'none' };
    try {
      return { backup, lost: await copy.loses(), present: 'readable' };
    } catch (error) {
      if (!(error instanceof ConsolidatorError)) throw error;
      return { backup, lost: null, present: 'unreadable' };
    }
  });
}

/**
 * Puts a backup in the place of the ledger, under the pipeline's lock; what stood there becomes a backup itself.
 * @returns which one, or undefined when there was no ledger
 * @throws ConsolidatorError `ledger-not-ours`, `ledger-damaged`, `ledger-newer`, `ledger-of-another-pipeline`,
 * `pipeline-locked`, `backup-failed`, before anything is moved
 */
export function restoreLedger(pipeline: Pipeline, options: RestoreOptions): Promise<BackupName | undefined> {
  return withReplacement(pipeline, options, async (copy, keeper) => {
    // Before it takes its place: cut off in between, it would go on as if nothing had happened since.
    await claimHere(copy, options, await generationOf(keeper));
    return copy.putInPlace(options.now());
  });
}

/** Works on a copy that was checked, so that the backup itself is left byte for byte as it is. */
async function withReplacement<Result>(
  pipeline: Pipeline,
  { from, home }: RestoreOptions,
  use: (copy: Replacement, keeper: LedgerKeeper) => Promise<Result>,
): Promise<Result> {
  // Says what is wrong with it before anybody else is kept waiting.
  await keeperOf(pipeline).restoring(from);
  const resources = new Resources();
  try {
    await takeLocks(pipeline, home, resources);
    const keeper = keeperOf(pipeline, resources.lease);
    const copy = await keeper.restoring(from);
    // Not before: without the lock it may be another process's.
    resources.add(() => copy.discard());
    await copy.make();
    await prove(copy, from, pipeline);
    return await use(copy, keeper);
  } finally {
    await resources.close();
  }
}

async function prove(copy: Replacement, from: string, pipeline: Pipeline): Promise<void> {
  const ledger = await copy.open();
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

/** Of the ledger that is replaced; 0 where there is none, or it can't be read. */
async function generationOf(keeper: LedgerKeeper): Promise<number> {
  if (!(await keeper.exists())) return 0;
  try {
    const ledger = await keeper.openToLook();
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
async function claimHere(copy: Replacement, { home, now, reason }: RestoreOptions, replaced: number): Promise<void> {
  const ledger = await copy.open({ now, who: personHere() });
  try {
    await ledger.pinPlace(await ledgerPlace(copy, home));
    await ledger.claim('restored', { than: replaced, reason });
  } finally {
    await ledger.close();
  }
}
