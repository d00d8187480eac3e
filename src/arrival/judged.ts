import type { Pair } from './contacts.ts';
import type { Arrival, Arrivals, Batch } from './verdicts.ts';

export interface Judged {
  /** All of them, proven ones too. */
  readonly arrivals: readonly Arrival[];
  readonly toAllocate: Arrivals['toAllocate'];
  readonly notes: readonly string[];
  /** Single orders can be told apart in the books. */
  readonly isByOrder: boolean;
  /** Of an export that puts several orders into one invoice. */
  readonly batches: readonly Batch[];
  /** Copies with the invoice that stands for each. */
  readonly pairs: readonly Pair[];
}
