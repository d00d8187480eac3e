import type { Pipeline } from '../../pipeline/config/pipeline.ts';
import type { Progress } from '../../pipeline/run/progress.ts';
import type { Shell } from '../shell.ts';
import { ProgressBoard } from './board.ts';
import { PlainProgress } from './plain.ts';

export interface ShownProgress {
  readonly take: Progress;
  /** Leaves the terminal as it was. */
  end(): void;
}

/** Progress of a run, a plan or a check on the standard error, as it suits who is looking. */
export function showProgress(shell: Shell, _pipeline: Pipeline): ShownProgress {
  const board = new ProgressBoard(shell.now);
  const view = new PlainProgress(board, shell.note, shell.now);
  return {
    take(event) {
      board.take(event);
      view.take(event);
    },
    end: () => view.end(),
  };
}
