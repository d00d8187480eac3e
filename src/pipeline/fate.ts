import type { LoadItem, WriteAnswer } from '../load/load-target.ts';

/**
 * What becomes of a record that the look-up after its write did not find:
 * - `unknown`: it may still appear, so it is only looked up from now on.
 * - `send-alone`: the answer proves that it was not taken, with others; alone it is taken, or its refusal names it.
 * - `again`: refused for a reason that passes.
 * - `refused`, `renumbered`: a person's matter.
 */
export type Fate = 'unknown' | 'send-alone' | 'again' | 'refused' | 'renumbered';

export interface Missing {
  /** undefined: lost. */
  readonly answer: WriteAnswer | undefined;
  readonly sent: number;
  /** Records of the batch that the look-up found. */
  readonly found: number;
  /** Ids of the answer that no record of the batch bears. */
  readonly strangers: readonly string[];
}

export function fateOfMissing<Draft>(item: LoadItem<Draft>, { answer, sent, found, strangers }: Missing): Fate {
  // Stored under a number of the primary's own choice: to write it again would double it.
  if (strangers.length > 0) return 'renumbered';
  // A lost answer, or "Success" for something that is not there.
  if (answer === undefined || answer.kind === 'accepted') return 'unknown';
  if (answer.ids.some((id) => id.toLowerCase() === item.targetId.toLowerCase())) return 'unknown';
  if (!provesNotTaken(answer, sent, found)) return 'unknown';
  if (sent > 1) return 'send-alone';
  return answer.kind === 'refused' && answer.errors.some(isPassing) ? 'again' : 'refused';
}

/**
 * A primary may show what it has stored only some reads later, so that a record is not found proves nothing by itself.
 * The answer does: where it names the others, or where as many were found as it says were done.
 */
function provesNotTaken({ kind, ids, taken = ids.length }: WriteAnswer, sent: number, found: number): boolean {
  // More is there than the answer says: it is not to be trusted.
  if (found > taken) return false;
  if (kind === 'refused' || sent === 1) return true;
  return taken > 0 && (ids.length === taken || found === taken);
}

/** The words of a store that is troubled itself: nothing is wrong with the record. */
const PASSING = [
  /deadlock/i,
  /lock wait/i,
  /try again|try restarting/i,
  /temporar/i,
  /time[d -]?out/i,
  /too many (requests|connections)/i,
  /(server|service) (is )?(busy|unavailable|overloaded)/i,
  /maintenance/i,
  /gone away/i,
];

export function isPassing(error: string): boolean {
  return PASSING.some((words) => words.test(error));
}
