import type { OrderDraft } from '../../../model/drafts.ts';
import {
  absolute,
  add,
  compare,
  type Decimal,
  decimal,
  equal,
  formatMoney,
  isNegative,
  isZero,
  multiply,
  subtract,
  ZERO,
} from '../../../model/money.ts';
import type { Order } from '../../../model/order.ts';
import { customerReferenceTexts, findTooLong, limits, longAddressTexts } from '../../../transform/field-limits.ts';
import { type Quarantined, quarantine } from '../../../transform/outcome.ts';
import type { Price } from '../../../transform/price-order.ts';
import type { StoreRules } from '../../../transform/rules.ts';

const CENT = decimal('0.01');

export function findUnhandledMoney(order: Order, rules: StoreRules): Quarantined | undefined {
  const { id } = order;
  const holdsNegative = rules.guards.negativeTotals === 'hold';
  if (isNegative(order.grandTotal) && holdsNegative)
    return quarantine('negative-total', `${id} comes to ${formatMoney(order.grandTotal)}`);
  const taxed = [order.orderTax, order.shippingTax, ...order.lines.map((line) => line.tax)].some((tax) => !isZero(tax));
  if (taxed && !equal(rules.sourceGstPercent, rules.primaryGstPercent)) {
    return quarantine(
      'gst-rate-differs',
      `${id} is taxed at ${rules.sourceGstPercent} %, and the primary takes ${rules.primaryGstPercent} %`,
    );
  }
  return undefined;
}

export function findLongText(order: Order, draft: OrderDraft): Quarantined | undefined {
  if (draft.email.length > limits.orderEmail) {
    return quarantine(
      'email-too-long',
      `${order.id}: the e-mail address has ${draft.email.length} characters, and Neto takes 250`,
    );
  }
  return findTooLong(order.id, [
    { field: 'username', text: draft.username, limit: limits.username },
    { field: 'order id', text: order.id, limit: limits.externalReference },
    { field: 'purchase order number', text: draft.purchaseOrderNumber, limit: limits.purchaseOrderNumber },
    { field: 'sales channel', text: draft.salesChannel, limit: limits.salesChannel },
    { field: 'payment method', text: draft.paymentMethod, limit: limits.paymentMethod },
    { field: 'payment terms', text: draft.paymentTerms, limit: limits.paymentTerms },
    ...customerReferenceTexts(draft.customerReferences),
    ...longAddressTexts('billing', draft.billing),
    ...longAddressTexts('shipping', draft.shipping),
  ]);
}

/**
 * Whether a store rounds tax by line or by order is unknown (U25), and so is whether it rounds each unit's price after a
 * percentage: a cent a line is left open, and the tax on half a cent for each such unit. The read-back decides about it.
 * @param couponless what the draft comes to without its coupon: a line's tax may be from before all of it, or a part
 */
export function checkTax(
  order: Order,
  draft: OrderDraft,
  price: Price,
  couponless: Price | undefined,
): Quarantined | undefined {
  for (const [place, line] of order.lines.entries()) {
    const predicted = price.lineTaxes[place] ?? ZERO;
    const before = couponless?.lineTaxes[place] ?? predicted;
    const open = add(CENT, taxOnHalfCents(order, draft, place));
    if (compare(outsideOf(line.tax, predicted, before), open) > 0) {
      return quarantine(
        'line-tax-unexplained',
        `${order.id}: line ${line.id} has ${formatMoney(line.tax)} of tax; ${formatMoney(predicted)} follows from its price`,
      );
    }
  }
  // With a discount on shipping it is unknown which of the two amounts the source's shipping tax belongs to.
  const shippingKnown = !draft.taxFreeShipping && isZero(order.shippingDiscount);
  if (shippingKnown && compare(distance(price.shippingTax, order.shippingTax), CENT) > 0) {
    return quarantine(
      'line-tax-unexplained',
      `${order.id}: shipping has ${order.shippingTax} of tax; ${price.shippingTax} follows from its price`,
    );
  }
  const ofUnits = order.lines.map((_, place) => taxOnHalfCents(order, draft, place));
  const open = add(multiply(CENT, decimal(price.lineTaxes.length + 1)), ...ofUnits);
  const ofLines = add(...price.lineTaxes);
  // The reference does not say whether OrderTax takes in the tax on shipping.
  if ([ofLines, price.tax].some((predicted) => compare(distance(predicted, order.orderTax), open) <= 0))
    return undefined;
  return quarantine(
    'line-tax-unexplained',
    `${order.id} has ${order.orderTax} of tax; ${price.tax} follows from its prices`,
  );
}

/** At most a tenth of it, whatever the rate: no store has a higher one, and it is rounded up here. */
function taxOnHalfCents(order: Order, draft: OrderDraft, place: number): Decimal {
  const { percentDiscount = ZERO, quantity = ZERO } = order.lines[place] ?? {};
  if (isZero(percentDiscount) || draft.lines[place]?.taxFree === true) return ZERO;
  return multiply(absolute(quantity), decimal('0.0005'));
}

/** By how much a line's tax lies outside of what follows with its coupon and without; below zero where it does not. */
function outsideOf(tax: Decimal, one: Decimal, other: Decimal): Decimal {
  const [least, most] = compare(one, other) <= 0 ? [one, other] : [other, one];
  return compare(tax, least) < 0 ? subtract(least, tax) : subtract(tax, most);
}

function distance(a: Decimal, b: Decimal): Decimal {
  return absolute(subtract(a, b));
}
