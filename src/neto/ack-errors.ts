import { textKey } from '../model/text-key.ts';

/** The words of a store that is troubled itself: nothing is wrong with what it was sent. */
const PASSING = [
  /deadlock/i,
  /lock wait/i,
  /try again|try restarting/i,
  /temporar/i,
  /time[d -]?out/i,
  /too many (requests|connections)/i,
  /(server|service) (is )?(busy|unavailable|overloaded)/i,
  /internal (server )?error/i,
  /maintenance/i,
  /gone away/i,
];

/** The words of a store that looked at what it was sent, and will say the same again. */
const LASTING = [
  /required/i,
  /missing/i,
  /invalid/i,
  /cannot find|not found|does ?n[o']t exist|unknown/i,
  /already exists|duplicate/i,
  /wrong format/i,
  /longer than|too long/i,
  /more than/i,
];

/** Phrases of a store in another language, or of an add-on, beside those that are known. */
export interface RefusalPhrases {
  readonly passing: readonly string[];
  readonly lasting: readonly string[];
}

/**
 * What an Ack of Error says by its text, which is all there is (reference, section 1.4). A text of both kinds passes;
 * `unclear` ones are worth one more try.
 */
export function natureOf(
  error: string,
  { passing, lasting }: RefusalPhrases = { passing: [], lasting: [] },
): 'passing' | 'lasting' | 'unclear' {
  const says = (phrase: string): boolean => textKey(error).includes(textKey(phrase));
  if (passing.some(says)) return 'passing';
  // Said by the pipeline for this primary, it counts for more than what is known of all.
  if (lasting.some(says)) return 'lasting';
  if (PASSING.some((words) => words.test(error))) return 'passing';
  return LASTING.some((words) => words.test(error)) ? 'lasting' : 'unclear';
}
