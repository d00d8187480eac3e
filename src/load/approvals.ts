import type { OrderCompletionDraft } from '../model/drafts.ts';
import { type Decimal, formatMoney, subtract } from '../model/money.ts';
import type { NetoClient } from '../neto/client.ts';
import { completeOrders, type OrderState, readOrderStates } from '../neto/orders.ts';
import type { Difference, LoadTarget } from './load-target.ts';
import { isTotal } from './orders.ts';

export interface Approval {
  readonly completion: OrderCompletionDraft;
  readonly total: Decimal;
  /** By how much it may differ all the same, because a person has seen the difference and accepted it. */
  readonly tolerated?: Decimal | undefined;
}

/**
 * Moves copies to their final status and approves them: the step after which Xero can see them. What is looked up is
 * the approval, so a copy that stands there unapproved counts as absent.
 */
export function approvalTarget(client: NetoClient, signal?: AbortSignal): LoadTarget<Approval, OrderState> {
  return {
    async lookUp(items) {
      const states = await readOrderStates(
        client,
        items.map(({ targetId }) => targetId),
        { signal },
      );
      const approved = [...states.values()].filter(({ approval }) => approval.toLowerCase() === 'approved');
      return new Map(approved.map((state) => [state.id.toLowerCase(), state]));
    },
    write: (items) =>
      completeOrders(
        client,
        items.map(({ draft }) => draft.completion),
        { signal },
      ),
    // That the copy is ours was proven when it was added, or it would not have come this far.
    isCopyOf: () => true,
    compare: compareApproval,
  };
}

function compareApproval({ completion, total, tolerated }: Approval, held: OrderState): Difference[] {
  const differences: Difference[] = [];
  if (completion.status.toLowerCase() !== held.status.toLowerCase()) {
    differences.push({ field: 'status', meant: completion.status, held: held.status });
  }
  if (!isTotal(total, held.grandTotal, tolerated)) {
    differences.push({
      field: 'total',
      meant: formatMoney(total),
      held: formatMoney(held.grandTotal),
      amount: subtract(held.grandTotal, total),
    });
  }
  return differences;
}
