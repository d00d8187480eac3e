import { formatMoney, subtract } from '../../../model/money.ts';
import type { Order } from '../../../model/order.ts';
import type { Difference } from '../../writing/load-target.ts';
import { compareOrder } from '../compare/order.ts';
import { isTotal } from './add.ts';
import type { Approval } from './approval.ts';

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
