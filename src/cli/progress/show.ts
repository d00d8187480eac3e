import type { Pipeline } from '../../config/pipeline.ts';
import type { Progress } from '../../session/progress.ts';
import { ProgressBoard } from '../../session/progress-board.ts';
import type { Shell } from '../shell.ts';
import { type LogFile, SILENT } from './log-file.ts';
import { PlainProgress } from './plain.ts';
import { TerminalProgress } from './terminal.ts';

interface ShownProgress {
  readonly take: Progress;
  /** Leaves the terminal as it was. */
  end(): Promise<void>;
}

/** Progress of a run, a plan or a check on the standard error, as it suits who is looking. */
export function showProgress(shell: Shell, pipeline: Pipeline, log: LogFile = SILENT): ShownProgress {
  const { terminal, now } = shell;
  const board = new ProgressBoard(now);
  const view =
    terminal === undefined
      ? new PlainProgress(board, shell.note, now, pipeline.primary.timezone)
      : new TerminalProgress(board, pipeline, terminal, now);
  return {
    take(event) {
      board.take(event);
      view.take(event);
      log.take(event);
    },
    end: async () => {
      await view.end();
      log.end();
    },
  };
}
