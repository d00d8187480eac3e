import type { Command } from 'commander';
import type { Acceptance } from '../../../ledger/ledger.ts';
import { type EntityName, singular } from '../../../model/entities.ts';
import { ConsolidatorError } from '../../../model/errors.ts';
import { examples } from '../../examples.ts';
import { changeLedger } from '../../open-ledger.ts';
import { type OutputOption, printResult, withOutput } from '../../output.ts';
import { openPipeline } from '../../pipeline-file.ts';
import type { Shell } from '../../shell.ts';
import { type SelectOptions, selectOne, withSelection } from './select.ts';

interface AcceptOptions extends SelectOptions, OutputOption {
  readonly reason: string;
}

interface Accepted {
  readonly store: string;
  readonly entity: EntityName;
  readonly sourceId: string;
  readonly result: Acceptance;
}

export interface AcceptDocument {
  readonly pipeline: string;
  readonly accepted: readonly Accepted[];
}

export function registerAccept(quarantine: Command, shell: Shell): void {
  const command = quarantine
    .command('accept')
    .argument('<pipeline>', 'the pipeline file')
    .argument('<id>', 'the id of a held record, in its own store or in the primary')
    .description(
      'Says that a held record is right: with the cents by which it differs, or as it stands in the primary.',
    )
    .requiredOption('--reason <text>', 'why; it is kept in the audit, so name nobody in it');
  withOutput(withSelection(command))
    .addHelpText(
      'after',
      examples('quarantine accept pipelines/au-stores.yaml N11177 --reason "rounded at the till, says the bookkeeper"'),
    )
    .action(async (file: string, id: string, options: AcceptOptions) => {
      if (options.reason.trim() === '') throw new ConsolidatorError('usage', 'Give the reason in words: --reason "…".');
      const pipeline = await openPipeline(shell, file);
      const accepted = await changeLedger(shell, pipeline, async (ledger, run) => {
        const { store, entity, sourceId } = selectOne(await ledger.quarantined(), pipeline, options, id);
        const result = await ledger.accept(run, { store, entity, sourceId }, options.reason);
        return [{ store, entity, sourceId, result }];
      });
      const refused = accepted.find(({ result }) => result === 'not-acceptable' || result === 'not-held');
      if (refused !== undefined) {
        const why = `There is no difference in cents that could be accepted, and no copy that could be right as it is.`;
        throw new ConsolidatorError(
          'usage',
          `${singular[refused.entity]} ${refused.sourceId} can't be accepted. ${why} See: neto-consolidator quarantine show ${file} ${id}`,
        );
      }
      const document: AcceptDocument = { pipeline: pipeline.name, accepted };
      printResult(shell, options, document, () => acceptedText(accepted, file));
    });
}

function acceptedText(accepted: readonly Accepted[], file: string): string {
  const lines = accepted.map(({ store, entity, sourceId, result }) =>
    result === 'released'
      ? `${store} ${singular[entity]} ${sourceId}: the next run goes on with it, takes what differs as right, and approves its copy`
      : `${store} ${singular[entity]} ${sourceId}: counts as right as it stands in the primary`,
  );
  return [...lines, `Next: neto-consolidator run ${file}`].join('\n');
}
