import path from 'node:path';
import { writeCsvFiles } from '../../reconcile/csv.ts';
import { exitCodeOfReconciliation } from '../../reconcile/result.ts';
import { noteOutputs } from '../../session/outputs.ts';
import { compare } from '../compare-stores.ts';
import { type OutputOption, printResult } from '../output.ts';
import { openPipeline } from '../pipeline-file.ts';
import type { ComparisonOptions } from '../reconcile-options.ts';
import type { Shell } from '../shell.ts';
import { reconcileReport } from '../text/reconcile-report.ts';

interface ReconcileCommand extends ComparisonOptions, OutputOption {
  readonly csv?: string;
  readonly force?: boolean;
}

export async function act(shell: Shell, file: string, options: ReconcileCommand): Promise<void> {
  const pipeline = await openPipeline(shell, file);
  const result = await compare(shell, pipeline, options);
  if (options.csv !== undefined) {
    const written = await writeCsvFiles(result, path.resolve(shell.folder, options.csv), options.force);
    await noteOutputs(pipeline, written);
    for (const one of written) shell.note(`Wrote ${path.relative(shell.folder, one)}`);
  }
  printResult(shell, options, result, () => reconcileReport(result, file));
  shell.end(exitCodeOfReconciliation(result));
}
