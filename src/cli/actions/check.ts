import { checkPipeline } from '../../operations/check/check-pipeline.ts';
import { exitCodeOfCheck } from '../../operations/findings/finding.ts';
import { stateHome } from '../../session/state-home.ts';
import { type OutputOption, printResult } from '../output.ts';
import { openPipeline } from '../pipeline-file.ts';
import { openLog } from '../progress/log-file.ts';
import type { LogOption } from '../progress/log-option.ts';
import { showProgress } from '../progress/show.ts';
import type { Shell } from '../shell.ts';
import { checkReport } from '../text/check-report.ts';

interface CheckCommandOptions extends OutputOption, LogOption {
  readonly quiet?: boolean;
}

export async function act(shell: Shell, file: string, options: CheckCommandOptions): Promise<void> {
  const pipeline = await openPipeline(shell, file);
  const shown = showProgress(shell, pipeline, openLog(shell, options, 'check'));
  const report = await checkPipeline({
    environment: shell.environment,
    pipeline,
    home: stateHome(shell.environment),
    signal: shell.signal,
    now: shell.now,
    progress: shown.take,
  }).finally(() => shown.end());
  const findings = report.findings.filter(({ severity }) => options.quiet !== true || severity !== 'ok');
  printResult(shell, options, { ...report, findings }, () => checkReport({ ...report, findings }, file));
  shell.end(exitCodeOfCheck(report));
}
