import fc from 'fast-check';
import type { LineSeed, OrderSeed } from '../../../src/fake-store/index.ts';
import { orderSeed } from './two-stores.ts';

/** How a generated order came to be, beside its fields. */
export interface WholeOrder {
  readonly seed: OrderSeed;
  /** Cents that its total holds and no field shows. */
  readonly hiddenCents: number;
}

const centsText = (cents: number): string => (cents / 100).toFixed(2);

const price = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 200_000 }).map(centsText) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 5_000_000 }).map((value) => (value / 10_000).toFixed(4)) },
  { weight: 1, arbitrary: fc.constant('0.00') },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 5_000 }).map((value) => `-${centsText(value)}`) },
);

const quantity = fc.oneof(
  { weight: 5, arbitrary: fc.constant('1') },
  { weight: 4, arbitrary: fc.integer({ min: 2, max: 24 }).map(String) },
  { weight: 1, arbitrary: fc.constantFrom('0.5', '2.25', '-1') },
);

const percent = fc.oneof(
  { weight: 5, arbitrary: fc.constant('0') },
  { weight: 2, arbitrary: fc.constantFrom('5', '10', '15', '20', '33.33', '12.5', '100') },
);

/** Of the line's price, in thousandths. */
const discount = fc.oneof(
  { weight: 4, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 900 }) },
);

const line = fc.record({
  price,
  quantity,
  percent,
  discount,
  taxFree: fc.boolean(),
  coupon: fc.integer({ min: 0, max: 300 }),
});
type GeneratedLine = typeof line extends fc.Arbitrary<infer Value> ? Value : never;

const sometimes = (maximum: number, weight = 2) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight, arbitrary: fc.integer({ min: 1, max: maximum }) });

const generated = fc.record({
  lines: fc.array(line, { minLength: 1, maxLength: 6 }),
  tax: fc.constantFrom('inclusive', 'inclusive', 'exclusive', 'free', 'mixed', 'mixed-exclusive'),
  shipping: sometimes(5_000),
  shippingDiscount: sometimes(1_000, 1),
  surcharge: sometimes(2_000, 1),
  surchargeTaxed: fc.constantFrom('all', 'all', 'none', 'part'),
  coupon: fc.constantFrom('none', 'none', 'none', 'order', 'lines', 'both'),
  couponCents: fc.integer({ min: 1, max: 3_000 }),
  rounding: fc.oneof(
    { weight: 5, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: -7, max: 7 }) },
  ),
  hiddenCents: fc.oneof(
    { weight: 9, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: -700, max: 6_400 }) },
  ),
});

/** Orders as a shop has them: lines, discounts, tax modes, shipping, surcharge, coupon, rounding, and hidden amounts. */
export const wholeOrder: fc.Arbitrary<WholeOrder> = generated.map((order) => {
  const exclusive = order.tax.endsWith('exclusive');
  const lines = order.lines.map((one) => seedLine(one, order));
  const onLines = lines.reduce((sum, { CouponDiscount = '0' }) => sum + Math.round(Number(CouponDiscount) * 100), 0);
  const onOrder = order.coupon === 'order' || order.coupon === 'both' ? order.couponCents : 0;
  const taxed = { all: order.surcharge, none: 0, part: Math.floor(order.surcharge / 2) }[order.surchargeTaxed];
  return {
    hiddenCents: order.hiddenCents,
    seed: orderSeed({
      OrderID: 'N100',
      TaxInclusive: !exclusive,
      TaxFreeShipping: order.tax === 'free',
      ShippingTotal: centsText(order.shipping),
      ShippingDiscount: centsText(Math.min(order.shipping, order.shippingDiscount)),
      SurchargeTotal: centsText(order.surcharge),
      SurchargeTaxable: centsText(taxed ?? 0),
      CouponCode: order.coupon === 'none' ? '' : 'SPRING',
      CouponDiscount: centsText(onLines + onOrder),
      OrderRounding: centsText(order.rounding),
      OrderLine: lines,
    }),
  };
});

function seedLine(one: GeneratedLine, order: { readonly tax: string; readonly coupon: string }): LineSeed {
  const value = Number(one.price) * Number(one.quantity);
  const hasCoupon = (order.coupon === 'lines' || order.coupon === 'both') && value > 0;
  return {
    SKU: 'MUG',
    Quantity: one.quantity,
    UnitPrice: one.price,
    PercentDiscount: one.percent,
    ProductDiscount: one.discount === 0 || value <= 0 ? '0' : ((Number(one.price) * one.discount) / 1000).toFixed(2),
    CouponDiscount: hasCoupon ? centsText(Math.min(one.coupon, Math.floor(value * 10))) : '0',
    TaxFree: order.tax === 'free' || (order.tax.startsWith('mixed') && one.taxFree),
  };
}
