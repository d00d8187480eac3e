import type { Decimal } from '../model/money.ts';
import type { Instant, LocalDate } from '../model/time.ts';

/** A payment as the primary has it; what is paid back is negative. */
export interface ExpectedPayment {
  readonly id: string;
  readonly amount: Decimal;
  readonly day: LocalDate | null;
  readonly method: string;
  readonly reference: string;
}

/** A closed return as the primary has it. */
export interface ExpectedReturn {
  readonly id: string;
  readonly total: Decimal;
  readonly day: LocalDate | null;
}

/** An approved copy as the primary shows it now, and what Xero is to show of it. Never what was sent. */
export interface ExpectedCopy {
  readonly store: string;
  readonly sourceId: string | null;
  /** Of the order in the primary. */
  readonly number: string;
  readonly isCancelled: boolean;
  readonly total: Decimal;
  readonly gst: Decimal;
  /** How many amounts of tax are rounded by themselves: the lines, and the shipping. */
  readonly roundings: number;
  /** In the books; null where it has no invoice date. */
  readonly day: LocalDate | null;
  readonly dueDay: LocalDate | null;
  /** `AUD`; empty where it is not known. */
  readonly currency: string;
  readonly username: string;
  /** What Xero calls the contact: the company, else first and last name. */
  readonly contactName: string;
  /** From when on the export had reason to take it: its last change in the primary. */
  readonly changedAt: Instant | null;
  /** Empty where payments are not copied. */
  readonly payments: readonly ExpectedPayment[];
  readonly returns: readonly ExpectedReturn[];
}
