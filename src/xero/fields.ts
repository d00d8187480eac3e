import { z } from 'zod';
import { type Decimal, parseDecimal, ZERO } from '../model/money.ts';
import type { Instant, LocalDate } from '../model/time.ts';
import { dayIn, momentIn } from './dates.ts';

/** Numbers stand as text here (`parseExactly`). */
export const amount = z.string().transform((text, context): Decimal => {
  const parsed = parseDecimal(text);
  if (parsed !== undefined) return parsed;
  context.addIssue({ code: 'custom', message: 'is no amount' });
  return z.NEVER;
});

/** Only where what it stands for begins at nothing: what was paid, credited, is left. */
export const amountOrZero = amount.default(ZERO);

export const words = z
  .string()
  .nullish()
  .transform((text) => text ?? '');

/** A day, of the text beside it where there is one. @returns null where neither names a day */
export function dayOf(text: string | null | undefined, net: string | null | undefined): LocalDate | null {
  return (text && dayIn(text)) || (net && dayIn(net)) || null;
}

/** @returns null where neither names a moment */
export function momentOf(net: string | null | undefined, text: string | null | undefined): Instant | null {
  return (net && momentIn(net)) || (text && momentIn(text)) || null;
}

export const maybe = z.string().nullish();
