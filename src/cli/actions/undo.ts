import { findEntity } from '../../entities/registry.ts';
import { counted } from '../../model/amounts-text.ts';
import { shellWord } from '../../model/command-lines.ts';
import { type UndoReport, undoRun } from '../../operations/undo/undo-run.ts';
import { stateHome } from '../../session/state-home.ts';
import { AsksYes } from '../ask.ts';
import { type OutputOption, printResult } from '../output.ts';
import { openPipeline } from '../pipeline-file.ts';
import { reasonIfGiven } from '../reason.ts';
import type { Shell } from '../shell.ts';
import { undoText } from '../text/undo-report.ts';

interface UndoCommand extends OutputOption {
  readonly reason?: string;
  readonly run: number;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

export interface UndoDocument extends UndoReport {
  readonly pipeline: string;
  readonly dryRun: boolean;
}

export async function act(shell: Shell, file: string, options: UndoCommand): Promise<void> {
  const pipeline = await openPipeline(shell, file);
  const { run, dryRun } = options;
  const home = stateHome(shell.environment);
  const reason = reasonIfGiven(options.reason);
  const undo = { pipeline, home, run, reason, now: shell.now, signal: shell.signal };
  const planned = await undoRun({ ...undo, dryRun: true });
  const wanted = dryRun !== true && (await isWanted(shell, planned, options, file));
  // Both sides are looked at anew: what was paid or exported while the question stood is not cancelled.
  const report = wanted ? await undoRun({ ...undo, dryRun: false }) : planned;
  const document: UndoDocument = { pipeline: pipeline.name, dryRun: !wanted, ...report };
  printResult(shell, options, document, () => undoText(report, !wanted));
  if (report.byHand.some(({ entity }) => findEntity(entity)?.financial !== undefined)) shell.end(3);
}

/** @throws ConsolidatorError `usage` where nobody is there to say yes */
async function isWanted(
  shell: Shell,
  planned: UndoReport,
  { yes }: Pick<UndoCommand, 'yes'>,
  file: string,
): Promise<boolean> {
  const count = planned.takenBack.length;
  if (count === 0) return false;
  if (yes === true) return true;
  const would = counted(count, 'copy', 'copies');
  if (shell.ask === undefined) {
    const see = `neto-consolidator undo ${shellWord(file)} --run ${planned.run} --dry-run`;
    throw new AsksYes(`This would cancel ${would} in the primary. Nothing was changed. To look at it:\n  ${see}`);
  }
  shell.note(undoText(planned, true));
  return shell.ask(`Cancel ${would} in the primary?`);
}
