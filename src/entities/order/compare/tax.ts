import {
  absolute,
  add,
  compare,
  type Decimal,
  decimal,
  formatMoney,
  isNegative,
  isZero,
  multiply,
  ZERO,
} from '../../../model/money.ts';
import type { Findings } from '../../comparing/finding.ts';
import { CENT } from '../../comparing/line-sums.ts';
import type { ExpectedLine } from './expected-order.ts';
import type { OrderFieldKey } from './fields.ts';

export function compareTax(
  key: 'line-tax' | 'shipping-tax',
  { tax, taxed }: Pick<ExpectedLine, 'tax' | 'taxed'>,
  existing: Decimal | null,
  where: string,
  findings: Findings<OrderFieldKey>,
): void {
  if (tax === null || existing === null) {
    findings.notShown(key, tax === null ? 'source' : 'primary', where);
    return;
  }
  // Of a few cents, such as a coupon may leave, no tax may be left.
  const isFree = isZero(existing) && taxed === 'taxed' && compare(nearestToZero(tax), multiply(CENT, decimal(2))) > 0;
  if (!isFree && compare(existing, tax.least) >= 0 && compare(existing, tax.most) <= 0) return;
  const middle = multiply(add(tax.least, tax.most), decimal('0.5'));
  findings.add(
    key,
    { meant: taxed === 'free' ? 'free' : formatMoney(middle), held: isZero(existing) ? 'free' : formatMoney(existing) },
    where,
  );
}

function nearestToZero({ least, most }: { readonly least: Decimal; readonly most: Decimal }): Decimal {
  if (isNegative(least) !== isNegative(most)) return ZERO;
  const [one, other] = [absolute(least), absolute(most)];
  return compare(one, other) < 0 ? one : other;
}
