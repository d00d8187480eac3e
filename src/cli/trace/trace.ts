import type { AuditEntry } from '../../ledger/ledger.ts';
import type { EntityName } from '../../model/entities.ts';
import type { Decimal } from '../../model/money.ts';
import type { Instant } from '../../model/time.ts';

/** What a store shows of an order now. */
export type Side =
  | {
      readonly kind: 'there';
      readonly status: string;
      readonly approved: boolean;
      readonly total: Decimal;
      /** Sum of the payments that the store shows with the order. */
      readonly paid: Decimal;
      readonly username: string;
      readonly updatedAt: Instant | null;
    }
  | { readonly kind: 'not-there' }
  | { readonly kind: 'unreachable'; readonly code: string; readonly message: string }
  /** Not looked at: there is no copy yet, or `--offline` was given. */
  | { readonly kind: 'not-asked' };

export interface TracedPayment {
  readonly sourceId: string;
  /** Our reference in the primary. */
  readonly targetId: string | null;
  readonly amount: Decimal | null;
  readonly state: string;
  readonly code: string | null;
  readonly reason: string | null;
}

export interface TracedCustomer {
  /** The account in the primary. */
  readonly username: string;
  /** Accounts of the secondaries that this one stands for. */
  readonly sources: readonly { readonly store: string; readonly sourceId: string; readonly made: boolean }[];
}

export type TracedEvent = AuditEntry & { readonly entity: EntityName; readonly sourceId: string };

/** One order of a secondary, with all that is known about it. */
export interface TracedOrder {
  readonly store: string;
  readonly sourceId: string;
  /** Of its copy; where there is none yet, what it would be. */
  readonly targetId: string | null;
  /** `unread`: the ledger does not know it. */
  readonly state: 'staged' | 'writing' | 'loaded' | 'linked' | 'skipped' | 'quarantined' | 'unread';
  /** Why it is where it is. */
  readonly why: string;
  readonly remedy: string;
  /** As it was last read. */
  readonly total: Decimal | null;
  readonly source: Side;
  readonly copy: Side;
  readonly customer: TracedCustomer | null;
  readonly payments: readonly TracedPayment[];
  readonly history: readonly TracedEvent[];
}

/** What `trace` says. */
export interface Trace {
  readonly pipeline: string;
  readonly id: string;
  readonly orders: readonly TracedOrder[];
  /** The primary's own order of exactly this number, which no copy may touch; null where there is none. */
  readonly ownOfPrimary: Side | null;
}
