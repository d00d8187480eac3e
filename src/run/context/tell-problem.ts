import { ConsolidatorError, type RunProblem } from '../../model/errors.ts';
import type { StoreRun } from '../../session/store-run.ts';
import type { RunBasics } from './parts.ts';

export function reportProblem({ problems, progress }: RunBasics, { fixed }: StoreRun, error: unknown): void {
  const problem = problemOf(error, fixed.store);
  problems.push(problem);
  progress({ kind: 'problem', ...problem });
}

export function problemOf(error: unknown, store: string): RunProblem {
  if (error instanceof ConsolidatorError)
    return { store: error.store ?? store, code: error.code, message: error.message };
  throw error;
}
