import type { Decimal } from '../../model/money.ts';
import type { LocalDate } from '../../model/time.ts';

/** What the ledger keeps of a record that was read before, as far as a new reading is compared with it. */
export interface KnownRecord {
  readonly state: 'staged' | 'writing' | 'loaded' | 'linked' | 'skipped' | 'quarantined';
  readonly hash: string;
  /** Of a copied order the snapshot of what was copied. */
  readonly copiedAs: string | null;
  readonly bookedOn?: LocalDate | null;
  readonly tax?: Decimal | null;
  readonly method?: string | null;
}

/** Whether a reading looks otherwise than what was copied. */
export function looksChanged(
  record: { readonly hash: string; readonly formerHash?: string },
  before: KnownRecord,
): boolean {
  if (before.state !== 'loaded' && before.state !== 'linked') return false;
  return before.hash !== record.hash && before.hash !== record.formerHash;
}
