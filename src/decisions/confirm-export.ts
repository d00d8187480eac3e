import { createHash } from 'node:crypto';
import { ConsolidatorError } from '../model/errors.ts';
import { instantOfMilliseconds } from '../model/time.ts';
import { type Confirmation, lookAtExport, settleExport } from '../operations/export/export-pipeline.ts';
import { BegunChanges } from '../session/decisions/begun-changes.ts';
import { type Deciding, decide, type PersonsWord } from './decide.ts';

/** What a person was shown of a batch, in short. */
export function confirmationSeen({ batch, arrived, missing, doubled }: Confirmation): string {
  const text = JSON.stringify([batch, arrived, [...missing].sort(), [...doubled].sort()]);
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/**
 * Settles a batch of files that were imported, or thrown away: what of it the primary lacks is free for the next run or export.
 * @param about.seen `confirmationSeen` of what the person was shown; left out: they take it as it is
 * @returns what of it is there, and why the audit could not be told, if it could not: the batch itself is settled
 * @throws ConsolidatorError `not-found`; `usage` where the primary shows something else than they saw
 */
export async function confirmAsSeen(
  deciding: Deciding,
  { id, by, reason }: Pick<PersonsWord, 'id' | 'by'> & { readonly reason: string },
  { batch: number, seen }: { readonly batch: number; readonly seen?: string | undefined },
): Promise<{ readonly found: Confirmation; readonly untold: string | undefined }> {
  const { pipeline, home, signal } = deciding;
  const found = await lookAtExport(pipeline, home, number, signal);
  const { batch, arrived, missing } = found;
  if (seen !== undefined && seen !== confirmationSeen(found))
    throw new ConsolidatorError(
      'usage',
      `Batch ${batch} was not settled, since the primary shows something else than you saw: now ${arrived} of its records are there, and ${missing.length} are not. Look again, and decide anew.`,
    );
  const change = `batch ${batch}: open, now settled, ${arrived} arrived, ${missing.length} missing`;
  const begun = new BegunChanges(pipeline);
  const at = instantOfMilliseconds(deciding.now());
  const provenBy = { kind: 'batch', number: batch } as const;
  await begun.begin({ id, at, by, event: 'confirmed', change, reason, provenBy });
  await settleExport(pipeline, batch);
  try {
    await decide(deciding, { id, by, request: { kind: 'noted', event: 'confirmed', change, reason } });
    await begun.end(id);
    return { found, untold: undefined };
  } catch (error) {
    if (!(error instanceof ConsolidatorError)) throw error;
    return { found, untold: `The audit could not be told yet, and the next run does it: ${error.message}` };
  }
}
