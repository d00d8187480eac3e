import type { Rma } from '../model/rma.ts';
import { sameId } from './belongs.ts';

/** By order id in upper case, as `rmasByOrder` makes them. */
export type RmasByOrder = ReadonlyMap<string, readonly Rma[]>;

/** Only a closed RMA is a credit. */
export function rmasByOrder(rmas: readonly Rma[]): RmasByOrder {
  return Map.groupBy(
    rmas.filter(({ status }) => status.toLowerCase() === 'closed'),
    ({ orderId }) => sameId(orderId),
  );
}
