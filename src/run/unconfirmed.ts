import { z } from 'zod';
import type { Ledger } from '../ledger/ledger.ts';
import type { RunEntry } from '../ledger/run-entry.ts';
import { askedOrdersSchema } from '../model/asked-orders.ts';
import { type SaidYes, yesTo } from '../session/said-yes.ts';
import type { Unconfirmed } from './summary.ts';

/** Of what `run` printed, only this is needed here; a summary of another version may lack it. */
const summarySchema = z.object({
  unconfirmed: z
    .array(z.object({ store: z.string(), orders: z.number(), comesTo: askedOrdersSchema.optional().catch(undefined) }))
    .optional(),
});

interface AskedFor extends Unconfirmed {
  /** The yes that it has got since; null where it waits for one. */
  readonly said: SaidYes | null;
}

/** What the last whole run asked a person's yes for, and where it has got one. @param runs latest first */
export async function askedFor(
  ledger: Pick<Ledger, 'learned' | 'lastWholeRun'>,
  runs: readonly RunEntry[],
): Promise<readonly AskedFor[]> {
  const last = runs.find(({ narrowed, summary }) => !narrowed && summary !== null);
  if (last === undefined) return [];
  const found: AskedFor[] = [];
  for (const one of unconfirmedIn(last)) {
    found.push({ ...one, said: await yesTo(ledger, one.store) });
  }
  return found;
}

/** What waits for a person's yes. @param runs latest first */
export async function unconfirmedSince(
  ledger: Pick<Ledger, 'learned' | 'lastWholeRun'>,
  runs: readonly RunEntry[],
): Promise<readonly Unconfirmed[]> {
  const asked = await askedFor(ledger, runs);
  return asked.filter(({ said }) => said === null).map(({ said: _, ...asked }) => asked);
}

function unconfirmedIn({ summary }: RunEntry): readonly Unconfirmed[] {
  try {
    return summarySchema.parse(JSON.parse(summary ?? '{}')).unconfirmed ?? [];
  } catch {
    return [];
  }
}
