import type { RecordKey } from '../../../model/entities.ts';
import { isApproved, type Order } from '../../../model/order.ts';
import { lowerKey } from '../../../model/text-key.ts';
import type { NetoClient } from '../../../neto/client.ts';
import { completeOrders, readOrders } from '../../../neto/orders.ts';
import type { LoadItem } from '../../writing/load-item.ts';
import { type LoadTarget, mustAgree, type WriteAnswer } from '../../writing/load-target.ts';
import { type Approval, compareApproval } from './approval.ts';
import { withoutFlag } from './exported-flag.ts';
import { seenInApproved } from './seen-in-copy.ts';

/**
 * Moves copies to their final status and approves them: the step after which Xero can see them. What is looked up is
 * the approval, so a copy that stands there unapproved counts as absent.
 * @param onApproved told of each copy that is as it was meant, as it was read back
 */
export function approvalTarget(
  client: NetoClient,
  signal?: AbortSignal,
  onApproved: (key: RecordKey, copy: Order) => Promise<void> = async () => {},
): LoadTarget<Approval, Order> {
  return {
    async lookUp(items, { areThere } = {}) {
      const ids = items.map(({ targetId }) => targetId);
      // In full: a primary may set dates, GST or the account anew when it approves.
      const { orders } = await readOrders(client, ids, { signal, areThere });
      return new Map(orders.filter(isApproved).map((order) => [lowerKey(order.id), order]));
    },
    write: (items) => approve(client, items, signal),
    // That the copy is ours was proven when it was added, or it would not have come this far.
    isCopyOf: () => true,
    compare: compareApproval,
    async readBack({ key, draft }, copy) {
      for (const seen of seenInApproved(draft, copy)) client.tell?.(seen);
      if (!compareApproval(draft, copy).some(mustAgree)) await onApproved(key, copy);
    },
  };
}

/** What must not reach Xero is marked as exported first, and approved only once the mark is seen. */
async function approve(
  client: NetoClient,
  items: readonly LoadItem<Approval>[],
  signal: AbortSignal | undefined,
): Promise<WriteAnswer> {
  const drafts = items.map(({ draft }) => draft.completion);
  const unmarked = await withoutFlag(
    client,
    drafts.filter(({ exported }) => exported).map(({ orderId }) => ({ orderId })),
    signal,
  );
  const ready = drafts.filter(({ orderId }) => !unmarked.includes(orderId));
  const errors = unmarked.map((id) => `${id} could not be marked as exported, so it was not approved`);
  if (ready.length === 0) return { kind: 'refused', ids: [], errors };
  const answer = await completeOrders(client, ready, { signal });
  if (errors.length === 0) return answer;
  return { ...answer, kind: 'partial', errors: [...answer.errors, ...errors] };
}
