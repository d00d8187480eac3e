import type { FinancialRecord } from '../ledger/record.ts';
import { add, type Decimal } from '../model/money.ts';

/** Quarantined after its copy was made: what was copied is in the primary all the same. */
const AFTER_COPY = /after-copy$|both-sides$|copy-changed$|-replaced$|^(source|payment|rma)-gone$/;

/** - `copied`: in the primary. - `quarantined`: in quarantine. - `open`: read, and not decided yet. - `left-out`: by a rule. */
export type BooksStanding = 'copied' | 'quarantined' | 'open' | 'left-out';

/** Where a record of money stands, as far as the books are concerned. */
export function booksStandingOf({
  state,
  reason,
  targetId,
}: Pick<FinancialRecord, 'state' | 'reason' | 'targetId'>): BooksStanding {
  switch (state) {
    case 'loaded':
    case 'linked':
      return 'copied';
    case 'quarantined':
      return AFTER_COPY.test(reason ?? '') ? 'copied' : 'quarantined';
    case 'skipped':
      // Dropped by a person after it had been copied: nothing in the primary is changed by that.
      return reason === 'dropped' && targetId !== null ? 'copied' : 'left-out';
    default:
      return 'open';
  }
}

/** What it comes to in the primary, for what is copied: there a person may have accepted another amount. */
export function copyAmount({ amount, accepted }: Pick<FinancialRecord, 'amount' | 'accepted'>): Decimal | null {
  return amount === null ? null : add(amount, accepted);
}
