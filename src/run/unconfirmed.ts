import { z } from 'zod';
import type { RunEntry } from '../ledger/run-entry.ts';
import type { Unconfirmed } from './summary.ts';

/** Of what `run` printed, only this is needed here; a summary of another version may lack it. */
const summarySchema = z.object({
  unconfirmed: z.array(z.object({ store: z.string(), orders: z.number() })).optional(),
});

/** What waits for a person's yes since the last whole run. @param runs latest first */
export function unconfirmedSince(runs: readonly RunEntry[]): readonly Unconfirmed[] {
  const last = runs.find(({ narrowed, summary }) => !narrowed && summary !== null);
  try {
    return summarySchema.parse(JSON.parse(last?.summary ?? '{}')).unconfirmed ?? [];
  } catch {
    return [];
  }
}
