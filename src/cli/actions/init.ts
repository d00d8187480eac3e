import { shellWord } from '../../model/command-lines.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import type { Around } from '../init/around.ts';
import type { InitOptions } from '../init/flags.ts';
import { runInit } from '../init/run-init.ts';
import { openPipeline } from '../pipeline-file.ts';
import { planPipeline } from '../plan-pipeline.ts';
import { type Shell, signalCode, typed } from '../shell.ts';
import { exitCodeOfPlan } from '../summary-exit.ts';
import { planReport } from '../text/plan-report.ts';
import { planVerdict } from '../text/plan-verdict.ts';
import { table } from '../text/table.ts';
import { visible } from '../text/visible.ts';
import { wrapText } from '../text/wrap.ts';

/** Orders of each store that the plan shows. */
const SAMPLES = 3;

/** Of a plan: good, asks for --yes, something would be quarantined. */
const PLANNED: readonly number[] = [0, 2, 3];

export async function act(shell: Shell, file: string, options: InitOptions): Promise<void> {
  try {
    await runInit(aroundOf(shell), file, options);
  } catch (error) {
    if (!(error instanceof ConsolidatorError) || error.code !== 'stopped') throw error;
    shell.note(stoppedWords(shell));
    return shell.end(shell.signal.aborted ? signalCode(shell.signal.reason) : 130);
  }
  shell.end(await tryOut(shell, file));
}

/** Its rooms know nothing of other commands. */
function aroundOf({ environment, folder, signal, prompting, width, now, note }: Shell): Around {
  return { environment, folder, signal, prompting, width, now, note, wrap: wrapText, visible, table };
}

function stoppedWords({ line, width }: Shell): string {
  const again = line.replace(' --anew', '');
  const words = `\nStopped. What you answered is kept, and a key that works is in .env; to go on: ${again}\nWhere an answer was wrong, begin anew: ${again} --anew`;
  return wrapText(words, width ?? 80);
}

/** @returns the exit code of the whole */
async function tryOut(shell: Shell, file: string): Promise<number> {
  // Its progress tells nothing yet that its findings do not.
  const checked = await shell.run(['check', file, '--quiet'], { ...shell, terminal: undefined });
  if (shell.signal.aborted) return checked;
  const pipeline = await openPipeline(shell, file);
  const planned = await planPipeline(shell, pipeline, { narrowing: {}, samples: SAMPLES });
  shell.file = file;
  const { summary, decisions } = planned;
  const verdict = planVerdict(summary, decisions);
  for (const text of [
    '',
    planReport(planned, file),
    '',
    verdict,
    nextLines(file, checked !== 0 || summary.problems.length > 0),
  ])
    shell.print(wrapText(typed(shell, text), shell.width));
  const code = exitCodeOfPlan(summary, shell);
  if (summary.problems.length > 0) return checked || 1;
  return checked === 0 && PLANNED.includes(code) ? 0 : checked || code;
}

function nextLines(file: string, hasProblem: boolean): string {
  const shown = shellWord(file);
  return [
    hasProblem
      ? 'The pipeline file is written. Mend first what is said above; then:'
      : 'The pipeline file is written, and nothing has to be mended first. Next:',
    ...(hasProblem
      ? [`  neto-consolidator check ${shown}`, `  neto-consolidator plan ${shown}`]
      : [
          `  neto-consolidator run ${shown} --limit 5`,
          '      five orders of each store; look at them in the primary',
          `  neto-consolidator todo ${shown}`,
          '      what waits for you then, with the lines to type',
          `  neto-consolidator run ${shown} --yes`,
          '      the first whole run',
          `  neto-consolidator schedule ${shown}`,
          '      every quarter of an hour from then on',
        ]),
  ].join('\n');
}
