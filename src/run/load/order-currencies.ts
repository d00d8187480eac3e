import { singular } from '../../entities/kinds.ts';
import type { Decision } from '../../ledger/decision.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import type { Order } from '../../model/order.ts';
import type { ShownCurrency } from '../../model/shown-currency.ts';
import { upperKey } from '../../model/text-key.ts';
import type { Instant } from '../../model/time.ts';
import type { StoreRun } from '../../session/store-run.ts';
import { isForeignCurrency } from '../../transform/currency.ts';
import { type Quarantined, quarantine } from '../../transform/outcome.ts';
import type { ReadingRun } from '../context/parts.ts';

/** What the currencies of an order's payments and returns say of it. */
interface OrderCurrency {
  /** Why it can't be copied; undefined where nothing is in another currency. */
  readonly problem: Quarantined | undefined;
  /** Neither the order nor anything of it tells a currency: not even that it is the store's default. */
  readonly notShown: boolean;
}

/**
 * In what currencies orders are, before their first write: an order shows none itself, so those of its payments and
 * returns are asked for, 100 orders at a time.
 * @param said by source id, the currencies that files have named of orders which the API shows by now
 * @returns by source id @throws ConsolidatorError
 */
export async function orderCurrencies(
  context: ReadingRun,
  store: StoreRun,
  orders: readonly Order[],
  said: ReadonlyMap<string, string>,
): Promise<Map<string, OrderCurrency>> {
  if (orders.length === 0) return new Map();
  const { primaryCurrency } = await context.lookups.rules(store);
  const ids = orders.map(({ id }) => id);
  const shown = await store.source.currencies(ids, { signal: context.signal, placedSince: placedSince(orders) });
  const byOrder = Map.groupBy(shown, ({ orderId }) => upperKey(orderId));
  return new Map(
    orders.map((order) => {
      const own = order.currency?.trim() || said.get(order.id) || '';
      return [
        order.id,
        currencyOf({ ...order, currency: own }, byOrder.get(upperKey(order.id)) ?? [], primaryCurrency),
      ];
    }),
  );
}

/** By source id, what files have said of these. */
export function currenciesSaid(records: readonly LedgerRecord[]): ReadonlyMap<string, string> {
  return new Map(records.flatMap(({ sourceId, currency }) => (currency ? [[sourceId, currency]] : [])));
}

/** undefined where one of them does not tell. */
function placedSince(orders: readonly Order[]): Instant | undefined {
  const placed = orders.map(({ placedAt }) => placedAt);
  const known = placed.filter((at) => at !== null).sort();
  return known.length < placed.length ? undefined : known[0];
}

function currencyOf(order: Order, belonging: readonly ShownCurrency[], primaryCurrency: string): OrderCurrency {
  const own = order.currency ?? '';
  const notShown = own.trim() === '' && belonging.length === 0;
  const books = `the primary's books are in ${primaryCurrency}`;
  if (isForeignCurrency(own, primaryCurrency)) {
    return { problem: quarantine('currency-differs', `${order.id} is in ${own.trim()}, and ${books}`), notShown };
  }
  const foreign = belonging.find(({ currency }) => isForeignCurrency(currency, primaryCurrency));
  if (foreign === undefined) return { problem: undefined, notShown };
  const message = `${singular(foreign.entity)} ${foreign.id} of ${order.id} is in ${foreign.currency.trim()}, and ${books}`;
  return { problem: quarantine('currency-differs', message), notShown };
}

/**
 * Quarantines payments or returns that are in another currency, also where their order waits in quarantine for the same
 * cause; one whose order is not copied at all is left to be left out with it. @returns the others
 */
export async function withoutForeign(
  context: ReadingRun,
  store: StoreRun,
  records: readonly LedgerRecord[],
  currencyOfRecord: (record: LedgerRecord) => string,
): Promise<LedgerRecord[]> {
  const { primaryCurrency } = await context.lookups.rules(store);
  const foreign = records.filter((record) => isForeignCurrency(currencyOfRecord(record), primaryCurrency));
  if (foreign.length === 0) return [...records];
  const parents = [...new Set(foreign.map(({ parent }) => parent ?? ''))];
  const orders = await context.ledger.known(store.fixed.store, 'orders', parents);
  const decisions: Decision[] = [];
  for (const key of foreign) {
    const order = orders.get(key.parent ?? '');
    if (order === undefined || order.state === 'skipped') continue;
    const { store: name, entity, sourceId } = key;
    const is = `${singular(entity)} ${sourceId} of ${order.sourceId} is in ${currencyOfRecord(key).trim()}, and the primary's books are in ${primaryCurrency}`;
    const copy = order.targetId;
    if (copy === null) decisions.push({ kind: 'quarantine', key, reason: 'currency-differs', message: is });
    else {
      // The order was taken for one in the books' currency when nothing of it said otherwise.
      const message = `${is}. The copy ${copy} may be in the wrong currency: compare it with ${order.sourceId}, in the primary and in Xero`;
      decisions.push({ kind: 'quarantine', key, reason: 'currency-differs', message });
      context.warnings.push({ store: name, entity, sourceId, code: 'copy-currency-doubtful', message: `${message}.` });
    }
  }
  await context.ledger.decide(context.run, decisions);
  const decided = new Set(decisions.map(({ key }) => key.sourceId));
  return records.filter(({ sourceId }) => !decided.has(sourceId));
}
