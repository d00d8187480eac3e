import { add, compare, ZERO } from '../model/money.ts';
import { upperKey } from '../model/text-key.ts';
import type { NetoClient, RequestOptions } from './client.ts';
import { readByKeys } from './keyed-read.ts';
import { orderIdOf, readOrderPayment } from './order-fields.ts';
import { asArray, FieldProblem, type RawRecord, requiredDecimal, sublist } from './read-fields.ts';
import type { CountedRows } from './second-witness.ts';
import type { ShownPayments } from './store-memory.ts';

const read = {
  action: 'GetOrder',
  entity: 'Order',
  filterField: 'OrderID',
  selectors: ['ID', 'GrandTotal', 'OrderPayment'],
  keyOf: orderIdOf,
};

/**
 * How many payments these orders show, by id in upper case: as they were read a moment ago, or by one request for all others,
 * which is one less than looking behind a short reply takes.
 * @returns undefined where orders are no witnesses
 * @throws ConsolidatorError
 */
export async function shownNow(
  client: NetoClient,
  ids: readonly string[],
  { signal }: RequestOptions,
): Promise<ReadonlyMap<string, CountedRows> | undefined> {
  const { memory } = client;
  const known = memory.shownNow(ids);
  const unknown = ids.filter((id) => known?.has(upperKey(id)) === false);
  if (known === undefined || unknown.length === 0) return known;
  const at = memory.now();
  const { rows } = await readByKeys(client, read, unknown, { signal });
  for (const row of rows) memory.noteShown(orderIdOf(row), shownPayments(row), at);
  return memory.shownNow(ids);
}

export function shownPayments(order: RawRecord): ShownPayments {
  return { count: asArray(order['OrderPayment']).length, isPaid: isPaidBy(order) };
}

/** Not by what can't be read, which is told when the order is read in full. */
function isPaidBy(order: RawRecord): boolean {
  try {
    const amounts = sublist(order, 'OrderPayment').map((payment) => readOrderPayment(payment).amount);
    return compare(add(ZERO, ...amounts), requiredDecimal(order, 'GrandTotal')) >= 0;
  } catch (error) {
    if (!(error instanceof FieldProblem)) throw error;
    return false;
  }
}
