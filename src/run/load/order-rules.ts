import { type OrderContext, type OrderOutcome, transformOrder } from '../../entities/order/transform/order.ts';
import { targetSku } from '../../entities/product/transform.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import type { Order } from '../../model/order.ts';
import type { StoreRun } from '../../session/store-run.ts';
import type { StoreRules } from '../../transform/rules.ts';
import { primaryHost } from '../context/context.ts';
import type { OrderRun } from '../context/parts.ts';

/** What a store's orders are judged and transformed by. Asks the stores for it once in a run. */
export interface OrderRulesInForce {
  readonly rules: StoreRules;
  transform(key: Pick<LedgerRecord, 'accepted'>, order: Order): OrderOutcome;
}

/** @throws ConsolidatorError */
export async function orderRules(context: OrderRun, store: StoreRun): Promise<OrderRulesInForce> {
  const { lookups, readings, rounding } = context;
  const known = {
    source: await readings.of(store.source.arithmetic),
    primary: await readings.of(primaryHost(context)),
    // It may show while the run goes on.
    get ignoresRounding() {
      return rounding.known() === 'ignored';
    },
  };
  const rules = { ...(await lookups.rules(store)), readings: known };
  const { shippingMethods, paymentMethods } = await lookups.names();
  const sku = (sourceSku: string): string => targetSku(sourceSku, rules) ?? '';
  // Whose account it is comes later: only orders that can be copied are worth looking up people for.
  const around: OrderContext = { shippingMethods, paymentMethods, sku, customer: { username: '' } };
  return {
    rules,
    transform({ accepted }, order) {
      const outcome = transformOrder(order, rules, { ...around, accepted: accepted ?? undefined });
      if (outcome.kind !== 'quarantine' || outcome.difference === undefined) return outcome;
      const rest = transformOrder(order, rules, { ...around, accepted: outcome.difference });
      if (rest.kind === 'load' || rest.kind === 'stop') return outcome;
      // To offer it would only lead to the next reason.
      const { difference: _, ...quarantined } = outcome;
      return { ...quarantined, message: `${quarantined.message}; to accept that would not be enough: ${rest.message}` };
    },
  };
}
