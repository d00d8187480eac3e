import { ConsolidatorError } from '../model/errors.ts';
import type { Order } from '../model/order.ts';
import type { NetoClient, RequestOptions } from '../neto/client.ts';
import { readExportedIds, readUnexportedIds } from '../neto/orders.ts';
import { sameId } from './belongs.ts';
import { copiesOfOthers } from './other-accounts.ts';
import type { Copy, StoreSide } from './sides.ts';
import { withheld } from './unreadable.ts';

/** What no field of a copy shows, and the primary tells all the same. All by ids in upper case. */
export interface BesideCopies {
  /** Copies that stand under the account of somebody else. */
  readonly ofOthers: ReadonlySet<string>;
  /** Whether a copy is marked as exported to the books; those of which that can't be told are left out. */
  readonly exported: ReadonlyMap<string, boolean>;
}

/** As many orders as one request takes (reference, section 1.3). */
const TOGETHER = 100;

interface AskedBeside extends RequestOptions {
  /** Of which copies it is asked whether they are marked as exported; left out, of all. */
  readonly asksMark?: ((copy: Copy) => boolean) | undefined;
}

/** @throws ConsolidatorError */
export async function readBesideCopies(
  primary: NetoClient,
  stores: readonly StoreSide[],
  sources: ReadonlyMap<string, ReadonlyMap<string, Order>>,
  copies: readonly Copy[],
  { signal, asksMark = () => true }: AskedBeside,
): Promise<BesideCopies> {
  const options = { signal };
  const ofOthers = new Set<string>();
  const exported = new Map<string, boolean>();
  for (let start = 0; start < copies.length; start += TOGETHER) {
    const some = copies.slice(start, start + TOGETHER);
    for (const store of stores) {
      const own = sources.get(store.rules.store) ?? new Map<string, Order>();
      for (const id of await others({ primary, store, sources: own, copies: some }, options)) ofOthers.add(id);
    }
    const ids = some.filter(asksMark).map(({ order }) => order.id);
    const [there, open] = [
      await readExportedIds(primary, ids, options),
      await readUnexportedIds(primary, ids, options),
    ];
    // A store that ignores the filter shows every copy to either question.
    for (const id of ids.map(sameId)) if (there.has(id) !== open.has(id)) exported.set(id, there.has(id));
  }
  return { ofOthers, exported };
}

/** A key that may not see accounts tells nothing of them. */
async function others(
  ...[judged, options]: Parameters<typeof copiesOfOthers>
): Promise<Awaited<ReturnType<typeof copiesOfOthers>>> {
  try {
    return await copiesOfOthers(judged, options);
  } catch (error) {
    if (error instanceof ConsolidatorError && withheld.has(error.code)) return new Set();
    throw error;
  }
}
