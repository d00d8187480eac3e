import type { OrderUpdateDraft } from '../../../model/drafts.ts';
import type { Order } from '../../../model/order.ts';
import type { OrderChange, OrderSnapshot } from '../../../model/order-snapshot.ts';
import type { Quarantined } from '../../../transform/outcome.ts';
import type { FixedRules } from '../../../transform/rules.ts';

export interface ChangedOrder {
  readonly order: Order;
  /** What its copy shows. */
  readonly before: OrderSnapshot;
  readonly change: OrderChange;
  /** The copy, as the primary holds it. */
  readonly existing: Order;
}

export interface UpdateContext {
  readonly rules: FixedRules;
  /** The primary's. */
  readonly shippingMethods: ReadonlySet<string>;
  /** Whether this program approved the copy. */
  readonly wasApproved: boolean;
  /** The lines of a copy's notes before and after the order's own. */
  readonly notes: { readonly head: string; readonly tail: string };
}

export type PlannedUpdate =
  | { readonly kind: 'update'; readonly draft: OrderUpdateDraft; readonly left: readonly string[] }
  | { readonly kind: 'same'; readonly left: readonly string[] }
  | Quarantined;

/** What a field is to become; null: nothing to do; `conflict`: the primary does not hold what was written. */
export type Field<T> = { readonly value: T } | 'conflict' | null;
