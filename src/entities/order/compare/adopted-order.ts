import { sameAddress } from '../../../model/email-address.ts';
import { absolute, add, compare, type Decimal, divide, equal, isZero, subtract, ZERO } from '../../../model/money.ts';
import { accountingDate, type Order } from '../../../model/order.ts';
import { sameKey } from '../../../model/text-key.ts';
import { localDateOf } from '../../../model/time.ts';
import { type Finding, Findings } from '../../comparing/finding.ts';
import { CENT, lineSum, readingsOf, shown } from '../../comparing/line-sums.ts';
import { linesToCopy } from '../../comparing/source-lines.ts';
import { type PairedLines, pairLines } from './adopted-lines.ts';
import { expectSurchargeInParts, withOneSurcharge } from './adopted-surcharge.ts';
import { expectOrder, nameKeys } from './expect-order.ts';
import type { ComparisonRules, ExpectedOrder } from './expected-order.ts';
import { orderFields } from './fields.ts';
import { compareOrder } from './order.ts';

/** What the rules choose for a copy, and another recipe may have chosen otherwise without any money being another. */
const chosenByRules: readonly string[] = ['number', 'email', 'tax-mode', 'line-product', 'due-date'];
/** How the money is spread over the lines and shipping. */
const ofShape: readonly string[] = ['lines', 'shipping', 'shipping-tax'];

/**
 * What a copy that this ledger did not make shows beside its source: the comparison of read-backs, for what other rules
 * may have made. What was chosen otherwise without any money being another is `said`: SKUs, the tax mode, another account
 * of the same buyer and, where total and GST agree, how the money is spread over lines and shipping. The lines may stand
 * in any order; one of the same product with another quantity or sum differs, at an unchanged total too.
 * @param accounts usernames that the buyer may have in the primary, the one that the rules give first
 */
export function compareAdoptedOrder(
  source: Order,
  given: Order,
  rules: ComparisonRules,
  accounts: readonly string[],
): readonly Finding[] {
  const copy = withOneSurcharge(source, given, rules);
  const expected = expectSurchargeInParts(source, expectAdopted(source, copy, rules), rules);
  const existing = inTaxModeOf(source, { ...copy, invoicedOn: dayToCompare(expected, source, copy, rules) });
  const own = linesToCopy(source, rules);
  const sought = expected.lines.map((line, place) => ({ expected: line, sourceSku: own[place]?.sku ?? '' }));
  const lines = pairLines(sought, existing.lines);
  const found = compareOrder(
    { ...expected, lines: lines.pairs.map((pair) => pair.expected) },
    withPaired(existing, lines),
  );
  const isSameMoney = !found.some(
    ({ key, class: is }) => ['total', 'gst'].includes(key) && ['must-agree', 'not-shown'].includes(is),
  );
  const isRegrouped = lines.missing.length > 0 || lines.extra.length > 0;
  const isSaid = (finding: Finding): boolean =>
    chosenByRules.includes(finding.key) ||
    (isRegrouped && isSameMoney && ofShape.includes(finding.key)) ||
    (source.taxInclusive !== copy.taxInclusive && isCent(finding));
  const more = new Findings(orderFields);
  if (isRegrouped)
    more.add('lines', { meant: named(lines.missing.map(({ expected: line }) => line)), held: named(lines.extra) });
  more.text('tax-mode', String(source.taxInclusive), String(copy.taxInclusive));
  const judged = [...found, ...more.found].map(
    (finding): Finding => (finding.class === 'must-agree' && isSaid(finding) ? { ...finding, class: 'said' } : finding),
  );
  return [...judged.map((finding) => atItsPlace(finding, lines)), ...compareAccount(source, copy, accounts)];
}

/** What bears the coupon as its source does is compared field by field: nothing of it is in the prices. */
function expectAdopted(source: Order, copy: Order, rules: ComparisonRules): ExpectedOrder {
  const ruled = expectOrder(source, rules, { username: copy.username, skus: new Map() });
  // No rule of ours gave it a due date.
  const expected = source.paymentDueAt === null ? { ...ruled, dueOn: null } : ruled;
  if (isZero(couponOf(source)) || !equal(couponOf(source), couponOf(copy))) return expected;
  const lines = expected.lines.map((line) => ({ ...line, couponSums: [] }));
  return { ...expected, coupon: 'none', lines };
}

function couponOf({ couponDiscount, lines }: Order): Decimal {
  return isZero(couponDiscount) ? add(ZERO, ...lines.map((line) => line.couponDiscount)) : couponDiscount;
}

/** The accounting date, which a primary may keep as the day placed; what it is still to send it invoices by itself. */
function dayToCompare(
  { invoicedOn }: ExpectedOrder,
  source: Order,
  copy: Order,
  { timeZone, purpose }: ComparisonRules,
): Order['invoicedOn'] {
  if (invoicedOn === null) return copy.invoicedOn;
  const placed = ({ placedAt }: Order) => (placedAt === null ? undefined : localDateOf(placedAt, timeZone));
  if (purpose === 'fulfil' && placed(source) === placed(copy)) return invoicedOn;
  return accountingDate(copy, timeZone) ?? null;
}

/** The same sums with the tax in them, or on top of them, as the source has it. */
function inTaxModeOf(source: Order, copy: Order): Order {
  if (source.taxInclusive === copy.taxInclusive) return copy;
  const [reading = 'per-line'] = readingsOf(copy.lines, shown(copy, 'productSubtotal'));
  const toMode = (sum: Decimal, tax: Decimal): Decimal => (copy.taxInclusive ? subtract(sum, tax) : add(sum, tax));
  const lines = copy.lines.map((line) => {
    const unitPrice = divide(toMode(lineSum(line, reading), line.tax), line.quantity, 6) ?? line.unitPrice;
    return { ...line, unitPrice, percentDiscount: ZERO, productDiscount: ZERO };
  });
  return {
    ...copy,
    taxInclusive: source.taxInclusive,
    lines,
    shippingTotal: toMode(subtract(copy.shippingTotal, copy.shippingDiscount), copy.shippingTax),
    shippingDiscount: ZERO,
    notShown: [...(copy.notShown ?? []), 'productSubtotal'],
  };
}

/** The copy with those of its lines alone that stand for one of its source's. */
function withPaired(copy: Order, { pairs, extra }: PairedLines): Order {
  const lines = pairs.map(({ existing }) => existing);
  return { ...copy, lines, notShown: [...(copy.notShown ?? []), ...(extra.length === 0 ? [] : ['productSubtotal'])] };
}

function named(lines: readonly { readonly quantity: Decimal; readonly sku: string }[]): string {
  return lines.map(({ quantity, sku }) => `${quantity} × ${sku || 'a line without SKU'}`).join(', ') || 'nothing more';
}

/** A price with the tax on top of it can't always be had from one with the tax in it. */
function isCent({ key, amount }: Finding): boolean {
  return key.startsWith('line-') && amount !== undefined && compare(absolute(amount), CENT) <= 0;
}

/** Lines are named by their place in the source. */
function atItsPlace(finding: Finding, { pairs }: PairedLines): Finding {
  const field = finding.field.replace(
    /^line (\d+) /,
    (_, number) => `line ${(pairs[Number(number) - 1]?.place ?? 0) + 1} `,
  );
  return { ...finding, field };
}

/** The account of another person would have the invoice in that one's name; one that nothing ties to the buyer is it. */
function compareAccount(source: Order, copy: Order, accounts: readonly string[]): readonly Finding[] {
  const [wanted = source.username, ...others] = accounts;
  const isSame = [...others, source.username].some((name) => sameKey(name, copy.username));
  const hasAddress = sameAddress(source.email, copy.email);
  const findings = new Findings(orderFields);
  const tie = isSame || hasAddress || !namesAnother(source, copy) ? 'said' : 'must-agree';
  findings.text('account', wanted, copy.username, '', { class: tie });
  return findings.found;
}

function namesAnother(source: Order, copy: Order): boolean {
  const existing = nameKeys(copy.billing);
  return nameKeys(source.billing).some((key, place) => key !== '' && key !== existing[place]);
}
