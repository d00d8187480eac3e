import { describe, expect, test } from 'vitest';
import type { FakeStore, Switches } from '../../src/fake-store/index.ts';
import { KnownReadings } from '../../src/transform/known-readings.ts';
import { openLedger } from '../support/open-ledger.ts';
import { decisionsOn } from './support/staff-decisions.ts';
import { heldIn, orderSeed, type TwoStores, withTwoStores } from './support/two-stores.ts';

/** 61.30 less 5 % is 58.235 a piece: half a cent, which each store rounds in its own way. */
const halfCents = (id: string, quantity: number) =>
  orderSeed({
    OrderID: id,
    OrderLine: [{ SKU: 'MUG', Quantity: quantity, UnitPrice: '61.30', PercentDiscount: '5' }],
  });

const ids = ['N100', 'N101', 'N102', 'N103'];
const orders = ids.map((id) => halfCents(id, 1));

const copies = ({ main }: TwoStores) =>
  ids.map((id) => main.order(id.replace('N', 'W'))).map((copy) => `${copy?.CompleteStatus} ${copy?.GrandTotal}`);
const roundings = ({ main }: TwoStores) =>
  ids.map((id) => String((main.order(id.replace('N', 'W')) as Record<string, unknown> | undefined)?.['OrderRounding']));

const source: Partial<Switches> = { lineHalfCents: 'down' };

describe('orders whose total depends on how a store rounds', () => {
  test('go as their fields say, and need nothing where both ends round alike', async () => {
    for (const lineHalfCents of ['up', 'even', 'down'] as const) {
      await withTwoStores({ orders, switches: { lineHalfCents } }, async (stores) => {
        expect(heldIn(await stores.run())).toEqual([]);
        const total = stores.west.order('N100')?.GrandTotal;
        expect(copies(stores)).toEqual(ids.map(() => `Approved ${total}`));
        expect(roundings(stores).every((rounding) => Number(rounding) === 0)).toBe(true);
      });
    }
  });

  test.each(['added', 'subtracted'] as const)(
    'are set right by a rounding that is %s where the ends round in different ways',
    async (orderRounding) => {
      const setting = { orders, switches: source, primarySwitches: { lineHalfCents: 'up', orderRounding } as const };
      await withTwoStores(setting, async (stores) => {
        expect(heldIn(await stores.run())).toEqual([]);
        expect(copies(stores)).toEqual(ids.map(() => 'Approved 58.23'));
      });
    },
  );

  test('go in prices that are discounted already where the ends may part by more than cents', async () => {
    const many = ids.map((id) => halfCents(id, 24));
    for (const [discountRounding, ofPrimary] of [
      ['per-unit', 'per-line'],
      ['per-line', 'per-unit'],
    ] as const) {
      await withTwoStores(
        { orders: many, switches: { discountRounding }, primarySwitches: { discountRounding: ofPrimary } },
        async (stores) => {
          expect(heldIn(await stores.run())).toEqual([]);
          expect(copies(stores)).toEqual(ids.map(() => `Approved ${stores.west.order('N100')?.GrandTotal}`));
        },
      );
    }
  });

  test('where the primary takes no rounding, the first stays unapproved and is told, and the others go in exact prices', async () => {
    const setting = {
      orders,
      switches: source,
      primarySwitches: { lineHalfCents: 'up', orderRounding: 'ignored' } as const,
    };
    await withTwoStores(setting, async (stores) => {
      const summary = await stores.run();
      expect(heldIn(summary)).toEqual(['orders N100: read-back-differs']);
      const [first, ...others] = copies(stores);
      expect(first).not.toContain('Approved');
      expect(others).toEqual(ids.slice(1).map(() => 'Approved 58.23'));
    });
  });

  test('where the primary takes no rounding, a cent of tax that no price can make is told and never approved', async () => {
    // 0.05 of tax on each by lines, 0.11 on both by order.
    const taxed = ids.map((id) =>
      orderSeed({
        OrderID: id,
        TaxInclusive: false,
        OrderLine: [
          { SKU: 'MUG', Quantity: 1, UnitPrice: '0.54' },
          { SKU: 'MUG', Quantity: 1, UnitPrice: '0.54' },
        ],
      }),
    );
    const setting = {
      orders: taxed,
      switches: { taxRounding: 'per-order' },
      primarySwitches: { taxRounding: 'per-line', orderRounding: 'ignored' },
    } as const;
    await withTwoStores(setting, async (stores) => {
      expect(heldIn(await stores.run())).toEqual(ids.map((id) => `orders ${id}: read-back-differs`));
      expect(copies(stores).some((copy) => copy.startsWith('Approved'))).toBe(false);
    });
  });

  test('are not set right by a rounding where something else than cents differs', async () => {
    const lies = [{ on: 'add-order', field: 'GrandTotal', by: '0.06' }] as const;
    await withTwoStores({ orders, primarySwitches: { lies: [...lies] } }, async (stores) => {
      await stores.run();
      expect(copies(stores).some((copy) => copy.startsWith('Approved'))).toBe(false);
    });
  });
});

describe('what copies show of the primary', () => {
  test('is kept, so that later orders are no doubt any more and need no rounding of their price', async () => {
    const setting = { orders: [halfCents('N100', 1)], switches: source };
    await withTwoStores(setting, async (stores) => {
      await stores.run();
      const { DateUpdated: _, ...later } = halfCents('N101', 24);
      stores.west.panel.addOrder(later);
      expect(heldIn(await stores.run())).toEqual([]);
      const ledger = openLedger(stores.ledgerFile);
      const known = KnownReadings.parse(await ledger.learned('readings', new URL(stores.main.url).host));
      await ledger.close();
      const halves = known.in(new Set(['lineHalfCents'])).map(({ lineHalfCents }) => lineHalfCents);
      expect(halves).toEqual(['down']);
    });
  });
});

describe('shipping of tax-exclusive orders, whose tax one end holds in it and the other adds', () => {
  const shipped = ids.map((id, place) =>
    orderSeed({ OrderID: id, TaxInclusive: false, ShippingTotal: `${10 + place}.95` }),
  );
  const ways = [
    ['included', 'added'],
    ['added', 'included'],
  ] as const;
  /** Its total, and its tax with that of its shipping, whether the store counts it with the order's or not. */
  const sums = (order: ReturnType<FakeStore['order']>, way: 'included' | 'added') =>
    `${order?.GrandTotal} ${(Number(order?.OrderTax) + (way === 'included' ? Number(order?.ShippingTax) : 0)).toFixed(2)}`;

  test.each(ways)(
    'is %s in the store and %s in the primary: the first is told, the others come to the cent',
    async (there, here) => {
      const setting = { orders: shipped, switches: { shippingTax: there }, primarySwitches: { shippingTax: here } };
      await withTwoStores(setting, async (stores) => {
        expect(heldIn(await stores.run())).toEqual(['orders N100: read-back-differs']);
        expect(stores.main.order('W100')?.CompleteStatus).not.toBe('Approved');
        for (const id of ids.slice(1)) {
          const copy = stores.main.order(id.replace('N', 'W'));
          expect(copy?.CompleteStatus).toBe('Approved');
          expect(sums(copy, here)).toBe(sums(stores.west.order(id), there));
        }
      });
    },
  );

  test.each(ways)(
    'is %s in the store and %s in the primary: none is told where the primary’s own orders show it',
    async (there, here) => {
      const own = orderSeed({ OrderID: 'N1', TaxInclusive: false, ShippingTotal: '9.90' });
      const setting = {
        orders: shipped,
        switches: { shippingTax: there },
        primarySwitches: { shippingTax: here },
        main: { orders: [own] },
        clock: () => Date.parse('2026-08-01T00:00:00Z'),
      };
      await withTwoStores(setting, async (stores) => {
        expect(heldIn(await stores.run())).toEqual([]);
        for (const id of ids)
          expect(sums(stores.main.order(id.replace('N', 'W')), here)).toBe(sums(stores.west.order(id), there));
      });
    },
  );

  test('the first goes by a retry, once staff have set its shipping as the others show it', async () => {
    const setting = {
      orders: shipped,
      switches: { shippingTax: 'added' },
      primarySwitches: { shippingTax: 'included' },
    } as const;
    await withTwoStores(setting, async (stores) => {
      await stores.run();
      const source = stores.west.order('N100');
      const tax = Number(source?.ShippingTax);
      stores.main.panel.changeOrder('W100', {
        ShippingTotal: (Number(source?.ShippingTotal) + tax).toFixed(2),
        ShippingTax: tax.toFixed(2),
        OrderTax: (Number(source?.OrderTax) - tax).toFixed(2),
        GrandTotal: source?.GrandTotal ?? '',
      });
      expect(await decisionsOn(stores, 'orders').retry('N100')).toBe('staged');
      expect(heldIn(await stores.run())).toEqual([]);
      expect(stores.main.order('W100')?.CompleteStatus).toBe('Approved');
    });
  });
});

describe('orders of many lines, at whose both ends the same is read', () => {
  const line = (Quantity: number, UnitPrice: string, more = {}) => ({ SKU: 'MUG', Quantity, UnitPrice, ...more });
  const common = { OrderID: 'N100', TaxInclusive: false } as const;

  test.each([
    [
      'a coupon that leaves parts of cents in prices, which only the sum of the order rounds',
      {
        ...common,
        ShippingTotal: '25.55',
        ShippingDiscount: '4.22',
        CouponCode: 'LINES',
        CouponDiscount: '705.85',
        OrderLine: [
          line(11, '156.82', { CouponDiscount: '345.00' }),
          line(18, '3.20', { CouponDiscount: '11.52' }),
          line(10, '105.22', { CouponDiscount: '210.44' }),
          line(10, '65.56', { CouponDiscount: '131.12' }),
          line(12, '3.24', { CouponDiscount: '7.77' }),
        ],
      },
      {
        discountRounding: 'per-order',
        lineHalfCents: 'down',
        taxHalfCents: 'down',
        shippingTax: 'included',
        taxRounding: 'per-order',
      },
    ],
    [
      'a discount on shipping that is off already, beside prices that are rounded by the piece',
      {
        ...common,
        ShippingTotal: '18.20',
        ShippingDiscount: '1.54',
        OrderLine: [
          line(1, '155.48'),
          line(23, '13.45', { PercentDiscount: '33.33' }),
          line(1, '127.65', { PercentDiscount: '10' }),
          line(1, '34.69', { ProductDiscount: '8.67' }),
          line(1, '25.34'),
          line(15, '42.28', { PercentDiscount: '12.5' }),
        ],
      },
      {
        discountRounding: 'per-unit',
        taxHalfCents: 'down',
        shippingTotal: 'after-discount',
        shippingTax: 'included',
        taxRounding: 'per-order',
      },
    ],
  ] as const)('%s: is copied to the cent', async (_, order, switches) => {
    const given = orderSeed({ ...order, OrderLine: [...order.OrderLine] });
    await withTwoStores({ orders: [given, ...orders.slice(1)], switches }, async (stores) => {
      expect(heldIn(await stores.run())).toEqual([]);
      expect(stores.main.order('W100')?.GrandTotal).toBe(stores.west.order('N100')?.GrandTotal);
    });
  });
});
