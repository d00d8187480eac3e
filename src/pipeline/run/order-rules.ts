import type { LedgerRecord } from '../../ledger/ledger.ts';
import type { Order } from '../../model/order.ts';
import { type OrderContext, type OrderOutcome, transformOrder } from '../../transform/order.ts';
import { targetSku } from '../../transform/product.ts';
import type { StoreRules } from '../../transform/rules.ts';
import type { RunContext, StoreRun } from './context.ts';

/** What a store's orders are judged and transformed by. Asks the stores for it once in a run. */
export interface OrderRulesInForce {
  readonly rules: StoreRules;
  transform(key: Pick<LedgerRecord, 'accepted'>, order: Order): OrderOutcome;
}

/** @throws ConsolidatorError */
export async function orderRules({ asked }: RunContext, store: StoreRun): Promise<OrderRulesInForce> {
  const rules = await asked.rules(store);
  const { shippingMethods, paymentMethods } = await asked.names();
  const sku = (sourceSku: string): string => targetSku(sourceSku, rules) ?? '';
  // Whose account it is comes later: only orders that can be copied are worth looking up people for.
  const around: OrderContext = { shippingMethods, paymentMethods, sku, customer: { username: '' } };
  return {
    rules,
    transform: ({ accepted }, order) => transformOrder(order, rules, { ...around, accepted: accepted ?? undefined }),
  };
}
