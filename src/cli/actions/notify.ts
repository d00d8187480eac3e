import type { Pipeline } from '../../config/pipeline.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { sendTest, type TestResult } from '../../notify/send-test.ts';
import { standingOfWays, type WayStanding } from '../../notify/standing-of-ways.ts';
import { stateHome } from '../../session/state-home.ts';
import { type OutputOption, printResult } from '../output.ts';
import { openPipeline } from '../pipeline-file.ts';
import type { Shell } from '../shell.ts';
import { testLines, wayLines } from '../text/alert-text.ts';

interface NotifyOptions extends OutputOption {
  readonly test?: boolean;
}

/** What `notify` says. */
export interface NotifyDocument {
  readonly pipeline: string;
  readonly ways: readonly WayStanding[];
  /** Only where a test was sent. */
  readonly tests: readonly TestResult[];
}

export async function act(shell: Shell, file: string, options: NotifyOptions): Promise<void> {
  const pipeline = await openPipeline(shell, file);
  refuseNobody(pipeline, file);
  const ways = await standingOfWays(stateHome(shell.environment), pipeline);
  const tests = options.test === true ? await sendTest(pipeline, { now: shell.now(), stop: shell.signal }) : [];
  const document: NotifyDocument = { pipeline: pipeline.name, ways, tests };
  printResult(shell, options, document, () =>
    (options.test === true ? testLines(tests) : [...wayLines(ways), '', 'To try it: `notify --test`']).join('\n'),
  );
  shell.end(tests.some(({ trouble }) => trouble !== null) ? 1 : 0);
}

/** @throws ConsolidatorError `config-invalid` */
function refuseNobody({ onProblem }: Pipeline, file: string): void {
  if (onProblem.webhook !== undefined || onProblem.email !== undefined) return;
  const fact = `${file}:1:1: "onProblem" names nobody who is told; expected "email" or "webhook" in it`;
  throw new ConsolidatorError('config-invalid', `${fact}; add one, as docs/alerts.md shows`);
}
