import { rmaRecord } from '../../entities/return/read.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import type { Rma } from '../../model/rma.ts';
import { upperKey } from '../../model/text-key.ts';
import { readOrders } from '../../neto/orders.ts';
import { readRmas, readRmasOfOrders } from '../../neto/rmas.ts';
import type { StoreRun } from '../../session/store-run.ts';
import type { RunBasics } from '../context/parts.ts';
import type { AtSource, OfOrder } from './source-now.ts';

/** Returns that were read before, of which one must still be shown where others are not. */
const WITNESSES = 20;

/** Returns as their own store shows them now. */
export function returnsAtSource(context: Pick<RunBasics, 'ledger' | 'signal'>, store: StoreRun): AtSource<Rma> {
  const { signal } = context;
  const { client } = store;
  const reading = async (read: (onUnreadable: (one: { readonly id: string }) => void) => Promise<Rma[]>) => {
    const unreadable: string[] = [];
    return { found: await read(({ id }) => void unreadable.push(id)), unreadable };
  };
  return {
    entity: 'rmas',
    ofOrders: (ids) => reading((onUnreadable) => readRmasOfOrders(client, ids, { signal, onUnreadable })),
    byIds: (ids) => reading((onUnreadable) => readRmas(client, ids, { signal, onUnreadable })),
    provenGone: (missing) => provenGone(context, store, missing),
    likelyGone: (missing) => withTheirOrderShown(context, store, missing),
    recordOf: rmaRecord,
  };
}

/**
 * Nothing on an order tells of its returns. So the order must be there to be seen, and some other return with it: a store
 * that shows none of all may have taken rights away. Of a store with one return that is all there is to ask.
 */
async function provenGone(
  { ledger, signal }: Pick<RunBasics, 'ledger' | 'signal'>,
  { client, fixed }: StoreRun,
  missing: readonly OfOrder[],
): Promise<ReadonlySet<string>> {
  const ids = new Set(missing.map(({ id }) => id));
  const recent = await ledger.recentIds(fixed.store, 'rmas', ids.size + WITNESSES);
  const others = recent.filter((id) => !ids.has(id)).slice(0, WITNESSES);
  const shown = await readRmas(client, others, { signal, onUnreadable: () => {} });
  if (shown.length === 0 && others.length + ids.size > 1) return new Set();
  // What was read and withheld since is no witness, but tells as well that there is more than one.
  if (shown.length === 0 && (await ledger.quarantined()).some(isVanished(fixed.store, ids))) return new Set();
  return withTheirOrderShown({ signal }, { client }, missing);
}

async function withTheirOrderShown(
  { signal }: Pick<RunBasics, 'signal'>,
  { client }: Pick<StoreRun, 'client'>,
  missing: readonly OfOrder[],
): Promise<ReadonlySet<string>> {
  const orderIds = [...new Set(missing.map(({ orderId }) => orderId))];
  const { orders } = await readOrders(client, orderIds, { signal, onUnreadable: () => {} });
  const there = new Set(orders.map(({ id }) => upperKey(id)));
  return new Set(missing.filter(({ orderId }) => there.has(upperKey(orderId))).map(({ id }) => id));
}

function isVanished(of: string, except: ReadonlySet<string>): (record: LedgerRecord) => boolean {
  return ({ store, entity, reason, sourceId }) =>
    store === of && entity === 'rmas' && reason === 'vanished' && !except.has(sourceId);
}
