import type { OrderCompletionDraft, OrderDraft } from '../../../model/drafts.ts';
import { type Decimal, formatMoney, subtract } from '../../../model/money.ts';
import type { Order } from '../../../model/order.ts';
import type { Difference } from '../../writing/load-target.ts';
import type { ExpectedOrder } from '../compare/expected-order.ts';
import { compareOrder } from '../compare/order.ts';
import { isTotal } from './add.ts';

export interface Approval {
  /** As it was added. */
  readonly draft?: Pick<OrderDraft, 'invoicedOn'> | undefined;
  readonly completion: OrderCompletionDraft;
  /** What its source says that it must show. Left out in intents of earlier versions, where the total has to do. */
  readonly expected?: ExpectedOrder | undefined;
  readonly total: Decimal;
  /** By how much it may differ all the same, because a person has seen the difference and accepted it. */
  readonly tolerated?: Decimal | undefined;
}

/** What an approved copy shows beside what its source does: in full, since a primary may set fields anew when it approves. */
export function compareApproval(
  { completion, expected, total, tolerated }: Approval,
  existing: Order,
): readonly Difference[] {
  if (expected !== undefined) return compareOrder(expected, existing, completion);
  const differences: Difference[] = [];
  if (completion.status.toLowerCase() !== existing.status.toLowerCase()) {
    differences.push({ field: 'status', meant: completion.status, held: existing.status });
  }
  if (!isTotal(total, existing.grandTotal, tolerated)) {
    differences.push({
      field: 'total',
      meant: formatMoney(total),
      held: formatMoney(existing.grandTotal),
      amount: subtract(existing.grandTotal, total),
    });
  }
  return differences;
}
