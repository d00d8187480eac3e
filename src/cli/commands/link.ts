import { type Command, Option } from 'commander';
import { linkable } from '../../operations/link/linking.ts';
import { examples } from '../examples.ts';
import { lazily } from '../lazily.ts';
import { withOutput } from '../output.ts';
import { reasonOption } from '../reason-option.ts';
import type { Shell } from '../shell.ts';

const meaning = `
Both are shown side by side. Where fields that must agree do not, nothing is linked, unless you say that it is right as
it is. Payments and returns of an order are paired by amount, day and method; the rest is listed, to be linked one by one.
What is linked is followed: a change on either side is told. Nothing is ever written to it.`;

export function registerLink(program: Command, shell: Shell): void {
  const command = program
    .command('link')
    .argument('<pipeline>', 'the pipeline file')
    .argument('<id>', 'the id of a quarantined, left-out or dropped record in its own store')
    .description(
      'Takes what you entered in the primary by hand for the copy of one record, so that it is not copied again.',
    )
    .requiredOption(
      '--as <ids>',
      "its number in the primary; of a payment or return the primary's own ids, with commas",
    )
    .option('--store <name>', 'only of this secondary store')
    .addOption(new Option('--entity <name>', 'only these records').choices([...linkable]))
    .option('--accept-differences', 'it is right, though it differs; takes a --reason')
    .addOption(reasonOption())
    .option('--dry-run', 'show both, and link nothing');
  withOutput(command)
    .addHelpText('after', meaning)
    .addHelpText(
      'after',
      examples(
        'link pipelines/au-stores.yaml N1081 --as S1081 --dry-run',
        'link pipelines/au-stores.yaml N1081 --as S1081 --accept-differences --reason "freight rounded up"',
        'link pipelines/au-stores.yaml 665 --entity payments --as 9120,9121',
      ),
    )
    .action(lazily(shell, () => import('../actions/link.ts')));
}
