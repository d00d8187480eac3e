import { z } from 'zod';
import { addSeconds, type Instant, instantSchema } from '../model/time.ts';
import type { ExpectedCopy } from './expected.ts';

/** Which payments a look has seen in the primary. */
export const seenPaymentsSchema = z.object({
  at: instantSchema,
  ids: z.array(z.string()),
  /** Which look has seen some of them first; the others are older than any export takes, or there since the first look. */
  young: z.record(z.string(), instantSchema),
});
export interface SeenPayments extends z.infer<typeof seenPaymentsSchema> {
  readonly at: Instant;
}

/** No export takes longer. */
const YOUNG_SECONDS = 14 * 86_400;

/**
 * No payment tells when it was entered, its day may be of weeks before, and whether its order's time tells is not known. But it
 * was entered at the latest when the first look saw it: by the look before that it would be taken for older than it is.
 * @returns the moment at which a payment was there at the latest, by its id; null where nothing tells
 */
export function appearanceOf(seen: SeenPayments | undefined, now: Instant): (id: string) => Instant | null {
  if (seen === undefined) return () => null;
  const ids = new Set(seen.ids);
  const young = new Map(Object.entries(seen.young));
  return (id) => (ids.has(id) ? (young.get(id) ?? null) : now);
}

/** What the next look is told of this one. */
export function withPaymentsNow(
  copies: readonly ExpectedCopy[],
  before: SeenPayments | undefined,
  at: Instant,
): SeenPayments {
  const ids = [...new Set(copies.flatMap(({ payments }) => payments.map(({ id }) => id)))];
  const appeared = appearanceOf(before, at);
  const oldest = addSeconds(at, -YOUNG_SECONDS);
  const young = ids.flatMap((id) => {
    const since = appeared(id);
    return since === null || since < oldest ? [] : [[id, since] as const];
  });
  return { at, ids, young: Object.fromEntries(young) };
}
