import { MOST_KEYS, USUAL_KEYS } from '../../neto/long-lists.ts';

/** Writes before a read-back looks at all of them: what they are wrong in is found on no more records than these. */
const WRITES_PER_READ_BACK = 5;

/** Records of a step that are looked up before some of them are written, and that one read-back looks at: as many keys as a request may take. */
export const TOGETHER = MOST_KEYS;

/** @param size of each write; what goes one by one is read back as often as anything else is written */
export function perReadBack(size: number, { oneByOne }: { readonly oneByOne: boolean }): number {
  return oneByOne ? size : WRITES_PER_READ_BACK * size;
}

/**
 * Orders of a chunk: as many as one of their read-backs looks at, so that no larger one would save a request.
 * @param batchSizes of writes, the largest last
 */
export function chunkOf(batchSizes: readonly number[]): number {
  return Math.max(USUAL_KEYS, Math.min(TOGETHER, WRITES_PER_READ_BACK * (batchSizes.at(-1) ?? 1)));
}
