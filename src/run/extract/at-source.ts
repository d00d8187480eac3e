import type { GoneReads, OfOrder, Shown, ShownOfOrders } from '../../entities/definition/reads.ts';
import { orderReads } from '../../entities/order/read/reads.ts';
import type { ExtractedRecord } from '../../entities/reading/extracted-record.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import type { EntityName } from '../../model/entities.ts';
import { upperKey } from '../../model/text-key.ts';
import type { ReadsOf } from '../../session/source/source.ts';
import type { AskedStore } from '../../session/store-run.ts';
import type { RunBasics } from '../context/parts.ts';

/** Others that were read before, of which one must still be shown where nothing on an order tells of them. */
const WITNESSES = 20;

/** How what belongs to orders is asked for at its own store. */
export interface AtSource<Found extends OfOrder> {
  readonly entity: EntityName;
  /** @param untouched those of which nothing was written yet: an answer of seconds ago will do */
  ofOrders(orderIds: readonly string[], untouched?: ReadonlySet<string>): Promise<Shown<Found>>;
  byIds(ids: readonly string[]): Promise<Shown<Found>>;
  /** Which of those that neither question found are deleted, and not just withheld from the key. */
  provenGone(missing: readonly OfOrder[]): Promise<ReadonlySet<string>>;
  /** The same without a proof that the key may still see others: enough to ask a person, not to leave one out. */
  likelyGone(missing: readonly OfOrder[]): Promise<ReadonlySet<string>>;
  recordOf(found: Found): ExtractedRecord;
}

/** Of an entity as much as tells how it stands in its store now. */
interface ShownEntity<Found extends OfOrder> {
  readonly name: EntityName;
  readonly read: ReadsOf<{ readonly shown?: ShownOfOrders<Found> }> & { readonly gone?: GoneReads };
}

type Around = Pick<RunBasics, 'ledger' | 'signal'>;

/** @throws RangeError for an entity that does not say how it is shown: an error of its definition */
export function atSource<Found extends OfOrder>(
  context: Around,
  store: AskedStore,
  { name, read }: ShownEntity<Found>,
): AtSource<Found> {
  const { signal } = context;
  const { shown } = store.source.reader(read);
  if (shown === undefined) throw new RangeError(`${name} are looked for in their store, and nothing says how`);
  const namedBy = read.gone?.namedBy;
  const likelyGone = (missing: readonly OfOrder[]) => withTheirOrderShown(context, store, missing, namedBy);
  return {
    entity: name,
    ofOrders: (orderIds, untouched) =>
      shown.ofOrders(orderIds, { signal, ...(untouched === undefined ? {} : { untouched }) }),
    byIds: (ids) => shown.byIds(ids, { signal }),
    provenGone: async (missing) => {
      if (namedBy === undefined && !(await showsOthers(context, store, name, shown, missing))) return new Set();
      return likelyGone(missing);
    },
    likelyGone,
    recordOf: (found) => shown.recordOf(found),
  };
}

/**
 * Only where their order is there to be seen, and names them no more where orders name them; a store that shows neither may
 * have taken rights away.
 */
async function withTheirOrderShown(
  { signal }: Around,
  { source }: AskedStore,
  missing: readonly OfOrder[],
  namedBy: GoneReads['namedBy'],
): Promise<ReadonlySet<string>> {
  const ids = [...new Set(missing.map(({ orderId }) => orderId))];
  const orders = await source.reader(orderReads).now(ids, { signal });
  const there = new Map(orders.map((order) => [upperKey(order.id), order]));
  const gone = missing.filter(({ id, orderId }) => {
    const order = there.get(upperKey(orderId));
    return order !== undefined && namedBy?.(order).includes(id) !== true;
  });
  return new Set(gone.map(({ id }) => id));
}

/**
 * Where nothing on an order tells of them, some other one must be there to be seen: a store that shows none of all may have
 * taken rights away. Of a store that has only one that is all there is to ask.
 */
async function showsOthers<Found extends OfOrder>(
  { ledger, signal }: Around,
  { fixed }: AskedStore,
  entity: EntityName,
  shown: ShownOfOrders<Found>,
  missing: readonly OfOrder[],
): Promise<boolean> {
  const ids = new Set(missing.map(({ id }) => id));
  const recent = await ledger.recentIds(fixed.store, entity, ids.size + WITNESSES);
  const others = recent.filter((id) => !ids.has(id)).slice(0, WITNESSES);
  const { found } = await shown.byIds(others, { signal });
  if (found.length > 0) return true;
  if (others.length + ids.size > 1) return false;
  // What was read and withheld since is no witness, but tells as well that there is more than one.
  return !(await ledger.quarantined()).some(isVanished(fixed.store, entity, ids));
}

function isVanished(of: string, kind: EntityName, except: ReadonlySet<string>): (record: LedgerRecord) => boolean {
  return ({ store, entity, reason, sourceId }) =>
    store === of && entity === kind && reason === 'vanished' && !except.has(sourceId);
}
