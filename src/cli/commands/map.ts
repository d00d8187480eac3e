import { Argument, type Command } from 'commander';
import { mappingNames } from '../../operations/map/mappings.ts';
import { examples } from '../examples.ts';
import { lazily } from '../lazily.ts';
import { withOutput } from '../output.ts';
import { reasonOption } from '../reason-option.ts';
import type { Shell } from '../shell.ts';

const meaning = `
The name is looked up in the primary, and written as it stands there. Comments and everything else in the file stay as they
are; the lines that change are shown. What waits in quarantine for the name is copied by the next run. A name that is nearly one
that its own store lists, or that something waits for, is taken as a slip, unless --unchecked is given. To take a name out
again, take its line out of the file.`;

export function registerMap(program: Command, shell: Shell): void {
  const command = program
    .command('map')
    .addArgument(new Argument('<what>', 'what to translate').choices(mappingNames))
    .argument('<name>', 'as its own store calls it')
    .argument('[pipeline]', 'the pipeline file; may be left out where pipelines/ holds only one')
    .description(
      'Says in the pipeline file what a name of one store is in the primary, so that what waits for it is copied.',
    )
    .requiredOption(
      '--to <name>',
      'as the primary calls it; of a prefix the one that the copies get, of payment terms the days',
    )
    .option('--store <name>', 'the secondary store; may be left out where there is only one')
    .option('--unchecked', 'do not ask the stores whether they have the names')
    .option('--dry-run', 'show the lines that would change, and change nothing')
    .addOption(reasonOption());
  withOutput(command)
    .addHelpText('after', meaning)
    .addHelpText(
      'after',
      examples(
        'map payment-method "Zip" pipelines/au-stores.yaml --to "West - Zip" --store west',
        'map shipping-method "Pallet Freight" --to "Road Freight" --store west --dry-run',
        'map payment-terms "Net 14" --to 14 --store west',
      ),
    )
    .action(lazily(shell, () => import('../actions/map.ts')));
}
