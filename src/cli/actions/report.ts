import path from 'node:path';
import { checkOutput } from '../../feeds/may-replace.ts';
import { writeSafely } from '../../feeds/safe-output.ts';
import { refuseWrongRange } from '../../reconcile/asked-days.ts';
import { exitCodeOfReconciliation } from '../../reconcile/result.ts';
import { makeReport } from '../../report/report.ts';
import { noteOutputs } from '../../session/outputs.ts';
import { compare } from '../compare-stores.ts';
import { openPipeline } from '../pipeline-file.ts';
import type { ComparisonOptions } from '../reconcile-options.ts';
import type { Shell } from '../shell.ts';

interface ReportCommand extends ComparisonOptions {
  readonly out: string;
  readonly reconcile?: boolean;
  readonly force?: boolean;
}

const OWN = '<meta name="generator" content="neto-consolidator">';

export async function act(shell: Shell, file: string, options: ReportCommand): Promise<void> {
  refuseWrongRange(options);
  const pipeline = await openPipeline(shell, file);
  const out = path.resolve(shell.folder, options.out);
  const replacing = {
    force: options.force,
    keep: [path.resolve(shell.folder, file), pipeline.ledger],
    ours: (beginning: string) => beginning.includes(OWN),
  };
  await checkOutput(out, replacing);
  const wanted = options.reconcile === true || options.xeroCsv !== undefined;
  const reconciliation = wanted ? await compare(shell, pipeline, options) : null;
  const period = { from: options.from ?? null, to: options.to ?? null };
  const page = await makeReport({ pipeline, file, period, reconciliation, now: shell.now() });
  // For its owner's eyes only: it shows what was sold.
  await writeSafely(out, page, { ...replacing, mode: 0o600 });
  await noteOutputs(pipeline, [out]);
  shell.note(`Wrote ${path.relative(shell.folder, out)}`);
  if (reconciliation !== null) shell.end(exitCodeOfReconciliation(reconciliation));
}
