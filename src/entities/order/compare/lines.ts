import { add, type Decimal, equal, isZero, subtract, ZERO } from '../../../model/money.ts';
import type { Order, OrderLine } from '../../../model/order.ts';
import type { Findings } from '../../comparing/finding.ts';
import {
  CENT,
  type DiscountReading,
  isWithin,
  lineSum,
  readingsOf,
  roundedSums,
  shown,
  unitSlack,
} from '../../comparing/line-sums.ts';
import type { ExpectedLine, ExpectedOrder } from './expected-order.ts';
import type { OrderFieldKey } from './fields.ts';
import { compareTax } from './tax.ts';

export function compareLines(expected: ExpectedOrder, copy: Order, findings: Findings<OrderFieldKey>): void {
  findings.text('lines', String(expected.lines.length), String(copy.lines.length));
  const wayOfCoupon = wayOf(expected, copy);
  // Of all lines: what each comes to decides about the share of the coupon that the others bear.
  const units = add(
    ZERO,
    ...expected.lines.map(({ quantity, percent }) => unitSlack({ quantity, percentDiscount: percent ?? ZERO })),
  );
  const readings = readingsOf(copy.lines, shown(copy, 'productSubtotal'));
  for (const [place, line] of expected.lines.entries()) {
    const existing = copy.lines[place];
    if (existing === undefined) continue;
    const where = `line ${place + 1} `;
    findings.key('line-product', line.sku, existing.sku, where);
    if (!equal(line.quantity, existing.quantity)) {
      findings.add('line-quantity', { meant: line.quantity, held: existing.quantity }, where);
    }
    compareSum(line, existing, { withCoupon: wayOfCoupon === 'off-the-lines', units }, readings, where, findings);
    compareTax('line-tax', line, shown(existing, 'tax'), where, findings);
  }
}

/** Where the source does not tell whether the coupon is in its prices already, the lines must agree with one of the two. */
function wayOf({ coupon, lines }: ExpectedOrder, copy: Order): 'off-the-lines' | 'in-the-prices' {
  if (coupon === 'none' || coupon === 'in-the-prices') return 'in-the-prices';
  if (coupon === 'off-the-lines') return 'off-the-lines';
  const asTheyAre = lines.every((line, place) => {
    const existing = copy.lines[place];
    return existing === undefined || hasFields(line, existing) || isBilledAs(line, existing);
  });
  return asTheyAre ? 'in-the-prices' : 'off-the-lines';
}

function hasFields(line: ExpectedLine, existing: OrderLine): boolean {
  return (
    equal(line.unitPrice, existing.unitPrice) &&
    isSame(line.percent, shown(existing, 'percentDiscount')) &&
    isSame(line.amount, shown(existing, 'productDiscount'))
  );
}

/** What one end does not show can't tell them apart. */
function isSame(one: Decimal | null, other: Decimal | null): boolean {
  return one === null || other === null || equal(one, other);
}

/**
 * The same fields give the same sum on the same software, so the fields themselves are compared; what each store means by
 * them matters only where the rules have moved money, or where the draft had to say the same in other fields.
 */
function compareSum(
  line: ExpectedLine,
  existing: OrderLine,
  { withCoupon, units }: { readonly withCoupon: boolean; readonly units: Decimal },
  readings: readonly DiscountReading[],
  where: string,
  findings: Findings<OrderFieldKey>,
): void {
  const percent = shown(existing, 'percentDiscount');
  const amount = shown(existing, 'productDiscount');
  if (line.percent === null || line.amount === null) findings.notShown('line-discount', 'source', where);
  if (percent === null || amount === null) findings.notShown('line-discount', 'primary', where);
  const moved = withCoupon && line.couponSums.length > 0;
  if (!moved && hasFields(line, existing)) return;
  const sums = moved ? line.couponSums : line.sums;
  // A share of the coupon is rounded to the cent, and so is what is left; half a cent for each unit where prices are.
  const slack = moved ? add(CENT, CENT, units) : isZero(existing.percentDiscount) ? ZERO : CENT;
  const isMeant = readings.some((reading) =>
    sums.some((sum) => isWithin(subtract(lineSum(existing, reading), sum), slack)),
  );
  if (isMeant || (!moved && isBilledAs(line, existing))) return;
  if (!moved && !equal(line.unitPrice, existing.unitPrice)) {
    findings.differs('line-price', line.unitPrice, existing.unitPrice, where);
    return;
  }
  const [sum = ZERO] = sums;
  const [reading = 'per-line'] = readings;
  findings.differs('line-discount', sum, lineSum(existing, reading), where, { field: `${where}sum after discounts` });
}

/** The discount may be part of the unit price, so that it matters no more how the primary rounds. */
function isBilledAs({ quantity, unitPrice, percent, amount }: ExpectedLine, existing: OrderLine): boolean {
  const isPlain = isZero(existing.percentDiscount) && isZero(existing.productDiscount);
  if (!isPlain || percent === null || amount === null) return false;
  const sums = roundedSums({ quantity, unitPrice, percentDiscount: percent, productDiscount: amount });
  return sums.includes(lineSum(existing, 'per-line'));
}
