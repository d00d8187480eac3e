import { type Command, InvalidArgumentError } from 'commander';
import { personalUntil } from '../../../ledger/backup.ts';
import { keeperOf } from '../../../ledger/open/keeper-of.ts';
import { counted } from '../../../model/amounts-text.ts';
import { daysBefore, type Instant } from '../../../model/time.ts';
import { examples } from '../../examples.ts';
import { changeLedger } from '../../open-ledger.ts';
import { type OutputOption, printResult, withOutput } from '../../output.ts';
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

const meaning = `
The records stay quarantined and listed, with their reasons; what is personal in them is gone from the ledger. One that is
retried is read from its store again. Each run does the same by the key \`quarantine.purgeAfterDays\` of the pipeline file.`;

export function registerPurge(quarantine: Command, shell: Shell): void {
  const command = quarantine
    .command('purge')
    .argument('<pipeline>', 'the pipeline file')
    .description('Takes the content out of records that have been quarantined for long, with what is personal in it.')
    .option('--older-than <days>', 'such as 30d; as long as the pipeline file says where it is left out', days);
  withOutput(command)
    .addHelpText('after', meaning)
    .addHelpText(
      'after',
      examples(
        'quarantine purge pipelines/au-stores.yaml',
        'quarantine purge pipelines/au-stores.yaml --older-than 30d',
      ),
    )
    .action(async (file: string, options: PurgeOptions) => {
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
    });
}

function days(text: string): number {
  const [, number] = /^(\d{1,5})d$/.exec(text) ?? [];
  if (number === undefined) throw new InvalidArgumentError('Expected a number of days, such as 30d (0d: all).');
  return Number(number);
}
