import { expect, test } from 'vitest';
import type { OrderSeed } from '../../src/fake-store/index.ts';
import { heldIn, orderSeed } from '../rules/support/two-stores.ts';
import { DAY, west, withProof } from './support/proven.ts';

const RULES = {
  entities: ['products', 'customers', 'orders', 'payments', 'rmas'],
  rma: { staff: 'anna', warehouse: 'Virtual' },
};

/** As the shops of this kind look: discounts by line and by coupon, discounted shipping, several payments, a backorder. */
function sold(place: number): OrderSeed {
  const id = `N${100 + place}`;
  const paid = (part: number, Amount: string) => ({
    Id: `${place}${part}`,
    Amount,
    PaymentType: part === 0 ? 'Cash' : 'Credit Card',
    DatePaid: '2026-07-11 02:00:00',
  });
  return orderSeed({
    OrderID: id,
    OrderLine: [
      {
        SKU: 'MUG',
        Quantity: 1 + (place % 7),
        UnitPrice: '11.35',
        PercentDiscount: [0, 5, 12.5, 33.33][place % 4] ?? 0,
      },
      { SKU: 'BOOK', Quantity: 2, UnitPrice: '20.05' },
    ],
    ...(place % 3 === 0 ? { ShippingOption: 'Post', ShippingTotal: '9.90', ShippingDiscount: '2.00' } : {}),
    OrderPayment: place % 5 === 0 ? [] : [paid(0, '10.00'), paid(1, '5.00')],
  });
}

test('a shop with discounts, shipping, returns, several payments and backorders proves without a difference, day by day', () =>
  withProof(
    { orders: Array.from({ length: 40 }, (_, place) => sold(place)), rules: RULES, main: { staff: ['anna'] } },
    async (stores) => {
      const first = await stores.proving();
      const held = heldIn(first);
      expect(west(first.proof).differences).toEqual([]);
      expect(west(first.proof).secondary.orders).toBe(40);
      // It must not agree for having copied nothing.
      expect(west(first.proof).primary.orders).toBeGreaterThanOrEqual(36);
      for (const place of [1, 6]) {
        stores.west.panel.addRma({
          OrderID: `N${100 + place}`,
          DateIssued: '2026-07-18',
          RmaLine: [{ SKU: 'BOOK', Quantity: '1', RefundSubtotal: '20.05' }],
          Refund: [
            { RefundAmount: '20.05', PaymentMethodName: 'Cash', RefundStatus: 'Refunded', DateRefunded: '2026-07-18' },
          ],
        });
      }
      // A backorder beside its order, with a payment of its own.
      stores.west.panel.addOrder({ ...sold(2), OrderID: 'N102-1', OrderPayment: [] });
      stores.west.panel.addOrder(sold(41));
      for (let day = 0; day < 3; day += 1) {
        stores.later(DAY);
        const { proof } = await stores.proving();
        expect(west(proof).differences.map(({ message }) => message)).toEqual([]);
        expect(west(proof)).toMatchObject({ secondary: { orders: 42, returns: 2 }, primary: { returns: 2 } });
      }
      expect(heldIn(await stores.proving()).filter((one) => !held.includes(one) && one.includes('copy'))).toEqual([]);
    },
  ));
