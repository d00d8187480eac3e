import type { OrderSeed, Seed } from '../../src/fake-store/index.ts';
import { type StoredOrder, storedOrder } from '../../src/fake-store/records/order-record.ts';
import { randomFrom } from '../../src/fake-store/seeded-faults.ts';
import type { Switches } from '../../src/fake-store/switches.ts';
import { computeTotals } from '../../src/fake-store/totals.ts';
import {
  ARTICLES,
  chance,
  hasHalfCents,
  METHODS,
  people,
  pick,
  type Random,
  text,
  usualOrder,
  whole,
} from './usual-order.ts';

export type RmaSeed = NonNullable<Seed['rmas']>[number];

export interface UsualShop {
  readonly seed: Seed;
  /** Share of its orders with a line whose percentage leaves half a cent. */
  readonly withHalfCents: number;
}

const items = [...ARTICLES, 'KIT-1'].map((SKU) => ({ SKU, Name: `Product ${SKU}`, DefaultPrice: '10.00' }));

export const common = {
  country: 'AU',
  currency: 'AUD',
  gst: '10',
  shippingMethods: [{ id: '1', name: 'Post' }],
  paymentMethods: METHODS.map((name, index) => ({ id: String(index + 1), name })),
} satisfies Partial<Seed>;

/** A store as a shop fills it, the same for the same seed: what its orders come to is its own arithmetic. */
export function usualShop(name: string, seed: number, count: number, switches: Switches): UsualShop {
  const random = randomFrom(seed);
  const orders: OrderSeed[] = [];
  const rmas: RmaSeed[] = [];
  for (let number = 1000; orders.length < count; number += 1) {
    const group = [usualOrder(random, `N${number}`, switches.shippingTotal === 'after-discount')];
    if (chance(random, 0.04)) {
      const backorder = usualOrder(random, `N${number}-1`, switches.shippingTotal === 'after-discount');
      group.push({ ...backorder, RelatedOrderID: `N${number}` });
    }
    for (const order of group) {
      const stored = withTotals(order, switches);
      const isPaid = pay(random, order, centsOf(stored.GrandTotal));
      orders.push(order);
      if (isPaid && chance(random, 0.08)) rmas.push(...returnsOf(random, order, stored, rmas.length + 1));
    }
  }
  const withHalfCents = orders.filter(({ OrderLine = [] }) => OrderLine.some(hasHalfCents)).length / orders.length;
  const zone = name === 'west' ? 'Australia/Perth' : 'Australia/Adelaide';
  return { seed: { ...common, name, timezone: zone, items, customers: people, orders, rmas }, withHalfCents };
}

/** What the primary sold itself: its own orders show how it reads their fields. */
export function ownOrders(seed: number, count: number): OrderSeed[] {
  const random = randomFrom(seed);
  return Array.from({ length: count }, (_, place) => usualOrder(random, `N${7000 + place}`, false));
}

export function centsOf(amount: string): number {
  return Math.round(Number(amount) * 100);
}

function withTotals(order: OrderSeed, switches: Switches): StoredOrder {
  const stored = storedOrder(order);
  computeTotals(stored, common.gst, switches);
  return stored;
}

/** @returns whether it is paid in full */
function pay(random: Random, order: OrderSeed, cents: number): boolean {
  const kind = random();
  const first = kind < 0.12 ? Math.floor(cents / 3) : kind < 0.18 ? Math.floor(cents / 2) : cents;
  const parts = kind >= 0.92 ? [] : kind < 0.12 ? [first, cents - first] : [first];
  const number = order.OrderID.replace(/\D/g, '');
  order.OrderPayment = parts
    .filter((part) => part > 0)
    .map((part, place) => ({
      Id: `${number}${order.OrderID.includes('-') ? 9 : 0}${place}`,
      Amount: text(part),
      PaymentType: pick(random, METHODS),
      DatePaid: String(order.DatePlaced ?? ''),
    }));
  return parts.reduce((sum, part) => sum + part, 0) === cents && cents > 0;
}

/** A part or all of what was sold, in one return or two, each paid out in one refund or two. */
function returnsOf(random: Random, order: OrderSeed, stored: StoredOrder, id: number): RmaSeed[] {
  const inclusive = order.TaxInclusive === true;
  const lines = stored.OrderLine.filter(({ ComponentOfKit }) => ComponentOfKit === '');
  const net = (line: StoredOrder['OrderLine'][number]) => {
    const gross = Number(line.UnitPrice) * 100 * Number(line.Quantity) * (1 - Number(line.PercentDiscount || 0) / 100);
    return gross - Number(line.ProductDiscount || 0) * 100 * Number(line.Quantity);
  };
  const goods = centsOf(stored.ProductSubtotal) - centsOf(stored.CouponDiscount || '0');
  const sum = lines.reduce((all, line) => all + net(line), 0);
  const all = chance(random, 0.4);
  const sold = lines
    .map((line) => {
      const quantity = Number(line.Quantity);
      const back = all ? quantity : whole(random, 1, quantity);
      const cents = Math.floor((net(line) / Math.max(sum, 1)) * goods * (back / quantity));
      return { SKU: line.SKU, Quantity: back, cents, TaxCode: line.TaxCode };
    })
    .filter(({ cents }) => cents > 1)
    .slice(0, all ? lines.length : 1);
  if (sold.length === 0) return [];
  const groups = sold.length > 1 && chance(random, 0.3) ? [sold.slice(0, 1), sold.slice(1)] : [sold];
  const shipping =
    stored.TaxFreeShipping === 'true' || stored.TaxFreeShipping === 'True' ? 0 : shippingBack(stored, all);
  let refunded = 0;
  const returns = groups.map((group, place) => {
    const freight = place === 0 ? shipping : 0;
    const taxes = group.map(({ cents, TaxCode }) => (TaxCode === 'FREE' ? 0 : Math.round(cents / 10)));
    const total =
      group.reduce((rest, { cents }) => rest + cents, freight) +
      (inclusive ? 0 : taxes.reduce((rest, tax) => rest + tax, Math.round(freight / 10)));
    refunded += total;
    const half = chance(random, 0.3) ? Math.floor(total / 2) : total;
    return {
      RmaID: String(id + place),
      OrderID: order.OrderID,
      RmaStatus: 'Closed',
      DateIssued: '2026-07-26',
      DateUpdated: '2026-07-26 01:00:00',
      ShippingRefundAmount: text(freight),
      RmaLine: group.map(({ cents, ...line }) => ({ ...line, RefundSubtotal: text(cents) })),
      Refund: [half, total - half]
        .filter((cents) => cents > 0)
        .map((cents) => ({
          RefundAmount: text(cents),
          PaymentMethodName: pick(random, METHODS),
          RefundStatus: 'Refunded',
          DateRefunded: '2026-07-26',
        })),
    };
  });
  // A coupon that lowered the tax of free lines too leaves less than the lines come to.
  return refunded > centsOf(stored.GrandTotal) ? [] : returns;
}

function shippingBack(stored: StoredOrder, all: boolean): number {
  // Less than either reading of the discount leaves.
  return all ? Math.max(0, Math.floor((centsOf(stored.ShippingTotal) - centsOf(stored.ShippingDiscount)) / 2)) : 0;
}
