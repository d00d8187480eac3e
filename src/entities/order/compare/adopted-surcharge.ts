import { add, decimal, equal, isZero, ZERO } from '../../../model/money.ts';
import type { Order } from '../../../model/order.ts';
import { sameKey, upperKey } from '../../../model/text-key.ts';
import { lineSum, readingsOf, shown } from '../../comparing/line-sums.ts';
import { linesToCopy, policySku } from '../../comparing/source-lines.ts';
import { gstOf, taxOf } from './expect-lines.ts';
import type { ComparisonRules, ExpectedLine, ExpectedOrder } from './expected-order.ts';

/** Only a part of it has GST, so that no single line can bear it: whoever enters it by hand makes two. */
function isInParts({ surchargeTotal, surchargeTaxable }: Order): boolean {
  return !isZero(surchargeTotal) && !isZero(surchargeTaxable) && !equal(surchargeTotal, surchargeTaxable);
}

/**
 * The copy with its lines of the surcharge's product as the one line that stands for them: what they come to, and the GST of
 * all of them. As it is where the source sells that product, too: then no line says which it is.
 */
export function withOneSurcharge(source: Order, copy: Order, rules: ComparisonRules): Order {
  const { surchargeSku = '' } = rules.orders;
  if (surchargeSku === '' || !isInParts(source)) return copy;
  const parts = copy.lines.filter(({ sku }) => sameKey(sku, surchargeSku));
  const [first, ...more] = parts;
  const isSold = linesToCopy(source, rules).some(
    ({ sku }) => sameKey(sku, surchargeSku) || sameKey(policySku(sku, rules), surchargeSku),
  );
  if (first === undefined || more.length === 0 || isSold) return copy;
  const [reading = 'per-line'] = readingsOf(copy.lines, shown(copy, 'productSubtotal'));
  const whole = {
    ...first,
    quantity: decimal(1),
    unitPrice: add(ZERO, ...parts.map((line) => lineSum(line, reading))),
    ...{ percentDiscount: ZERO, productDiscount: ZERO },
    tax: add(ZERO, ...parts.map(({ tax }) => tax)),
    ...(parts.some((line) => shown(line, 'tax') === null) ? { notShown: ['tax' as const] } : {}),
  };
  return { ...copy, lines: [...copy.lines.filter((line) => !parts.includes(line)), whole] };
}

/** The line of such a surcharge, which has the GST of its part alone. */
export function expectSurchargeInParts(
  source: Order,
  expected: ExpectedOrder,
  { orders: { surchargeSku = '' } }: ComparisonRules,
): ExpectedOrder {
  if (!isInParts(source)) return expected;
  const { surchargeTotal, surchargeTaxable, taxInclusive } = source;
  const tax = gstOf(surchargeTaxable, taxInclusive, expected.gstPercent);
  const last = expected.lines.length - 1;
  const withPart = (line: ExpectedLine, place: number): ExpectedLine =>
    place === last && upperKey(line.sku) === upperKey(surchargeSku)
      ? { ...line, ...taxOf(tax, surchargeTotal, surchargeTotal, 1) }
      : line;
  return { ...expected, lines: expected.lines.map(withPart) };
}
