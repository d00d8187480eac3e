import type { QuarantineReason, SkipReason } from '../model/reasons.ts';

export interface Quarantined {
  readonly kind: 'quarantine';
  readonly reason: QuarantineReason;
  /** For people; names fields and ids, never a shopper's data. */
  readonly message: string;
  readonly detail?: Readonly<Record<string, string>>;
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
