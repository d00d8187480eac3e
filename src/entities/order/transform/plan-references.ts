import type { OrderUpdateDraft } from '../../../model/drafts.ts';
import type { Order } from '../../../model/order.ts';
import type { OrderSnapshot } from '../../../model/order-snapshot.ts';
import { referencesHash } from '../../../model/snapshot-hashes.ts';
import type { Field } from './changed-order.ts';

/** By the three-way rule: only where the primary still holds what was written. */
export function planReferences(
  order: Order,
  before: OrderSnapshot,
  existing: Order,
): Field<NonNullable<OrderUpdateDraft['references']>> {
  const holds = referencesHash(existing, before.salt);
  if (holds === referencesHash(order, before.salt)) return null;
  const { purchaseOrderNumber, customerReferences } = order;
  return holds === before.references ? { value: { purchaseOrderNumber, customerReferences } } : 'conflict';
}
