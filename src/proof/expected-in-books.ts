import { z } from 'zod';
import { type ExpectedCopy, expectedCopySchema } from '../arrival/expected.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { type LocalDate, localDateSchema } from '../model/time.ts';

/** Kept beside the proof, part by part: what it has read of the primary is what Xero is to show. */
const SCOPE = 'proof';
const partSchema = z.object({ day: localDateSchema, copies: z.array(expectedCopySchema) });

function nameOf(store: string, part: number): string {
  return ` expected ${store} ${part}`;
}

/** What one step of a proof has read; names only as hashes. */
export async function keepExpected(
  ledger: Pick<Ledger, 'learn'>,
  { store, part, day }: { readonly store: string; readonly part: number; readonly day: LocalDate },
  copies: readonly ExpectedCopy[],
): Promise<void> {
  await ledger.learn(SCOPE, nameOf(store, part), JSON.stringify({ day, copies }));
}

/**
 * What the proof of that day has read of a store.
 * @returns undefined where a part of it is not there
 */
export async function readExpected(
  ledger: Pick<Ledger, 'learned'>,
  { store, parts, day }: { readonly store: string; readonly parts: number; readonly day: LocalDate },
): Promise<ExpectedCopy[] | undefined> {
  const all: ExpectedCopy[] = [];
  for (let part = 0; part < parts; part += 1) {
    const text = await ledger.learned(SCOPE, nameOf(store, part));
    const kept = partSchema.safeParse(text === null ? null : JSON.parse(text)).data;
    if (kept?.day !== day) return undefined;
    all.push(...kept.copies);
  }
  return all;
}
