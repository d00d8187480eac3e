import type { Pipeline } from '../../config/pipeline.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { HabitValue } from '../../model/habits.ts';
import type { NetoClient, RequestOptions } from '../../neto/client.ts';
import { askByExternalReference } from '../../neto/probes.ts';

/** As many copies as it takes to tell a filter that works from one that brings whatever there is. */
const COPIES = 2;

/**
 * Asks the primary for one copy by its external reference, which no run does: one request, of which nothing but the answer's ids
 * is looked at. @returns undefined where there are too few copies to tell by @throws ConsolidatorError
 */
export async function askFilters(
  ledger: Pick<Ledger, 'copies'>,
  { secondaries }: Pick<Pipeline, 'secondaries'>,
  primary: NetoClient,
  options: RequestOptions = {},
): Promise<HabitValue<'externalFilter'> | undefined> {
  for (const { name } of secondaries) {
    const [copy, ...others] = await ledger.copies(name, 'orders', COPIES);
    if (copy?.targetId == null || others.length === 0) continue;
    const { sourceId, targetId } = copy;
    return askByExternalReference(primary, { store: name, sourceId, targetId }, options);
  }
  return undefined;
}
