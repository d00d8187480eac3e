import type { NetoClient } from '../neto/client.ts';
import { markExported, readExportedIds, readUnexportedIds } from '../neto/orders.ts';

/** Marks these copies as exported. @returns those that the primary does not show as marked */
export async function withoutMark(
  client: NetoClient,
  ids: readonly string[],
  signal: AbortSignal | undefined,
): Promise<string[]> {
  if (ids.length === 0) return [];
  await markExported(client, ids, { signal });
  // Asked both ways round: a store that ignores the filter shows every copy to either question.
  const exported = await readExportedIds(client, ids, { signal });
  const pending = await readUnexportedIds(client, ids, { signal });
  return ids.filter((id) => !exported.has(id.toUpperCase()) || pending.has(id.toUpperCase()));
}
