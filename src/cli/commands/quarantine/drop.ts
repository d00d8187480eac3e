import type { Command } from 'commander';
import { ConsolidatorError } from '../../../model/errors.ts';
import { examples } from '../../examples.ts';
import { changeLedger } from '../../open-ledger.ts';
import { type OutputOption, printResult, withOutput } from '../../output.ts';
import { openPipeline } from '../../pipeline-file.ts';
import { reasonGiven } from '../../reason.ts';
import type { Shell } from '../../shell.ts';
import { droppedText } from '../../text/dropped.ts';
import { type Dropped, dependantsOf } from './dependants.ts';
import { type SelectOptions, select, selectOne, withSelection } from './select.ts';

interface DropOptions extends SelectOptions, OutputOption {
  readonly reason: string;
  readonly all?: boolean;
}

export interface DropDocument {
  readonly pipeline: string;
  readonly dropped: Dropped;
  /** With --all: the others. */
  readonly others?: readonly Dropped[] | undefined;
}

export function registerDrop(quarantine: Command, shell: Shell): void {
  const command = quarantine
    .command('drop')
    .argument('<pipeline>', 'the pipeline file')
    .argument('[id]', 'the id of a quarantined record, in its own store or in the primary')
    .description(
      'Leaves a quarantined record out for good, with what belongs to it; nothing in the primary is changed.',
    )
    .requiredOption('--reason <text>', 'why; it is kept with the record, so name nobody in it')
    .option('--all', 'all that wait for the one reason that --code names, as far as the other options select them');
  withOutput(withSelection(command))
    .addHelpText(
      'after',
      examples(
        'quarantine drop pipelines/au-stores.yaml N11177 --reason "a test order of ours"',
        'quarantine drop pipelines/au-stores.yaml 665 --store west --entity payments --reason "of zero"',
        'quarantine drop pipelines/au-stores.yaml --all --code payment-zero --reason "of zero"',
      ),
    )
    .action(async (file: string, id: string | undefined, options: DropOptions) => {
      const reason = reasonGiven(options.reason);
      if ((id === undefined) === (options.all !== true))
        throw new ConsolidatorError('usage', 'Say which record: either its id, or --all with --code.');
      if (options.all === true && options.code === undefined)
        throw new ConsolidatorError('usage', '--all goes with --code: one reason at a time is left out.');
      const pipeline = await openPipeline(shell, file);
      const [dropped, ...others] = await changeLedger(shell, pipeline, async (ledger, run) => {
        const quarantined = await ledger.quarantined();
        const chosen =
          id === undefined ? select(quarantined, pipeline, options) : [selectOne(quarantined, pipeline, options, id)];
        const all: Dropped[] = [];
        for (const { store, entity, sourceId, targetId, amount } of chosen) {
          const key = { store, entity, sourceId };
          const dependants = await dependantsOf(ledger, key);
          await ledger.drop(run, key, reason);
          all.push({ ...key, targetId, amount, dependants });
        }
        return all;
      });
      if (dropped === undefined)
        throw new ConsolidatorError('not-found', 'Nothing is in quarantine that the options select.', {
          remedy: '`quarantine list` names what is quarantined.',
        });
      const document: DropDocument = { pipeline: pipeline.name, dropped, ...(options.all === true ? { others } : {}) };
      printResult(shell, options, document, () => [dropped, ...others].map((one) => droppedText(one, file)).join('\n'));
    });
}
