import type { Command } from 'commander';
import { ConsolidatorError } from '../../../model/errors.ts';
import { examples } from '../../examples.ts';
import { changeLedger } from '../../open-ledger.ts';
import { type OutputOption, printResult, withOutput } from '../../output.ts';
import { openPipeline } from '../../pipeline-file.ts';
import type { Shell } from '../../shell.ts';
import { droppedText } from '../../text/dropped.ts';
import { type Dropped, dependantsOf } from './dependants.ts';
import { type SelectOptions, selectOne, withSelection } from './select.ts';

interface DropOptions extends SelectOptions, OutputOption {
  readonly reason: string;
}

export interface DropDocument {
  readonly pipeline: string;
  readonly dropped: Dropped;
}

export function registerDrop(quarantine: Command, shell: Shell): void {
  const command = quarantine
    .command('drop')
    .argument('<pipeline>', 'the pipeline file')
    .argument('<id>', 'the id of a quarantined record, in its own store or in the primary')
    .description(
      'Leaves a quarantined record out for good, with what belongs to it; nothing in the primary is changed.',
    )
    .requiredOption('--reason <text>', 'why; it is kept with the record, so name nobody in it');
  withOutput(withSelection(command))
    .addHelpText(
      'after',
      examples(
        'quarantine drop pipelines/au-stores.yaml N11177 --reason "a test order of ours"',
        'quarantine drop pipelines/au-stores.yaml 665 --store west --entity payments --reason "of zero"',
      ),
    )
    .action(async (file: string, id: string, options: DropOptions) => {
      const reason = options.reason.trim();
      if (reason === '') throw new ConsolidatorError('usage', 'Give the reason in words: --reason "…".');
      const pipeline = await openPipeline(shell, file);
      const dropped = await changeLedger(shell, pipeline, async (ledger, run) => {
        const { store, entity, sourceId, targetId, amount } = selectOne(
          await ledger.quarantined(),
          pipeline,
          options,
          id,
        );
        const key = { store, entity, sourceId };
        const dependants = await dependantsOf(ledger, key);
        await ledger.drop(run, key, reason);
        return { ...key, targetId, amount, dependants };
      });
      const document: DropDocument = { pipeline: pipeline.name, dropped };
      printResult(shell, options, document, () => droppedText(dropped, file));
    });
}
