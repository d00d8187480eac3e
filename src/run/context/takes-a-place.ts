import { judgeOrder } from '../../entities/order/transform/judge-order.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import type { Order } from '../../model/order.ts';
import type { QuarantineReason } from '../../model/reasons.ts';
import type { FixedRules } from '../../transform/rules.ts';

type Known = Pick<LedgerRecord, 'targetId' | 'copiedAs'>;

/**
 * Whether an order counts where a run is to take so many and no more: what the rules leave out at once is written nowhere, and
 * takes no place of those that are; what was copied before may bring a change.
 */
export function takesAPlace(order: Order, rules: FixedRules, known: Known | undefined): boolean {
  if (known !== undefined && (known.targetId !== null || known.copiedAs !== null)) return true;
  return judgeOrder(order, rules).kind !== 'skip';
}

/** What a run tries again by itself, each time. */
const TRIED_EACH_TIME: readonly string[] = ['waits-for', 'in-export-batch'] satisfies QuarantineReason[];

/**
 * Whether an order was tried before and stands in quarantine for it, with no word of a person since: such a run takes others
 * first, or it would come to the same few each time, and copy nothing.
 */
export function wasTried(known: Pick<LedgerRecord, 'state' | 'reason'> | undefined): boolean {
  if (known?.state === 'quarantined') return true;
  return known?.state === 'staged' && TRIED_EACH_TIME.includes(known.reason ?? '');
}
