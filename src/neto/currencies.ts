import type { ShownCurrency } from '../model/shown-currency.ts';
import type { NetoClient, RequestOptions } from './client.ts';
import { readByFilter } from './keyed-read.ts';
import { firstText, keyText, type RawRecord } from './read-fields.ts';

/**
 * The currencies of these orders' payments and returns: an order itself shows none (reference, section 5, U34). Nothing
 * else of them is read, so that one that can't be taken for another reason shows its currency all the same.
 * @throws ConsolidatorError
 */
export async function readCurrenciesOfOrders(
  client: NetoClient,
  orderIds: readonly string[],
  options: RequestOptions = {},
): Promise<ShownCurrency[]> {
  const [payments, rmas] = await Promise.all([
    read(client, { action: 'GetPayment', entity: 'Payment', ids: ['PaymentID', 'ID'] }, orderIds, options),
    read(client, { action: 'GetRma', entity: 'Rma', ids: ['RmaID'] }, orderIds, options),
  ]);
  return [
    ...payments.map((found): ShownCurrency => ({ entity: 'payments', ...found })),
    ...rmas.map((found): ShownCurrency => ({ entity: 'rmas', ...found })),
  ];
}

async function read(
  client: NetoClient,
  { action, entity, ids }: { readonly action: string; readonly entity: string; readonly ids: readonly string[] },
  orderIds: readonly string[],
  options: RequestOptions,
): Promise<Omit<ShownCurrency, 'entity'>[]> {
  const idOf = (raw: RawRecord): string => firstText(raw, ...ids);
  const filtered = {
    action,
    entity,
    filterField: 'OrderID',
    selectors: [...ids, 'OrderID', 'CurrencyCode'],
    keyOf: (raw: RawRecord) => keyText(raw, 'OrderID'),
  };
  const { rows } = await readByFilter(client, filtered, idOf, orderIds, options);
  return rows.map((raw) => ({
    id: idOf(raw),
    orderId: keyText(raw, 'OrderID'),
    currency: keyText(raw, 'CurrencyCode'),
  }));
}
