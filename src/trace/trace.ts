import type { AuditEntry } from '../ledger/record.ts';
import type { EntityName } from '../model/entities.ts';
import type { Decimal } from '../model/money.ts';
import type { Instant, LocalDate } from '../model/time.ts';
import type { FoundDifference } from '../reconcile/prove-chunk.ts';
import type { ProofLabel } from '../run/proof.ts';

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

/** What Xero shows of a copy now, under its number. */
export type TracedInXero =
  | {
      readonly kind: 'there';
      readonly invoices: readonly {
        readonly number: string;
        readonly status: string;
        readonly total: Decimal;
        readonly paid: Decimal;
        readonly due: Decimal;
        readonly day: LocalDate | null;
      }[];
    }
  | { readonly kind: 'not-there' }
  | { readonly kind: 'unreachable'; readonly code: string; readonly message: string }
  /** The pipeline names no books, there is no copy, or `--offline` was given. */
  | { readonly kind: 'not-asked' };

/** One difference between the two sides now. */
export interface TracedDifference extends Pick<FoundDifference, 'entity' | 'kind' | 'field' | 'sourceId'> {
  /** What each side says, as text; null where it has nothing. */
  readonly source: string | null;
  readonly copy: string | null;
  /** What is known of it: `decided` was accepted, `gst-rounding` is GST by rounding, `unexplained` is to be looked into. */
  readonly label: ProofLabel;
  readonly message: string;
  readonly remedy: string;
}

/** Both sides of a copied order, compared as they are now. */
export interface Comparison {
  /** What is compared to the cent: `total`, `GST`, `payments`, `returns`. */
  readonly agreed: readonly string[];
  readonly differences: readonly TracedDifference[];
  /** What could not be compared, and why, in sentences. */
  readonly notCompared: readonly string[];
}

/** What a person has accepted of an order, payment or return. */
export interface TracedAcceptance {
  readonly entity: EntityName;
  readonly sourceId: string;
  /** Each time, with the reason that was given; that of cents begins with them. */
  readonly words: readonly { readonly at: Instant; readonly reason: string }[];
  /** The very values that it covers. */
  readonly fields: readonly { readonly field: string; readonly source: string; readonly copy: string }[];
  /** Accepted as it stood; how that was is noted by the next look. */
  readonly asItStood: boolean;
}

/** A payment or a return. */
export interface TracedPayment {
  readonly sourceId: string;
  /** Our reference in the primary. */
  readonly targetId: string | null;
  /** The primary's own ids of what was entered there by hand and linked; none where it was copied. */
  readonly byHand: readonly string[];
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
  /** Why it is left out or quarantined; null where there is nothing of the kind. */
  readonly code: string | null;
  /** Whether it was copied, or linked: `targetId` is then more than what it would be. */
  readonly hasCopy: boolean;
  /** Why it is where it is. */
  readonly why: string;
  readonly remedy: string;
  /** As it was last read. */
  readonly total: Decimal | null;
  readonly source: Side;
  readonly copy: Side;
  readonly inXero: TracedInXero;
  readonly customer: TracedCustomer | null;
  readonly payments: readonly TracedPayment[];
  readonly returns: readonly TracedPayment[];
  readonly accepted: readonly TracedAcceptance[];
  /** null where there is no copy, or one of the two sides could not be asked. */
  readonly comparison: Comparison | null;
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
