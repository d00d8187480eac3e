import type { FinancialRecord } from '../ledger/record.ts';

/** Quarantined after its copy was made: what was copied is in the primary all the same. */
const AFTER_COPY = /after-copy$|both-sides$|copy-changed$|-replaced$|^(source|payment|rma)-gone$/;

/** - `copied`: in the primary. - `quarantined`: in quarantine. - `open`: read, and not decided yet. - `left-out`: by a rule. */
export type BooksStanding = 'copied' | 'quarantined' | 'open' | 'left-out';

/** Where a record of money stands, as far as the books are concerned. */
export function booksStandingOf({ state, reason }: Pick<FinancialRecord, 'state' | 'reason'>): BooksStanding {
  switch (state) {
    case 'loaded':
    case 'linked':
      return 'copied';
    case 'quarantined':
      return AFTER_COPY.test(reason ?? '') ? 'copied' : 'quarantined';
    case 'skipped':
      return 'left-out';
    default:
      return 'open';
  }
}
