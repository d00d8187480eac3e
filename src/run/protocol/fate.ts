import type { LoadItem } from '../../entities/writing/load-item.ts';
import type { WriteAnswer } from '../../entities/writing/load-target.ts';
import { lowerKey } from '../../model/text-key.ts';
import { natureOf, type RefusalPhrases } from '../../neto/ack-errors.ts';

/**
 * What becomes of a record that the look-up after its write did not find:
 * - `unknown`: it may still appear, so it is only looked up from now on. Of what has no key (payments, returns) that is
 *   all that any answer tells.
 * - `send-apart`: the answer proves that it was not taken, with others; with fewer it is taken, or alone its refusal names it.
 * - `again`: refused for a reason that passes, or may pass.
 * - `refused`, `renumbered`: a person's matter.
 */
export type WriteOutcome = 'unknown' | 'send-apart' | 'again' | 'refused' | 'renumbered';

export interface Missing {
  /** undefined: lost. */
  readonly answer: WriteAnswer | undefined;
  readonly sent: number;
  /** Records of the batch that the look-up found. */
  readonly found: number;
  /** Ids of the answer that no record of the batch bears. */
  readonly unexpectedIds: readonly string[];
  /** How often it was sent alone by now, in this run. */
  readonly attempt: number;
  /** Neto would store it a second time as readily as the first. */
  readonly keyless?: boolean | undefined;
  /** Of the pipeline file. */
  readonly refusals?: RefusalPhrases | undefined;
}

/** Of a record that is refused in words that nobody knows. */
const ATTEMPTS_UNCLEAR = 2;

export function outcomeOfMissing<Draft>(
  item: LoadItem<Draft>,
  { answer, sent, found, unexpectedIds, attempt, keyless, refusals }: Missing,
): WriteOutcome {
  // No number of its own stops a second one, so that words alone, of refusal too, prove nothing: only looking does.
  if (keyless === true) return 'unknown';
  // Stored under a number of the primary's own choice: to write it again would double it.
  if (unexpectedIds.length > 0) return 'renumbered';
  // A lost answer, or "Success" for something that is not there.
  if (answer === undefined || answer.kind === 'accepted') return 'unknown';
  if (answer.ids.some((id) => lowerKey(id) === lowerKey(item.targetId))) return 'unknown';
  if (!provesNotTaken(answer, found)) return 'unknown';
  if (sent > 1) return 'send-apart';
  const natures = answer.errors.map((error) => natureOf(error, refusals));
  if (natures.includes('passing')) return 'again';
  return natures.includes('lasting') || attempt >= ATTEMPTS_UNCLEAR ? 'refused' : 'again';
}

/**
 * A primary may show what it has stored only some reads later, so that a record is not found proves nothing by itself.
 * The answer does: where it names the others, or where as many were found as it says were done.
 */
function provesNotTaken({ kind, ids, taken = ids.length }: WriteAnswer, found: number): boolean {
  // More is there than the answer says: it is not to be trusted.
  if (found > taken) return false;
  if (kind === 'refused') return true;
  return taken > 0 && (ids.length === taken || found === taken);
}
