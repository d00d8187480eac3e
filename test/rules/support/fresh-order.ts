import type { OrderSeed } from '../../../src/fake-store/index.ts';
import { orderSeed } from './two-stores.ts';

/** An order that its store gets just now, so that its stamp is that of the store's clock. */
export function fresh(OrderID: string, changes: Partial<OrderSeed> = {}): OrderSeed {
  const { DateUpdated: _, ...order } = orderSeed({ OrderID, ...changes });
  return order;
}
