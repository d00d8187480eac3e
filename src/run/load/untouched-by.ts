import { type Untouched, untouchedOf } from '../../entities/order/compare/untouched.ts';
import type { OrderUpdateDraft } from '../../model/drafts.ts';
import type { Order } from '../../model/order.ts';
import type { FixedRules } from '../../transform/rules.ts';

/** What the change brings is compared with the change; where the primary sends the goods, its staff move the copy on. */
export function untouchedBy(draft: OrderUpdateDraft, existing: Order, { purpose }: FixedRules): Untouched {
  const brought = [
    ...(draft.details?.email === undefined ? [] : ['email']),
    ...(draft.status === null && purpose === 'books' ? [] : ['status']),
    ...(draft.approved === null ? [] : ['approval']),
  ];
  return Object.fromEntries(Object.entries(untouchedOf(existing)).filter(([name]) => !brought.includes(name)));
}
