import { isTotal } from '../../entities/order/write/add.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import type { SeenDifference } from '../../model/accepted.ts';
import { absolute, add, compare, type Decimal, formatMoney, ZERO } from '../../model/money.ts';

/** A copy's total that is not what it was copied with, give or take what the pipeline or a person lets pass; else undefined. */
export function totalApart(
  { amount, accepted }: Pick<LedgerRecord, 'amount' | 'accepted'>,
  existing: Decimal,
  tolerance: Decimal,
): SeenDifference | undefined {
  const meant = add(amount ?? ZERO, accepted ?? ZERO);
  const allowed = compare(absolute(accepted ?? ZERO), tolerance) > 0 ? absolute(accepted ?? ZERO) : tolerance;
  if (amount === null || isTotal(amount, existing, allowed)) return undefined;
  return { key: 'total', meant: formatMoney(meant), held: formatMoney(existing) };
}
