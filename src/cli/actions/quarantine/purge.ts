import { personalUntil } from '../../../ledger/backup.ts';
import { keeperOf } from '../../../ledger/open/keeper-of.ts';
import { counted } from '../../../model/amounts-text.ts';
import { daysBefore, type Instant } from '../../../model/time.ts';
import { changeLedger } from '../../open-ledger.ts';
import { type OutputOption, printResult } from '../../output.ts';
import { openPipeline } from '../../pipeline-file.ts';
import type { Shell } from '../../shell.ts';

interface PurgeOptions extends OutputOption {
  readonly olderThan?: number;
}

export interface PurgeDocument {
  readonly pipeline: string;
  readonly purged: number;
  /** Only what has been quarantined since before this moment. */
  readonly heldBefore: Instant;
  /** Until when backups of the ledger may still hold what was taken out; null where there is none that may. */
  readonly inBackupsUntil: Instant | null;
}

export async function act(shell: Shell, file: string, options: PurgeOptions): Promise<void> {
  const pipeline = await openPipeline(shell, file);
  const age = options.olderThan ?? pipeline.quarantine.purgeAfterDays;
  // The ledger's moments are whole seconds, so what was quarantined in this one counts as quarantined before the next.
  const heldBefore = daysBefore(shell.now() + 1000, age);
  const purged = await changeLedger(shell, pipeline, (ledger, run) => ledger.purge(run, heldBefore));
  const keeper = keeperOf(pipeline);
  const inBackupsUntil = personalUntil(await keeper.backups(), shell.now());
  const document: PurgeDocument = { pipeline: pipeline.name, purged, heldBefore, inBackupsUntil };
  printResult(shell, options, document, () =>
    [
      purged === 0
        ? `No record with content has been quarantined since before ${heldBefore}.`
        : `Took the content out of ${counted(purged, 'record')} quarantined since before ${heldBefore}. They stay quarantined.`,
      ...(inBackupsUntil === null
        ? []
        : [
            `Backups of the ledger may hold it until ${inBackupsUntil}: the first whole run of a day after that takes it out of them, too. To have it gone at once, remove the files in ${keeper.backupsAt}.`,
          ]),
    ].join('\n'),
  );
}
