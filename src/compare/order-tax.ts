import { absolute, add, compare, type Decimal, decimal, formatMoney, isZero, multiply } from '../model/money.ts';
import type { ExpectedLine } from './expect-order.ts';
import type { Findings } from './finding.ts';
import { CENT } from './line-sums.ts';

export function compareTax(
  key: 'line-tax' | 'shipping-tax',
  { tax, taxed }: Pick<ExpectedLine, 'tax' | 'taxed'>,
  held: Decimal | null,
  where: string,
  findings: Findings<'order'>,
): void {
  if (tax === null || held === null) {
    findings.notShown(key, tax === null ? 'source' : 'primary', where);
    return;
  }
  // Of a few cents no tax may be left.
  const isFree = isZero(held) && taxed === 'taxed' && compare(absolute(tax.most), multiply(CENT, decimal(2))) > 0;
  if (!isFree && compare(held, tax.least) >= 0 && compare(held, tax.most) <= 0) return;
  const middle = multiply(add(tax.least, tax.most), decimal('0.5'));
  findings.add(
    key,
    { meant: taxed === 'free' ? 'free' : formatMoney(middle), held: isZero(held) ? 'free' : formatMoney(held) },
    where,
  );
}
