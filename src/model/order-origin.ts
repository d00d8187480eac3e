import type { Decimal } from './money.ts';
import type { Instant, LocalDate } from './time.ts';

/** What an order says of where it came from, and what it is known by where it says nothing. */
export interface OrderOrigin {
  readonly id: string;
  readonly internalNotes: string;
  readonly lines: readonly { readonly externalSystem: string; readonly externalOrder: string }[];
  readonly status: string;
  readonly username: string;
  readonly email: string;
  readonly grandTotal: Decimal | undefined;
  readonly placedAt: Instant | null;
  readonly invoicedOn: LocalDate | null;
}
