import type { kinds } from './kinds.ts';
import { TAKEN } from './month-books.ts';
import type { OrderDraft } from './order-draft.ts';
import { zones } from './order-draft.ts';

/** Somebody's invoice has the number already that the copy would get: it waits for a person, and is not copied. */
export const takenKinds: typeof kinds = { [TAKEN]: { ofThousand: 20, plan: taken } };

function taken(draft: OrderDraft): OrderDraft[] {
  const { store, sourceId } = draft.truth;
  return [
    draft.place().on(draft.dispatchedAt, (stores) => {
      const DateInvoiced = new Intl.DateTimeFormat('en-CA', { timeZone: zones[store] }).format(draft.dispatchedAt);
      stores[store].panel.changeOrder(sourceId, { OrderStatus: 'Dispatched', DateInvoiced });
      draft.truth.held.push({ entity: 'orders', sourceId, code: 'number-in-xero' });
      draft.truth.differences.push({ kind: 'missing', entity: 'order', sourceId });
    }),
  ];
}
