import path from 'node:path';
import type { Pipeline } from '../config/pipeline.ts';
import { salvageAlerts } from '../config/salvage.ts';
import { keeperOf } from '../ledger/open/keeper-of.ts';
import { ConsolidatorError } from '../model/errors.ts';
import type { Standing } from '../notify/compose.ts';
import type { JudgedSummary, RunOutcome } from '../notify/conditions.ts';
import { type AlertSettings, waysOf } from '../notify/ways.ts';
import { isNarrowed, type Narrowing } from '../run/context/narrowing.ts';
import { stateHome } from '../session/state-home.ts';
import { copiedSentences, readCopiedSince } from '../verdict/copied-since.ts';
import { readToDoSums } from '../verdict/to-do-sums.ts';
import { readVerdict } from '../verdict/verdict.ts';
import { verdictSentences } from '../verdict/verdict-text.ts';
import { readLedger } from './open-ledger.ts';
import { openPipeline } from './pipeline-file.ts';
import { fileToRead, type Shell } from './shell.ts';

type Around = Pick<Shell, 'environment' | 'now' | 'note' | 'file' | 'signal'>;

interface Announcing {
  ended(summary: JudgedSummary): Promise<void>;
  notBegun(error: unknown): Promise<void>;
}

/** What each run tells those whom `onProblem` names. It never fails, and takes a few seconds at most. */
export function announcing(shell: Around, pipeline: Pipeline, narrowing: Narrowing = {}): Announcing {
  const standing = (): Promise<Standing | null> => standingNow(shell, pipeline);
  return {
    ended: (summary) => tell(shell, pipeline, { kind: 'ended', summary, narrowed: isNarrowed(narrowing) }, standing),
    notBegun: (error) => tell(shell, pipeline, notBegun(error), standing),
  };
}

/**
 * The same at the end of a command: what it found is out when others are told of it.
 * @returns the result; what `work` throws is told, too
 */
export async function tellingAfterwards<Summary extends JudgedSummary>(
  shell: Shell,
  pipeline: Pipeline,
  narrowing: Narrowing,
  work: () => Promise<Summary>,
): Promise<Summary> {
  const announced = announcing(shell, pipeline, narrowing);
  try {
    const summary = await work();
    shell.afterwards?.(() => announced.ended(summary));
    return summary;
  } catch (error) {
    shell.afterwards?.(() => announced.notBegun(error));
    throw error;
  }
}

/**
 * Opens a pipeline file for a run: that it can't be read is told as far as it says to whom, unless a person is there and sees it.
 * @throws ConsolidatorError for every trouble with the file
 */
export async function openToRun(shell: Shell, file: string): Promise<Pipeline> {
  try {
    return await openPipeline(shell, file);
  } catch (error) {
    if (shell.prompting === undefined) shell.afterwards?.(() => tellBroken(shell, file, error));
    throw error;
  }
}

async function tellBroken(shell: Shell, file: string, error: unknown): Promise<void> {
  const alerts = await salvageAlerts(fileToRead(shell, file), shell.environment);
  if (alerts !== undefined) await tell(shell, alerts, notBegun(error), async () => null);
}

async function tell(
  shell: Around,
  pipeline: AlertSettings,
  outcome: RunOutcome,
  standing: () => Promise<Standing | null>,
): Promise<void> {
  if (waysOf(pipeline.onProblem).length === 0) return;
  try {
    const home = stateHome(shell.environment);
    const { file, signal: stop } = shell;
    const { announce } = await import('../notify/announce.ts');
    const { failures } = await announce({ pipeline, home, outcome, now: shell.now(), file, standing, stop });
    for (const failure of failures) shell.note(failure);
  } catch {
    // Only a home that is none; the run has said so.
  }
}

function notBegun(error: unknown): RunOutcome {
  if (!(error instanceof ConsolidatorError)) return { kind: 'not-begun', code: 'internal', store: null };
  const { code, store = null, message } = error;
  return { kind: 'not-begun', code, store, place: code.startsWith('config-') ? placeIn(message) : undefined };
}

/** The first place that a message about a file names: `au-stores.yaml, line 12, column 3`. What it says of it may quote the file. */
function placeIn(message: string): string | undefined {
  const [, file, line, column] = /^(.+?):(\d+):(\d+): /.exec(message) ?? [];
  return file === undefined ? undefined : `${path.basename(file)}, line ${line}, column ${column}`;
}

async function standingNow(shell: Pick<Shell, 'now'>, pipeline: Pipeline): Promise<Standing | null> {
  if (!(await keeperOf(pipeline).exists())) return null;
  return readLedger(shell, pipeline, async (ledger) => {
    const verdict = await readVerdict(ledger, pipeline, shell.now());
    const currency = verdict.parts[0]?.amounts[0]?.currency ?? '';
    return {
      verdict: verdictSentences(verdict),
      toDos: await readToDoSums(ledger, pipeline, shell.now()),
      copiedSince: (at) =>
        readLedger(shell, pipeline, async (own) => copiedSentences(await readCopiedSince(own, at), currency)),
    };
  });
}
