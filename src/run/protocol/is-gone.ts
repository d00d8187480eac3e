import type { LoadItem } from '../../entities/writing/load-item.ts';
import { lowerKey } from '../../model/text-key.ts';
import type { LoadBatch } from './batch.ts';

/** Events that only a copy that was found brings about. */
const seen: ReadonlySet<string> = new Set(['step-done', 'loaded', 'adopted']);

/** Whether the primary was ever seen to hold the copy, or it was taken over as one, and a second look misses it too. */
export async function isGone<Draft, Existing>(
  { ledger, target }: LoadBatch<Draft, Existing>,
  item: LoadItem<Draft>,
): Promise<boolean> {
  const history = await ledger.history(item.key);
  if (!history.some(({ event, detail }) => seen.has(event) || detail === 'read-back-differs')) return false;
  return !(await target.lookUp([item])).has(lowerKey(item.targetId));
}
