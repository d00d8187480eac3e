import { z } from 'zod';
import { type Arrival, isAlarm } from '../arrival/verdicts.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { ACCEPTED_IN_BOOKS } from '../model/accepted-in-books.ts';
import type { ProofDifference } from '../run/proof.ts';

const acceptedSchema = z.object({
  /**
   * What both sides showed then: whatever becomes of either, it is another difference. One text, or several where an invoice
   * was there more than twice.
   */
  shown: z.union([z.string().transform((one) => [one]), z.array(z.string())]),
});

type About = Pick<Arrival, 'entity' | 'number' | 'id' | 'cause'>;

function nameOf({ entity, number, id, cause }: About): string {
  return [entity, number, id, cause ?? ''].join(' ');
}

/** Nothing in it names anybody: a contact is known by its id in Xero, a customer by a hash. */
function shownOf({ entity, cause, amount, day, xeroId, primary, xero, contacts }: Arrival): string {
  // Of another contact the two are names, where a look names anybody at all.
  const values = entity === 'invoice' && cause === 'contact' ? [] : [primary, xero];
  return JSON.stringify([amount, day, xeroId, ...values, ...(contacts === undefined ? [] : [contacts])]);
}

/** What is kept of these differences once a person has accepted them. */
export function acceptanceOf(all: readonly Arrival[]): Record<string, string> {
  const named = Map.groupBy(all, nameOf);
  return Object.fromEntries([...named].map(([name, own]) => [name, JSON.stringify({ shown: own.map(shownOf) })]));
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
      return text !== undefined && acceptedSchema.safeParse(JSON.parse(text)).data?.shown.includes(shownOf(one));
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
  // Two may be told by one sentence: what nobody has accepted is not hidden behind what somebody has.
  const open = new Set(last.filter((one) => isAlarm(one) && !accepted.has(one)).map(({ message }) => message));
  const told = new Set([...accepted].map(({ message }) => message).filter((message) => !open.has(message)));
  return differences.filter(({ message }) => !told.has(message));
}
