import type { AdoptionReport } from '../../operations/adopt/adopt-copies.ts';
import { adoptIntoLedger } from '../../operations/adopt/open-adoption.ts';
import { stateHome } from '../../session/state-home.ts';
import { type OutputOption, printResult } from '../output.ts';
import { knownStores, openPipeline } from '../pipeline-file.ts';
import { reasonIfGiven } from '../reason.ts';
import type { Shell } from '../shell.ts';
import { adoptionReport } from '../text/adoption-report.ts';

interface AdoptCommand extends OutputOption {
  readonly reason?: string;
  readonly store?: readonly string[];
  readonly dryRun?: boolean;
}

export interface AdoptDocument extends AdoptionReport {
  readonly pipeline: string;
  readonly dryRun: boolean;
}

export async function act(shell: Shell, file: string, options: AdoptCommand): Promise<void> {
  const pipeline = await openPipeline(shell, file);
  const { pairs: _pairs, ...report } = await adoptIntoLedger({
    pipeline,
    home: stateHome(shell.environment),
    stores: knownStores(pipeline, options.store),
    dryRun: options.dryRun,
    reason: reasonIfGiven(options.reason),
    signal: shell.signal,
  });
  const document: AdoptDocument = { pipeline: pipeline.name, dryRun: options.dryRun === true, ...report };
  printResult(shell, options, document, () =>
    [...(options.dryRun === true ? ['Nothing was linked: this is what would be.'] : []), adoptionReport(report)].join(
      '\n',
    ),
  );
  if (report.different.length > 0) shell.end(4);
}
