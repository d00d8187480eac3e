import type { WriteAnswer } from '../../entities/writing/load-target.ts';

/** What was said to a write. */
export interface Answered {
  /** undefined: lost. */
  readonly answer: WriteAnswer | undefined;
  /** Ids of the answer that no item bears. */
  readonly unexpectedIds: readonly string[];
}

/**
 * Whether another write may be begun before this one is read back: after trouble not, since more of the same would meet with
 * it too, and all of it would be in doubt. Halves of what was refused tell nothing about each other.
 */
export function mayFollow({ answer, unexpectedIds }: Answered, isHalved: boolean): boolean {
  if (answer === undefined || unexpectedIds.length > 0) return false;
  return answer.kind === 'accepted' || isHalved;
}
