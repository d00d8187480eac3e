import { ConsolidatorError } from '../model/errors.ts';

/** No answer of the API nests deeper than ten levels. */
const DEEPEST = 64;

/**
 * Refuses an answer that is nested beyond all sense before anything walks over it: each walk calls itself once a level.
 * @throws ConsolidatorError `answer-unexpected`
 */
export function refuseDeep(decoded: unknown): unknown {
  let level: unknown[] = [decoded];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST) {
      const message = `the answer is nested more than ${DEEPEST} levels deep; an answer of the Neto API is not.`;
      throw new ConsolidatorError('answer-unexpected', message);
    }
    const next: unknown[] = [];
    for (const value of level) {
      if (typeof value !== 'object' || value === null) continue;
      for (const inner of Object.values(value)) if (typeof inner === 'object' && inner !== null) next.push(inner);
    }
    level = next;
  }
  return decoded;
}
