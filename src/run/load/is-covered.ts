import { compare, type Decimal } from '../../model/money.ts';

/** Whether what a copy would be paid is no more than its order's own store shows now, whatever the ledger remembers. */
export function isCovered(paid: Decimal, shown: Decimal): boolean {
  return compare(paid, shown) <= 0;
}
