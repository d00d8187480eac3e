import { judgeOrder } from '../../entities/order/transform/judge-order.ts';
import { latestOrderIds } from '../../entities/reading/latest-orders.ts';
import { keeperOf } from '../../ledger/open/keeper-of.ts';
import { meantMethod, methodKey, spelledIn } from '../../model/method-names.ts';
import type { Order } from '../../model/order.ts';
import type { PrimaryLists } from '../../model/reference-lists.ts';
import { addSeconds, instantOfMilliseconds, startOfDay } from '../../model/time.ts';
import { readOrders } from '../../neto/orders.ts';
import { openLedgerCopy } from '../../session/own-ledger.ts';
import { Resources } from '../../session/resources.ts';
import { fixedRules } from '../../session/store-rules.ts';
import type { CheckedSecondary } from '../findings/findings.ts';
import type { QuarantineGroup } from '../foretell/quarantine-groups.ts';
import type { CheckContext } from './check-context.ts';

/** As many as `init` asks about: whoever left a method open there is told of it here. */
const LATEST = 300;
const DAY = 86_400;

/**
 * Orders before the latest few, which alone go through the run of a check, may bear a shipping method that is in none of these:
 * it is named all the same. Also where a run would stop at another fault of the order first.
 */
export async function unmappedShipping(
  context: CheckContext,
  { secondary }: CheckedSecondary,
  { lists: { shippingMethods }, hasLedger }: { readonly lists: PrimaryLists; readonly hasLedger: boolean },
): Promise<QuarantineGroup[]> {
  const { pipeline, signal, now } = context;
  const rules = fixedRules(pipeline, secondary, { installationId: '', skuMap: new Map() });
  const client = context.open(secondary);
  const at = addSeconds(instantOfMilliseconds(now()), DAY);
  const window = { since: startOfDay(secondary.since, secondary.timezone), now: at, limit: LATEST };
  const ids = await latestOrderIds(client, window, { signal });
  const { orders } = await readOrders(client, ids, { signal, onUnreadable: () => {} });
  const names = shippingMethods.map(({ name }) => name);
  const lacking = orders.filter((order) => {
    const meant = meantMethod(secondary.orders.shippingMethods, order.shippingMethod);
    return meant !== '' && spelledIn(names, meant) === undefined && judgeOrder(order, rules).kind === 'wanted';
  });
  const open = hasLedger ? await withoutSettled(context, secondary.name, lacking) : lacking;
  return [...Map.groupBy(open, ({ shippingMethod }) => methodKey(shippingMethod)).values()].flatMap((some) => {
    const [first] = some;
    if (first === undefined) return [];
    const group = { entity: 'orders', reason: 'shipping-method-unmapped', message: '' } as const;
    return [{ ...group, name: first.shippingMethod, ids: some.map(({ id }) => id) }];
  });
}

/** Those that stand in the primary already, or were left out by a person, wait for no method any more. */
async function withoutSettled(
  { pipeline, now, home }: CheckContext,
  store: string,
  orders: readonly Order[],
): Promise<Order[]> {
  if (orders.length === 0 || !(await keeperOf(pipeline).exists())) return [...orders];
  const resources = new Resources();
  try {
    const ledger = await openLedgerCopy(pipeline, { now, home }, resources);
    const known = await ledger.known(
      store,
      'orders',
      orders.map(({ id }) => id),
    );
    return orders.filter(({ id }) => !SETTLED.includes(known.get(id)?.state ?? ''));
  } finally {
    await resources.close();
  }
}

const SETTLED: readonly string[] = ['loaded', 'linked', 'skipped'];
