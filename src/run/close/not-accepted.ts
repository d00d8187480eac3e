import type { Ledger } from '../../ledger/ledger.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import { isAcceptedAs, type SeenDifference } from '../../model/accepted.ts';

/**
 * Of the differences that a look sees of a copy, those that no person has accepted. Where one was accepted as it stands and
 * nobody knew how that was, it is what is seen now; later differences are told.
 */
export async function notAccepted(
  ledger: Pick<Ledger, 'noteAccepted'>,
  record: LedgerRecord,
  seen: readonly SeenDifference[],
): Promise<readonly SeenDifference[]> {
  const { acceptedAs } = record;
  if (acceptedAs?.open.includes('look') === true) {
    await ledger.noteAccepted(record, 'look', seen);
    return [];
  }
  return seen.filter((one) => !isAcceptedAs(acceptedAs, one));
}

export function isAmong(some: readonly SeenDifference[], { key, meant, held }: SeenDifference): boolean {
  return some.some((one) => one.key === key && one.meant === meant && one.held === held);
}
