import { type Command, InvalidArgumentError } from 'commander';
import { examples } from '../../examples.ts';
import { lazily } from '../../lazily.ts';
import { withOutput } from '../../output.ts';
import type { Shell } from '../../shell.ts';

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
    .action(lazily(shell, () => import('../../actions/quarantine/purge.ts')));
}

function days(text: string): number {
  const [, number] = /^(\d{1,5})d$/.exec(text) ?? [];
  if (number === undefined) throw new InvalidArgumentError('Expected a number of days, such as 30d (0d: all).');
  return Number(number);
}
