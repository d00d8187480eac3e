import type { Return } from '../model/rma.ts';
import { sameId } from './belongs.ts';

/** By order id in upper case, as `rmasByOrder` makes them. */
export type ReturnsByOrder = ReadonlyMap<string, readonly Return[]>;

/** Only a closed RMA is a credit. */
export function returnsByOrder(returns: readonly Return[]): ReturnsByOrder {
  return Map.groupBy(
    returns.filter(({ status }) => status.toLowerCase() === 'closed'),
    ({ orderId }) => sameId(orderId),
  );
}
