import type { Ledger } from '../ledger/ledger.ts';
import type { FinancialRecord } from '../ledger/record.ts';
import { add, type Decimal } from '../model/money.ts';
import { reasons } from '../model/reasons.ts';

/** Quarantined after its copy was made: what was copied is in the primary all the same. */
const AFTER_COPY = /after-copy$|both-sides$|copy-changed$|-replaced$|^(source|payment|rma)-gone$/;

/** - `copied`: in the primary. - `quarantined`: in quarantine. - `open`: read, and not decided yet. - `left-out`: by a rule. */
export type BooksStanding = 'copied' | 'quarantined' | 'open' | 'left-out';

/** Where a record of money stands, as far as the books are concerned. */
export function booksStandingOf({
  state,
  reason,
  targetId,
  wasCopied,
}: Pick<FinancialRecord, 'state' | 'reason' | 'targetId' | 'wasCopied'>): BooksStanding {
  switch (state) {
    case 'loaded':
    case 'linked':
      return 'copied';
    case 'quarantined':
      return AFTER_COPY.test(reason ?? '') ? 'copied' : 'quarantined';
    case 'skipped':
      if (reason === 'to-be-read') return targetId === null ? 'open' : 'copied';
      // Dropped by a person after it had been copied: nothing in the primary is changed by that.
      return reason === 'dropped' && targetId !== null && wasCopied !== false ? 'copied' : 'left-out';
    default:
      // Read again by a run that did not come to judge it anew: a rule leaves it out as before.
      return targetId === null && isLeftOut(reason) ? 'left-out' : 'open';
  }
}

function isLeftOut(reason: FinancialRecord['reason']): boolean {
  return reason !== null && reason !== 'to-be-read' && reasons[reason].kind === 'skip';
}

export type StandingOf = (record: FinancialRecord) => BooksStanding;

/** What belongs to an order that is left out is left out with it, also before a run has come to say so. */
export async function standings(
  ledger: Pick<Ledger, 'known'>,
  records: readonly FinancialRecord[],
): Promise<StandingOf> {
  const open = records.filter(({ parent, ...one }) => parent !== null && booksStandingOf(one) === 'open');
  const leftOut = new Set<string>();
  for (const [store, some] of Map.groupBy(open, (one) => one.store)) {
    const orders = await ledger.known(store, 'orders', [...new Set(some.flatMap(({ parent }) => parent ?? []))]);
    for (const order of orders.values())
      if (booksStandingOf(order) === 'left-out') leftOut.add(`${store} ${order.sourceId}`);
  }
  return (record) => {
    const standing = booksStandingOf(record);
    return standing === 'open' && leftOut.has(`${record.store} ${record.parent ?? ''}`) ? 'left-out' : standing;
  };
}

/** What it comes to in the primary, for what is copied: there a person may have accepted another amount. */
export function copyAmount({ amount, accepted }: Pick<FinancialRecord, 'amount' | 'accepted'>): Decimal | null {
  return amount === null ? null : add(amount, accepted);
}
