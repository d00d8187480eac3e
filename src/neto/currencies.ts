import type { ShownCurrency } from '../model/shown-currency.ts';
import type { NetoClient } from './client.ts';
import { paymentIdOf, paymentRowsOfOrders } from './payments.ts';
import { keyText, type RawRecord } from './read-fields.ts';
import { type ReturnsOptions, returnRows } from './return-currencies.ts';

/**
 * The currencies of these orders' payments and returns: an order itself shows none (reference, section 5, U34). Nothing
 * else of them is looked at, so that one that can't be taken for another reason shows its currency all the same. What the
 * payments were when their order was read a moment ago will do, and serves the sums before money is written while it is not
 * old; so does what is asked now.
 * @throws ConsolidatorError
 */
export async function readCurrenciesOfOrders(
  client: NetoClient,
  orderIds: readonly string[],
  options: ReturnsOptions = {},
): Promise<ShownCurrency[]> {
  const payments = paymentRowsOfOrders(client, orderIds, {
    ...options,
    besideOrders: true,
    remember: 'before-writing',
    remembered: { orders: new Set(orderIds), for: 'staged' },
  });
  const [paid, rmas] = await Promise.all([payments, returnRows(client, orderIds, options)]);
  return [
    ...paid.rows.map((raw): ShownCurrency => ({ entity: 'payments', ...currencyOf(raw, paymentIdOf(raw)) })),
    ...rmas.map((raw): ShownCurrency => ({ entity: 'rmas', ...currencyOf(raw, keyText(raw, 'RmaID')) })),
  ];
}

function currencyOf(raw: RawRecord, id: string): Omit<ShownCurrency, 'entity'> {
  return { id, orderId: keyText(raw, 'OrderID'), currency: keyText(raw, 'CurrencyCode') };
}
