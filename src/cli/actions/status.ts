import { readLedger } from '../open-ledger.ts';
import { type OutputOption, printResult } from '../output.ts';
import { openPipeline } from '../pipeline-file.ts';
import type { Shell } from '../shell.ts';
import { readStatus } from '../standing.ts';
import { statusReport } from '../text/status-report.ts';

export async function act(shell: Shell, file: string, options: OutputOption): Promise<void> {
  const pipeline = await openPipeline(shell, file);
  const status = await readLedger(shell, pipeline, (ledger) => readStatus(ledger, pipeline, shell.now()));
  printResult(shell, options, status, () => statusReport(status, file, pipeline.primary.timezone));
}
