import { z } from 'zod';
import type { EntityName } from './entities.ts';
import { parseDecimal, subtract } from './money.ts';
import { textKey } from './text-key.ts';

/** One field in which a copy differs from its source, with what each of the two showed. Nothing personal. */
export const seenDifferenceSchema = z.object({
  /** Of the table of compared fields. */
  key: z.string(),
  meant: z.string(),
  held: z.string(),
});
export type SeenDifference = z.infer<typeof seenDifferenceSchema>;

/** Who compares copies day by day: the look with the ledger, and the proof without it. */
export const viewers = ['look', 'proof'] as const;
export type Viewer = (typeof viewers)[number];

/** What a person has accepted of a copy: these differences, and no others. */
const acceptedAsSchema = z.object({
  seen: z.array(seenDifferenceSchema),
  /** Those that are yet to add what they see, where nobody knew what the copy showed when it was accepted as it stands. */
  open: z.array(z.enum(viewers)),
});
export type AcceptedAs = z.infer<typeof acceptedAsSchema>;

/** Names of one field in the table and in the results of a reconciliation. */
const sameField: Readonly<Record<string, string>> = {
  'invoice-date': 'day',
  placed: 'day',
  'paid-on': 'date',
};

/** Whether this very difference was accepted: of the same field, and with the same values on both sides. */
export function isAcceptedAs(accepted: AcceptedAs | null | undefined, { key, meant, held }: SeenDifference): boolean {
  const one = fieldOf(key);
  return (accepted?.seen ?? []).some(
    (seen) => fieldOf(seen.key) === one && isSameValue(seen.meant, meant) && isSameValue(seen.held, held),
  );
}

function fieldOf(key: string): string {
  return sameField[key] ?? key;
}

function isSameValue(a: string, b: string): boolean {
  return valueKey(a) === valueKey(b);
}

/** `12.00`, `12` and `13.00 less 1.00` are one amount. */
function valueKey(text: string): string {
  const [whole = '', off] = text.split(' less ').map((part) => parseDecimal(part));
  if (whole === '') return textKey(text);
  return off === undefined ? whole : subtract(whole, off);
}

/** @param more what is added to it; left out, it stays open to what the viewers see first */
export function withAccepted(
  before: AcceptedAs | null,
  more: readonly SeenDifference[] | undefined,
  entity?: EntityName,
): AcceptedAs {
  const seen = [...(before?.seen ?? []), ...(more ?? [])];
  if (more === undefined) return { seen, open: [...viewers] };
  // The proof sums the returns of an order, so that no field of one return is what it sees.
  return { seen, open: entity === 'rmas' ? ['proof'] : (before?.open ?? []) };
}
