import {
  absolute,
  add,
  compare,
  type Decimal,
  decimal,
  equal,
  formatMoney,
  isZero,
  multiply,
  subtract,
  ZERO,
} from '../model/money.ts';
import { isApproved, type Order, type OrderLine } from '../model/order.ts';
import { sameText } from '../model/text-key.ts';
import { type Instant, localDateOf } from '../model/time.ts';
import { type ExpectedLine, type ExpectedOrder, gstOf, nameKeys } from './expect-order.ts';
import { type Finding, Findings } from './finding.ts';
import { CENT, type DiscountReading, isWithin, lineSum, readingsOf, roundedSums } from './line-sums.ts';
import { personalKey } from './personal.ts';
import { shown } from './shown.ts';

/** What its last step must have brought a copy to. */
export interface ExpectedCompletion {
  readonly status: string;
  readonly approved: boolean;
}

/** What the copy shows, field by field, beside what its source does. Empty when it is as meant, and shows all of it. */
export function compareOrder(
  expected: ExpectedOrder,
  copy: Order,
  completion?: ExpectedCompletion | undefined,
): readonly Finding[] {
  const findings = new Findings('order');
  findings.text('number', expected.number, copy.id);
  compareTotal(expected, copy, findings);
  if (completion !== undefined) compareCompletion(completion, copy, findings);
  // Taken back, or cancelled by staff: it must not be approved as if it stood in the books.
  else if (copy.status.toLowerCase() === 'cancelled') findings.text('status', 'not cancelled', copy.status);
  findings.text('account', expected.account, copy.username);
  compareEmail(expected, copy, findings);
  findings.text('tax-mode', String(expected.taxInclusive), String(copy.taxInclusive));
  compareDates(expected, copy, findings);
  compareShipping(expected, copy, findings);
  compareLines(expected, copy, findings);
  compareSaid(expected, copy, findings);
  return findings.found;
}

type OrderFindings = Findings<'order'>;

function compareTotal(expected: ExpectedOrder, copy: Order, findings: OrderFindings): void {
  const off = subtract(copy.grandTotal, expected.total);
  const { least, most } = expected.allowed;
  const isAllowed = compare(off, least) >= 0 && compare(off, most) <= 0;
  if (!isAllowed) findings.differs('total', expected.total, copy.grandTotal);
  compareGst(expected, copy, { off, isAllowed }, findings);
}

/** What another total brings with it is told by the total; a cent for each amount of tax is a matter of rounding. */
function compareGst(
  { gst, gstPercent, roundings, gstRounding }: ExpectedOrder,
  copy: Order,
  { off, isAllowed }: { readonly off: Decimal; readonly isAllowed: boolean },
  findings: OrderFindings,
): void {
  const held = shown(copy, 'orderTax');
  if (gst === null || held === null) {
    findings.notShown('gst', gst === null ? 'source' : 'primary');
    return;
  }
  const nearest = gst.reduce((best, one) => (isNearer(held, one, best) ? one : best));
  const apart = subtract(held, nearest);
  if (isZero(apart)) return;
  const cents = multiply(CENT, decimal(roundings));
  const brought = isZero(off) ? ZERO : add(absolute(gstOf(off, true, gstPercent)), CENT);
  if (!isWithin(apart, add(cents, brought))) findings.differs('gst', nearest, held);
  else if (isAllowed) {
    const holds = gstRounding === 'hold' && isZero(off);
    findings.differs('gst', nearest, held, '', { class: holds ? 'must-agree' : 'rounding' });
  }
}

function isNearer(held: Decimal, one: Decimal, other: Decimal): boolean {
  return compare(absolute(subtract(held, one)), absolute(subtract(held, other))) < 0;
}

function compareCompletion({ status, approved }: ExpectedCompletion, copy: Order, findings: OrderFindings): void {
  findings.text('status', status, copy.status);
  if (approved && !isApproved(copy)) findings.text('approval', 'Approved', copy.approval || 'none');
}

/** A shopper's address never goes into a message. */
function compareEmail({ email }: ExpectedOrder, copy: Order, findings: OrderFindings): void {
  const same = email.kind === 'house' ? sameText(email.address, copy.email) : email.key === personalKey(copy.email);
  if (same) return;
  const meant = email.kind === 'house' ? 'that of the house' : email.key === '' ? 'none' : 'that of the order';
  findings.add('email', { meant, held: copy.email === '' ? 'none' : 'another' });
}

function compareDates(expected: ExpectedOrder, copy: Order, findings: OrderFindings): void {
  const { invoicedOn, placedAt, placedOn, dueOn, dueDates, timeZone, primaryTimeZone } = expected;
  if (invoicedOn !== null) findings.text('invoice-date', invoicedOn, copy.invoicedOn ?? 'none');
  if (placedOn !== null) {
    findings.text('placed', placedOn, dayOf(copy.placedAt, timeZone), '', { class: 'must-agree' });
  } else if (placedAt !== null) findings.text('placed', placedAt, copy.placedAt ?? 'none');
  if (dueOn !== null)
    findings.text('due-date', dueOn, dayOf(copy.paymentDueAt, primaryTimeZone), '', { class: dueDates });
}

function dayOf(at: Instant | null, timeZone: string): string {
  return at === null ? 'none' : localDateOf(at, timeZone);
}

function compareShipping({ shipping }: ExpectedOrder, copy: Order, findings: OrderFindings): void {
  const { pairs, tax, taxed } = shipping;
  const total = shown(copy, 'shippingTotal');
  if (pairs === null || total === null) findings.notShown('shipping', pairs === null ? 'source' : 'primary');
  else {
    const discount = shown(copy, 'shippingDiscount');
    const agrees = pairs.some(
      (pair) => equal(pair.total, total) && (discount === null || equal(pair.discount, discount)),
    );
    const [meant = { total: ZERO, discount: ZERO }] = pairs;
    if (!agrees) findings.add('shipping', { meant: said(meant), held: said({ total, discount: discount ?? ZERO }) });
  }
  compareTax('shipping-tax', { tax, taxed }, shown(copy, 'shippingTax'), '', findings);
}

function said({ total, discount }: { readonly total: Decimal; readonly discount: Decimal }): string {
  return isZero(discount) ? formatMoney(total) : `${formatMoney(total)} less ${formatMoney(discount)}`;
}

function compareTax(
  key: 'line-tax' | 'shipping-tax',
  { tax, taxed }: Pick<ExpectedLine, 'tax' | 'taxed'>,
  held: Decimal | null,
  where: string,
  findings: OrderFindings,
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

function compareLines(expected: ExpectedOrder, copy: Order, findings: OrderFindings): void {
  findings.text('lines', String(expected.lines.length), String(copy.lines.length));
  const wayOfCoupon = wayOf(expected, copy);
  const readings = readingsOf(copy.lines, shown(copy, 'productSubtotal'));
  for (const [place, line] of expected.lines.entries()) {
    const held = copy.lines[place];
    if (held === undefined) continue;
    const where = `line ${place + 1} `;
    findings.text('line-product', line.sku, held.sku, where);
    if (!equal(line.quantity, held.quantity)) {
      findings.add('line-quantity', { meant: line.quantity, held: held.quantity }, where);
    }
    compareSum(line, held, wayOfCoupon === 'off-the-lines', readings, where, findings);
    compareTax('line-tax', line, shown(held, 'tax'), where, findings);
  }
}

/** Where the source does not tell whether the coupon is in its prices already, the lines must agree with one of the two. */
function wayOf({ coupon, lines }: ExpectedOrder, copy: Order): 'off-the-lines' | 'in-the-prices' {
  if (coupon === 'none' || coupon === 'in-the-prices') return 'in-the-prices';
  if (coupon === 'off-the-lines') return 'off-the-lines';
  const asTheyAre = lines.every((line, place) => {
    const held = copy.lines[place];
    return held === undefined || hasFields(line, held);
  });
  return asTheyAre ? 'in-the-prices' : 'off-the-lines';
}

function hasFields(line: ExpectedLine, held: OrderLine): boolean {
  return (
    equal(line.unitPrice, held.unitPrice) &&
    isSame(line.percent, shown(held, 'percentDiscount')) &&
    isSame(line.amount, shown(held, 'productDiscount'))
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
  held: OrderLine,
  withCoupon: boolean,
  readings: readonly DiscountReading[],
  where: string,
  findings: OrderFindings,
): void {
  const percent = shown(held, 'percentDiscount');
  const amount = shown(held, 'productDiscount');
  if (line.percent === null || line.amount === null) findings.notShown('line-discount', 'source', where);
  if (percent === null || amount === null) findings.notShown('line-discount', 'primary', where);
  const moved = withCoupon && line.couponSums.length > 0;
  if (!moved && hasFields(line, held)) return;
  const sums = moved ? line.couponSums : line.sums;
  // A share of the coupon is rounded to the cent, and so is what is left; half a cent for each unit where prices are.
  const units = isZero(line.percent ?? ZERO) ? ZERO : multiply(absolute(line.quantity), decimal('0.005'));
  const slack = moved ? add(CENT, CENT, units) : isZero(held.percentDiscount) ? ZERO : CENT;
  const isMeant = readings.some((reading) =>
    sums.some((sum) => isWithin(subtract(lineSum(held, reading), sum), slack)),
  );
  if (isMeant || (!moved && isBilledAs(line, held))) return;
  if (!moved && !equal(line.unitPrice, held.unitPrice)) {
    findings.differs('line-price', line.unitPrice, held.unitPrice, where);
    return;
  }
  const [sum = ZERO] = sums;
  const [reading = 'per-line'] = readings;
  findings.differs('line-discount', sum, lineSum(held, reading), where, { field: `${where}sum after discounts` });
}

/** The discount may be part of the unit price, so that it matters no more how the primary rounds. */
function isBilledAs({ quantity, unitPrice, percent, amount }: ExpectedLine, held: OrderLine): boolean {
  const isPlain = isZero(held.percentDiscount) && isZero(held.productDiscount);
  if (!isPlain || percent === null || amount === null) return false;
  const sums = roundedSums({ quantity, unitPrice, percentDiscount: percent, productDiscount: amount });
  return sums.includes(lineSum(held, 'per-line'));
}

function compareSaid({ salesChannel, names }: ExpectedOrder, copy: Order, findings: OrderFindings): void {
  if (salesChannel !== '') findings.text('sales-channel', salesChannel, copy.salesChannel);
  for (const side of ['billing', 'shipping'] as const) {
    const held = nameKeys(copy[side]);
    if (names[side].every((key, place) => key === '' || key === held[place])) continue;
    findings.add(`${side}-name`, { meant: 'that of the order', held: 'another' });
  }
}
