import { describe, expect, test } from 'vitest';
import { heldIn, orderSeed, withTwoStores } from './support/two-stores.ts';

const paid = orderSeed({
  OrderID: 'N100',
  OrderPayment: [{ Id: '1', Amount: '11.00', PaymentType: 'Cash', DatePaid: '2026-07-11 02:00:00' }],
});

describe('what the primary answers', () => {
  test('a refusal is quarantined with the primary’s own words, and what is mended there is copied on a retry', async () => {
    const orders = [orderSeed({ OrderID: 'N100', SurchargeTotal: '0.22' })];
    await withTwoStores({ orders, rules: { orders: { surchargeSku: 'NOT-THERE' } } }, async ({ run, main }) => {
      const { quarantine } = await run();
      expect(quarantine[0]).toMatchObject({ code: 'refused', sourceId: 'N100' });
      expect(quarantine[0]?.reason).toContain('NOT-THERE is an invalid SKU');
      expect(main.orders()).toEqual([]);
    });
  });

  test('a payment without its reference stops all payments, and no second one is booked', async () => {
    const orders = [
      paid,
      {
        ...paid,
        OrderID: 'N101',
        OrderPayment: [
          { ...paid.OrderPayment?.[0], Id: '2', Amount: '11.00', PaymentType: 'Cash', DatePaid: '2026-07-11 02:00:00' },
        ],
      },
    ];
    const primarySwitches = { cardAuthorisationReadable: false } as const;
    await withTwoStores({ orders, switches: {}, primarySwitches }, async ({ run, main }) => {
      const first = await run();
      expect(first.problems.map(({ code }) => code)).toEqual(['reference-altered']);
      expect(heldIn(first)).toContain('payments 1: reference-altered');
      const booked = main.payments().length;
      expect(heldIn(await run())).toContain('payments 1: reference-altered');
      expect(main.payments()).toHaveLength(booked);
    });
  });
});

describe('what belongs together', () => {
  test('a payment waits for its quarantined order, and is booked once that is copied', async () => {
    const orders = [{ ...paid, SurchargeTotal: '0.22', SurchargeTaxable: '0.22' }];
    await withTwoStores({ orders, rules: { orders: { surchargeSku: undefined } } }, async ({ run, main, pipeline }) => {
      expect(heldIn(await run())).toEqual(['orders N100: surcharge-unmapped', 'payments 1: waits-for']);
      expect(heldIn(await run({ pipeline: await pipeline({}) }))).toEqual([]);
      expect(main.payments('W100')).toHaveLength(1);
    });
  });

  test('a late payment of an order that is left out is left out with it', async () => {
    let now = Date.parse('2026-07-20T00:00:00Z');
    const orders = [{ ...paid, OrderStatus: 'On Hold' }, orderSeed({ OrderID: 'N101' })];
    await withTwoStores({ orders, clock: () => now }, async ({ run, main, find }) => {
      await run();
      now += 86_400_000;
      expect(heldIn(await run())).toEqual([]);
      expect(await find('payments', '1')).toMatchObject({ state: 'skipped', reason: 'order-not-copied' });
      expect(main.payments()).toEqual([]);
    });
  });
});

describe('what changes in its own store', () => {
  test('an order that was deleted between the listing and the reading is quarantined as vanished', async () => {
    await withTwoStores(
      { orders: [orderSeed({ OrderID: 'N100' }), orderSeed({ OrderID: 'N101' })] },
      async (stores) => {
        const summary = await stores.run({
          progress: (event) => {
            if (event.kind === 'expected' && event.entity === 'orders') stores.west.panel.removeOrder('N100');
          },
        });
        expect(heldIn(summary)).toEqual(['orders N100: vanished']);
        expect(stores.main.orders().map(({ OrderID }) => OrderID)).toEqual(['W101']);
      },
    );
  });

  test('an order whose lines change after its copy is quarantined as changed', async () => {
    await withTwoStores({ orders: [orderSeed({ OrderID: 'N100' })] }, async ({ run, west, main }) => {
      await run();
      west.panel.changeOrder('N100', { OrderLine: [{ SKU: 'MUG', Quantity: 2, UnitPrice: '11.00' }] });
      expect(heldIn(await run())).toEqual(['orders N100: changed-after-copy']);
      expect(main.order('W100')).toMatchObject({ GrandTotal: '11.00' });
    });
  });
});
