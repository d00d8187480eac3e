import { describe, expect, test } from 'vitest';
import { heldIn, orderSeed, withTwoStores } from '../../rules/support/two-stores.ts';

const order = orderSeed({ OrderID: 'N100' });
const payment = { Id: '1', Amount: '11.00', PaymentType: 'Cash', DatePaid: '2026-07-11 02:00:00' };

describe('an order that is cancelled after its copy', () => {
  test('its copy is cancelled with it when it is unpaid and not exported, and nothing is mailed', async () => {
    await withTwoStores({ orders: [order], main: { settings: {} } }, async ({ run, west, main, find }) => {
      await run();
      west.panel.changeOrder('N100', { OrderStatus: 'Cancelled' });
      const summary = await run();
      expect(heldIn(summary)).toEqual([]);
      expect(summary.stores['west']?.orders).toMatchObject({ read: 1, updated: 1 });
      expect(main.order('W100')).toMatchObject({ OrderStatus: 'Cancelled', CompleteStatus: 'Incomplete' });
      expect(await find('orders', 'N100')).toMatchObject({ state: 'loaded', targetId: 'W100', payload: null });
      expect(west.requests.filter(({ write }) => write)).toEqual([]);
      const again = await run();
      expect(again.stores['west']?.orders).toMatchObject({ updated: 0 });
    });
  });

  test('its copy is left to a person when it is paid', async () => {
    await withTwoStores({ orders: [{ ...order, OrderPayment: [payment] }] }, async ({ run, west, main }) => {
      await run();
      west.panel.changeOrder('N100', { OrderStatus: 'Cancelled' });
      const summary = await run();
      expect(heldIn(summary)).toEqual(['orders N100: cancelled-after-copy']);
      expect(summary.quarantine[0]?.reason).toContain('W100 is paid');
      expect(main.order('W100')).toMatchObject({ OrderStatus: 'Dispatched', CompleteStatus: 'Approved' });
    });
  });

  test('its copy is left to a person when it went to the books', async () => {
    await withTwoStores({ orders: [order] }, async ({ run, west, main }) => {
      await run();
      main.panel.changeOrder('W100', { ExportStatus: 'Exported' });
      west.panel.changeOrder('N100', { OrderStatus: 'Cancelled' });
      const summary = await run();
      expect(heldIn(summary)).toEqual(['orders N100: cancelled-after-copy']);
      expect(summary.quarantine[0]?.reason).toContain('exported');
      expect(main.order('W100')).toMatchObject({ OrderStatus: 'Dispatched' });
    });
  });

  test('its copy is left to a person when somebody changed what it comes to', async () => {
    await withTwoStores({ orders: [order] }, async ({ run, west, main }) => {
      await run();
      main.panel.changeOrder('W100', { OrderLine: [{ SKU: 'MUG', Quantity: 2, UnitPrice: '11.00' }] });
      main.panel.changeOrder('W100', { InternalOrderNotes: main.order('W100')?.InternalOrderNotes ?? '' });
      west.panel.changeOrder('N100', { OrderStatus: 'Cancelled' });
      expect(heldIn(await run())).toEqual(['orders N100: changed-on-both-sides']);
      expect(main.order('W100')).toMatchObject({ OrderStatus: 'Dispatched' });
    });
  });

  test('a primary that refuses to cancel leaves it to a person', async () => {
    const primarySwitches = { statusRules: 'panel' } as const;
    await withTwoStores({ orders: [order], switches: {}, primarySwitches }, async ({ run, west, main, find }) => {
      await run();
      west.panel.changeOrder('N100', { OrderStatus: 'Cancelled' });
      const summary = await run();
      expect(heldIn(summary)).toEqual(['orders N100: cancelled-after-copy']);
      expect(summary.quarantine[0]?.reason).toContain('cannot be cancelled');
      expect(main.order('W100')).toMatchObject({ OrderStatus: 'Dispatched', CompleteStatus: 'Approved' });
      expect(await find('orders', 'N100')).toMatchObject({ targetId: 'W100' });
    });
  });

  test('a copy that staff cancelled already is right', async () => {
    await withTwoStores({ orders: [order] }, async ({ run, west, main }) => {
      await run();
      main.panel.changeOrder('W100', { OrderStatus: 'Cancelled' });
      west.panel.changeOrder('N100', { OrderStatus: 'Cancelled' });
      const summary = await run();
      expect(heldIn(summary)).toEqual([]);
      expect(summary.stores['west']?.orders).toMatchObject({ unchanged: 1 });
    });
  });

  test('and comes back to life: that is a person’s matter', async () => {
    await withTwoStores({ orders: [order] }, async ({ run, west, main }) => {
      await run();
      west.panel.changeOrder('N100', { OrderStatus: 'Cancelled' });
      await run();
      west.panel.changeOrder('N100', { OrderStatus: 'New' });
      const summary = await run();
      expect(heldIn(summary)).toEqual(['orders N100: changed-after-copy']);
      expect(summary.quarantine[0]?.reason).toContain('status: Cancelled → New');
      expect(main.order('W100')).toMatchObject({ OrderStatus: 'Cancelled' });
    });
  });
});
