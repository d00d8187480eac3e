import type { Command } from 'commander';
import { examples } from '../examples.ts';
import { readLedger } from '../open-ledger.ts';
import { type OutputOption, printResult, withOutput } from '../output.ts';
import { knownStores, onlyPipeline, openPipeline } from '../pipeline-file.ts';
import type { Shell } from '../shell.ts';
import { traceReport } from '../text/trace-report.ts';
import { openTrace } from '../trace/open-trace.ts';
import { readTrace } from '../trace/read-trace.ts';

interface TraceOptions extends OutputOption {
  readonly store?: string;
  readonly offline?: boolean;
}

export function registerTrace(program: Command, shell: Shell): void {
  const command = program
    .command('trace')
    .argument('<order>', "the order's id, in its own store or in the primary")
    .argument('[pipeline]', 'the pipeline file; may be left out where pipelines/ holds only one')
    .description(
      'Follows one order: both sides as they are now, its payments and customer, what was done when, and why it is where it is.',
    )
    .option('--store <name>', 'only the order of this secondary store: two stores may use one number')
    .option('--offline', 'ask no store; tell what the ledger knows');
  withOutput(command)
    .addHelpText(
      'after',
      examples('trace N11177 pipelines/au-stores.yaml', 'trace W11177', 'trace N1001 --store west --output json'),
    )
    .action(async (id: string, file: string | undefined, options: TraceOptions) => {
      const pipeline = await openPipeline(shell, file ?? (await onlyPipeline(shell)));
      const stores = knownStores(pipeline, options.store === undefined ? undefined : [options.store]);
      const trace = await readLedger(shell, pipeline, async (ledger, resources) => {
        const around = { offline: options.offline ?? false, stores };
        return readTrace(await openTrace(shell, pipeline, around, { ledger, resources }), id);
      });
      printResult(shell, options, trace, () => traceReport(trace));
    });
}
