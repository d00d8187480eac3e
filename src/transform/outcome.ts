import type { SeenDifference } from '../model/accepted.ts';
import type { Decimal } from '../model/money.ts';
import type { QuarantineReason, SkipReason } from '../model/reasons.ts';

export interface Quarantined {
  readonly kind: 'quarantine';
  readonly reason: QuarantineReason;
  /** For people; names fields and ids, never a shopper's data. */
  readonly message: string;
  readonly detail?: Readonly<Record<string, string>>;
  /** What the copy would come to, less what its source does, where that alone holds it: a person may accept it. */
  readonly difference?: Decimal;
  /** What is kept with the record, for whoever decides about it later. */
  readonly seen?: readonly SeenDifference[];
}

export interface Skipped {
  readonly kind: 'skip';
  readonly reason: SkipReason;
  readonly message: string;
}

export function quarantine(
  reason: QuarantineReason,
  message: string,
  detail?: Readonly<Record<string, string>>,
): Quarantined {
  return { kind: 'quarantine', reason, message, ...(detail === undefined ? {} : { detail }) };
}

export function skip(reason: SkipReason, message: string): Skipped {
  return { kind: 'skip', reason, message };
}
