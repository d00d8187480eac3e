import type { Command } from 'commander';
import type { AdoptionReport } from '../../operations/adopt/adopt-copies.ts';
import { adoptIntoLedger } from '../../operations/adopt/open-adoption.ts';
import { stateHome } from '../../session/state-home.ts';
import { examples } from '../examples.ts';
import { type OutputOption, printResult, withOutput } from '../output.ts';
import { knownStores, openPipeline } from '../pipeline-file.ts';
import type { Shell } from '../shell.ts';
import { adoptionReport } from '../text/adoption-report.ts';

interface AdoptCommand extends OutputOption {
  readonly store?: readonly string[];
  readonly dryRun?: boolean;
}

export interface AdoptDocument extends AdoptionReport {
  readonly pipeline: string;
  readonly dryRun: boolean;
}

export function registerAdopt(program: Command, shell: Shell): void {
  const command = program
    .command('adopt')
    .argument('<pipeline>', 'the pipeline file')
    .description(
      'Links copies that another recipe made, where all that must agree with their source does. Writes nothing to any store.',
    )
    .option('--store <name...>', 'only these secondary stores')
    .option('--dry-run', 'say what would be linked, and link nothing');
  withOutput(command)
    .addHelpText(
      'after',
      examples('adopt pipelines/au-stores.yaml --dry-run', 'adopt pipelines/au-stores.yaml --store west'),
    )
    .action(async (file: string, options: AdoptCommand) => {
      const pipeline = await openPipeline(shell, file);
      const report = await adoptIntoLedger({
        pipeline,
        home: stateHome(shell.environment),
        stores: knownStores(pipeline, options.store),
        dryRun: options.dryRun,
        signal: shell.signal,
      });
      const document: AdoptDocument = { pipeline: pipeline.name, dryRun: options.dryRun === true, ...report };
      printResult(shell, options, document, () =>
        [
          ...(options.dryRun === true ? ['Nothing was linked: this is what would be.'] : []),
          adoptionReport(report),
        ].join('\n'),
      );
      if (report.different.length > 0) shell.end(4);
    });
}
