import { ConsolidatorError } from '../model/errors.ts';
import { announce } from '../notify/announce.ts';
import type { RunOutcome } from '../notify/conditions.ts';
import type { Pipeline } from '../pipeline/config/pipeline.ts';
import { isNarrowed, type Narrowing } from '../pipeline/run/narrowing.ts';
import { stateHome } from '../pipeline/run/state-home.ts';
import type { RunSummary } from '../pipeline/run/summary.ts';
import type { Shell } from './shell.ts';

export interface Announcing {
  ended(summary: RunSummary): Promise<void>;
  /** Tells of a run that could not begin. @throws the error again */
  notBegun(error: unknown): Promise<never>;
}

/** What each run tells `onProblem.webhook` at its end; a narrowed one is a person's own, and tells nobody. */
export function announcing(
  shell: Pick<Shell, 'environment' | 'now' | 'note'>,
  pipeline: Pipeline,
  narrowing: Narrowing = {},
): Announcing {
  const tell = async (outcome: RunOutcome): Promise<void> => {
    if (isNarrowed(narrowing)) return;
    const home = stateHome(shell.environment);
    const announced = await announce({ pipeline, home, outcome, now: shell.now() });
    if (announced.kind === 'not-told') shell.note(announced.reason);
  };
  return {
    ended: (summary) => tell({ kind: 'ended', summary }),
    async notBegun(error) {
      const { code, store = null } = error instanceof ConsolidatorError ? error : { code: 'internal' as const };
      await tell({ kind: 'not-begun', code, store });
      throw error;
    },
  };
}
