import type { Pipeline } from '../config/pipeline.ts';
import { ConsolidatorError } from '../model/errors.ts';
import { announce } from '../notify/announce.ts';
import type { RunOutcome } from '../notify/conditions.ts';
import { isNarrowed, type Narrowing } from '../run/context/narrowing.ts';
import type { RunSummary } from '../run/summary.ts';
import { stateHome } from '../session/state-home.ts';
import { verdictSentences } from '../verdict/verdict-text.ts';
import type { Shell } from './shell.ts';
import { verdictNow } from './verdict.ts';

interface Announcing {
  ended(summary: RunSummary): Promise<void>;
  /** Tells of a run that could not begin. @throws the error again */
  notBegun(error: unknown): Promise<never>;
}

/** What each run tells `onProblem.webhook` at its end; a narrowed one is a person's own, and tells nobody. */
export function announcing(
  shell: Pick<Shell, 'environment' | 'now' | 'note' | 'file'>,
  pipeline: Pipeline,
  narrowing: Narrowing = {},
): Announcing {
  const tell = async (outcome: RunOutcome): Promise<void> => {
    if (isNarrowed(narrowing)) return;
    const home = stateHome(shell.environment);
    const verdict = outcome.kind === 'ended' ? await verdictNow(shell, pipeline) : null;
    const announced = await announce({
      ...{ pipeline, home, outcome, now: shell.now(), file: shell.file },
      verdict: verdict === null ? [] : verdictSentences(verdict),
    });
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
