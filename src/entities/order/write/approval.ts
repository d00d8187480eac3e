import type { OrderCompletionDraft } from '../../../model/drafts.ts';
import type { Decimal } from '../../../model/money.ts';
import type { ExpectedOrder } from '../compare/expect-order.ts';

export interface Approval {
  readonly completion: OrderCompletionDraft;
  /** What its source says that it must show. Left out in intents of earlier versions, where the total has to do. */
  readonly expected?: ExpectedOrder | undefined;
  readonly total: Decimal;
  /** By how much it may differ all the same, because a person has seen the difference and accepted it. */
  readonly tolerated?: Decimal | undefined;
}
