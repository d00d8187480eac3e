import { isCancelled } from '../../../model/order.ts';
import { lowerKey } from '../../../model/text-key.ts';
import type { NetoClient } from '../../../neto/client.ts';
import { cancelOrders, type OrderState, readOrderStates } from '../../../neto/orders.ts';
import type { LoadTarget } from '../../writing/load-target.ts';

/** Nothing more is meant than that the copy be cancelled. */
export type CancellationDraft = Readonly<Record<never, never>>;

/**
 * Cancels copies whose orders were cancelled. What is looked up is the cancelled copy, so one that still stands counts
 * as absent; after the write it is looked at as it is, so that a store which says done and does nothing is seen.
 */
export function cancellationTarget(
  client: NetoClient,
  signal?: AbortSignal,
): LoadTarget<CancellationDraft, OrderState> {
  const sent = new Set<string>();
  return {
    async lookUp(items, { areThere } = {}) {
      const ids = items.map(({ targetId }) => targetId);
      const states = [...(await readOrderStates(client, ids, { signal, areThere })).values()];
      const due = states.filter((state) => isCancelled(state) || sent.has(lowerKey(state.id)));
      return new Map(due.map((state) => [lowerKey(state.id), state]));
    },
    async write(items) {
      const ids = items.map(({ targetId }) => targetId);
      const answer = await cancelOrders(client, ids, { signal });
      if (answer.kind === 'accepted') for (const id of ids) sent.add(lowerKey(id));
      return answer;
    },
    // That it is ours is looked at before it is cancelled.
    isCopyOf: () => true,
    compare: (_draft, state) =>
      isCancelled(state) ? [] : [{ field: 'status', meant: 'Cancelled', held: state.status }],
  };
}
