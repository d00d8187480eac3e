import { counted } from '../../model/amounts-text.ts';
import { standingOfWays, type WayStanding } from '../../notify/standing-of-ways.ts';
import { stateHome } from '../../session/state-home.ts';
import { readLedger } from '../open-ledger.ts';
import { type OutputOption, printResult } from '../output.ts';
import { openPipeline } from '../pipeline-file.ts';
import type { Shell } from '../shell.ts';
import { type PipelineStatus, readStatus } from '../standing.ts';
import { failingLines } from '../text/alert-text.ts';
import { section } from '../text/run-report.ts';
import { statusReport } from '../text/status-report.ts';

interface StatusCommand extends OutputOption {
  /** Minutes. */
  readonly within?: number;
}

/** What `status` prints. */
export interface StatusDocument extends PipelineStatus {
  /** Those whom `onProblem` names. */
  readonly told: readonly WayStanding[];
}

export async function act(shell: Shell, file: string, options: StatusCommand): Promise<void> {
  const pipeline = await openPipeline(shell, file);
  const status = await readLedger(shell, pipeline, (ledger) => readStatus(ledger, pipeline, shell.now()));
  const told = await standingOfWays(stateHome(shell.environment), pipeline);
  const document: StatusDocument = { ...status, told };
  printResult(shell, options, document, () =>
    [
      statusReport(status, file, pipeline.primary.timezone),
      ...section(
        'Not told',
        failingLines(told)
          .map((line) => `  ${line}`)
          .join('\n'),
      ),
    ].join('\n'),
  );
  const { within } = options;
  if (within === undefined || isAlive(status, shell.now() - within * 60_000)) return;
  shell.note(
    `No run of ${pipeline.name} has begun or ended within ${counted(within, 'minute')}, and none is going on.`,
  );
  shell.end(1);
}

/** @param since milliseconds since 1970 */
function isAlive({ runningProcess, runs }: PipelineStatus, since: number): boolean {
  const moments = runs.flatMap(({ startedAt, endedAt }) => [startedAt, endedAt ?? startedAt]);
  return runningProcess !== null || moments.some((moment) => Date.parse(moment) >= since);
}
