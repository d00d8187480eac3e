import { z } from 'zod';
import type { Arrival } from '../arrival/verdicts.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { ACCEPTED_IN_BOOKS } from '../model/accepted-in-books.ts';
import type { ProofDifference } from '../run/proof.ts';

const acceptedSchema = z.object({
  /** What both sides showed then: whatever becomes of either, it is another difference. */
  shown: z.string(),
  /** The sentence that the last look told it by. */
  told: z.string(),
});

type About = Pick<Arrival, 'entity' | 'number' | 'id' | 'cause'>;

function nameOf({ entity, number, id, cause }: About): string {
  return [entity, number, id, cause ?? ''].join(' ');
}

function shownOf({ amount, day, xeroId, primary, xero }: Arrival): string {
  return JSON.stringify([amount, day, xeroId, primary, xero]);
}

/** What is kept of these differences once a person has accepted them. */
export function acceptanceOf(all: readonly Arrival[]): Record<string, string> {
  return Object.fromEntries(
    all.map((one) => [nameOf(one), JSON.stringify({ shown: shownOf(one), told: one.message })]),
  );
}

/** Those that a person has accepted as they are now. */
export async function acceptedOf(
  ledger: Pick<Ledger, 'learnedOf'>,
  all: readonly Arrival[],
): Promise<ReadonlySet<Arrival>> {
  if (all.length === 0) return new Set();
  const kept = await ledger.learnedOf(ACCEPTED_IN_BOOKS, all.map(nameOf));
  return new Set(
    all.filter((one) => {
      const text = kept.get(nameOf(one));
      return text !== undefined && acceptedSchema.safeParse(JSON.parse(text)).data?.shown === shownOf(one);
    }),
  );
}

/** Without what was accepted since the look that found it. */
export async function withoutAccepted(
  ledger: Pick<Ledger, 'learnedOf'>,
  differences: readonly ProofDifference[],
  last: readonly Arrival[],
): Promise<ProofDifference[]> {
  const accepted = await acceptedOf(ledger, last);
  const told = new Set([...accepted].map(({ message }) => message));
  return differences.filter(({ message }) => !told.has(message));
}
