import type { OrderDraft, OrderLineDraft } from '../model/drafts.ts';
import {
  absolute,
  add,
  compare,
  type Decimal,
  decimal,
  formatMoney,
  fractionToCents,
  isZero,
  MAXIMUM_DOUBT,
  roundToCents,
  subtract,
  ZERO,
} from '../model/money.ts';
import type { Order } from '../model/order.ts';
import { hasCoupon, takeCouponOff } from './coupon.ts';
import { type Explained, explainTotal } from './explain-total.ts';
import { KnownReadings } from './known-readings.ts';
import { type Quarantined, quarantine } from './outcome.ts';
import { plainLines, plainLinesBeside } from './plain-lines.ts';
import { lineValue, priceOrder } from './price-order.ts';
import { type Dimension, describeReading, dimensionsOf, type Reading, readingsIn } from './readings.ts';
import type { StoreRules } from './rules.ts';

/** The draft that comes to the order's own total, with the coupon taken off its lines. */
export function priceDraft(
  order: Order,
  draft: OrderDraft,
  rules: StoreRules,
  accepted: Decimal | undefined,
): Explained<OrderDraft> | Quarantined {
  const coupon = hasCoupon(order);
  let couponFits = true;
  const ownLines = draft.lines.slice(0, order.lines.length);
  const otherLines = draft.lines.slice(order.lines.length);
  const dimensions = dimensionsOf(draft, coupon);
  const { source = new KnownReadings(), primary = new KnownReadings() } = rules.readings ?? {};
  const explain = (readings: readonly Reading[]) =>
    explainTotal({
      grandTotal: order.grandTotal,
      readings,
      draftFor(reading): OrderDraft | undefined {
        const shipped = reading.shipping === 'after-discount' ? discountedShipping(draft) : draft;
        const isOff = coupon && reading.coupon === 'off-the-lines';
        const lines = isOff ? takeCouponOff(order, ownLines, reading) : ownLines;
        if (lines === undefined) couponFits = false;
        return (
          lines && {
            ...shipped,
            lines: [...withFreeLines(order, lines, reading, rules.primaryGstPercent), ...otherLines],
          }
        );
      },
      // Of what is sent: a coupon may have left parts of cents in prices.
      primaryReadings: (sent) => primary.in(dimensionsOf(sent, false)),
      restated: (sent, reading, isExact) => restated(sent, reading, rules.primaryGstPercent, isExact),
      gstPercent: rules.primaryGstPercent,
      tolerance: larger(rules.tolerance, accepted),
      maximumDoubt: MAXIMUM_DOUBT,
      wantsExact: rules.readings?.ignoresRounding,
    });
  const likely = explain(couponReadings(source.in(withoutCoupon(dimensions)), coupon));
  // What is known of a store may be out of date: an order that none of it explains is tried by everything else too.
  const explanation = likely.kind === 'explained' ? likely : explain(readingsIn(dimensions));
  if (explanation.kind === 'explained') return explanation;
  if (!couponFits) {
    return quarantine('coupon-exceeds-lines', `${order.id}: the coupon takes off more than the lines come to`);
  }
  const { predictions, difference } = explanation;
  const detail = Object.fromEntries(
    predictions.map(({ reading, total }) => [describeReading(reading, dimensions), formatMoney(total)]),
  );
  return {
    ...quarantine(
      'total-unexplained',
      `${order.id} comes to ${formatMoney(order.grandTotal)}, which its fields do not explain; its copy would come to ${formatMoney(add(order.grandTotal, difference))}`,
      detail,
    ),
    difference,
  };
}

/**
 * Whether a line comes to so little that no tax can show is a matter of the reading; where it would show, a line without
 * tax is free of it.
 */
function withFreeLines(
  order: Order,
  lines: readonly OrderLineDraft[],
  reading: Reading,
  gstPercent: Decimal,
): readonly OrderLineDraft[] {
  const hundred = decimal(100);
  const whole = order.taxInclusive ? add(hundred, gstPercent) : hundred;
  return lines.map((line, place) => {
    const showing = fractionToCents(roundToCents(lineValue(line, reading)), gstPercent, whole);
    const isFree = isZero(order.lines[place]?.tax ?? ZERO) && !isZero(showing);
    return isFree ? { ...line, taxFree: true } : line;
  });
}

function withoutCoupon(dimensions: ReadonlySet<Dimension>): ReadonlySet<Dimension> {
  return new Set([...dimensions].filter((dimension) => dimension !== 'coupon'));
}

/** What a coupon means is a matter of each order that has one. */
function couponReadings(known: readonly Reading[], coupon: boolean): readonly Reading[] {
  if (!coupon) return known;
  return [...known, ...known.map((reading): Reading => ({ ...reading, coupon: 'in-the-prices' }))];
}

/** A draft in other fields, which a primary that reads the order's own otherwise takes for the same. */
function* restated(draft: OrderDraft, reading: Reading, gstPercent: Decimal, isExact: boolean): Generator<OrderDraft> {
  const shipped = leftOfShipping(draft);
  const plain = plainLines(draft.lines, reading);
  yield { ...shipped, lines: plain };
  const shippings = [draft, shipped];
  if (!draft.taxInclusive && !draft.taxFreeShipping && !isZero(shipped.shippingCost)) {
    const moved = otherShipping(shipped, reading, gstPercent);
    yield { ...moved, lines: draft.lines };
    yield { ...moved, lines: plain };
    shippings.push(moved);
  }
  // Cents that no field of the source shows are none of its lines'.
  if (!isExact) return;
  for (const lines of plainLinesBeside(draft.lines, reading))
    for (const shipping of shippings) yield { ...shipping, lines };
}

/** For a primary that adds the tax of shipping where the source's cost holds it, or the other way round (U23). */
function otherShipping(draft: OrderDraft, reading: Reading, gstPercent: Decimal): OrderDraft {
  const { shippingTax } = priceOrder(draft, reading, gstPercent);
  const holds = reading.shippingTax === 'with-tax';
  const shippingCost = holds ? subtract(draft.shippingCost, shippingTax) : add(draft.shippingCost, shippingTax);
  const note = `Shipping: ${formatMoney(draft.shippingCost)} ${holds ? 'with' : 'before'} tax in its own store`;
  return { ...draft, shippingCost, internalNotes: `${draft.internalNotes}\n${note}` };
}

/** What is left is sent as the cost, since nobody knows whether a store would take the discount off once more (U23). */
function discountedShipping(draft: OrderDraft): OrderDraft {
  if (isZero(draft.shippingDiscount)) return draft;
  const note = `Shipping discount: ${formatMoney(draft.shippingDiscount)} off already`;
  return { ...draft, shippingDiscount: ZERO, internalNotes: `${draft.internalNotes}\n${note}` };
}

/** For a draft whose cost is from before the discount; where it is not, the discount is off already. */
function leftOfShipping(draft: OrderDraft): OrderDraft {
  return { ...discountedShipping(draft), shippingCost: subtract(draft.shippingCost, draft.shippingDiscount) };
}

function larger(tolerance: Decimal, accepted: Decimal | undefined): Decimal {
  return accepted !== undefined && compare(absolute(accepted), tolerance) > 0 ? absolute(accepted) : tolerance;
}
