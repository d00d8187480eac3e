import { upperKey } from '../../../model/text-key.ts';
import type { NetoClient } from '../../../neto/client.ts';
import { type ExportedMark, markExported, readExportedIds, readUnexportedIds } from '../../../neto/orders.ts';

/** Marks these copies as exported. @returns those that the primary does not show as marked */
export async function withoutFlag(
  client: NetoClient,
  flags: readonly ExportedMark[],
  signal: AbortSignal | undefined,
): Promise<string[]> {
  if (flags.length === 0) return [];
  await markExported(client, flags, { signal });
  const ids = flags.map(({ orderId }) => orderId);
  const exported = await readExported(client, ids, signal);
  return ids.filter((id) => !exported.has(upperKey(id)));
}

/**
 * Those that the primary shows as exported. Asked both ways round: a store that ignores the filter shows every copy to
 * either question. @returns ids in upper case
 */
export async function readExported(
  client: NetoClient,
  ids: readonly string[],
  signal: AbortSignal | undefined,
): Promise<ReadonlySet<string>> {
  const exported = await readExportedIds(client, ids, { signal });
  const pending = await readUnexportedIds(client, ids, { signal });
  return new Set([...exported].filter((id) => !pending.has(id)));
}
