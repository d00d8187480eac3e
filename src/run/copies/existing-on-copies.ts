import type { TimeRange } from '../../entities/writing/stands-elsewhere.ts';
import type { Decimal } from '../../model/money.ts';
import type { ReadingRun } from '../context/parts.ts';

/** How payments, or returns, are read from the copies of their orders. */
export interface ExistingOnCopies<Existing> {
  readonly entity: 'payments' | 'rmas';
  read(context: ReadingRun, orderIds: readonly string[]): Promise<readonly Existing[]>;
  /** Those of any order that were booked in this time. */
  list(context: ReadingRun, booked: TimeRange): Promise<readonly Existing[]>;
  /** The fields that may bear our reference. */
  textsOf(existing: Existing): readonly string[];
  amountOf(existing: Existing): Decimal;
  /** Several that were entered by hand for one, as that one. */
  together(existing: readonly [Existing, ...Existing[]]): Existing;
}
