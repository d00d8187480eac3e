import { describe, expect, test } from 'vitest';
import { heldIn, orderSeed, withTwoStores } from '../../rules/support/two-stores.ts';
import { openLedger } from '../../support/open-ledger.ts';

const order = orderSeed({ OrderID: 'N100' });
const payment = { Id: '1', Amount: '11.00', PaymentType: 'Cash', DatePaid: '2026-07-11 02:00:00' };

describe('an order that is cancelled after its copy', () => {
  test('its copy is cancelled with it when it is unpaid and not exported, and nothing is mailed', async () => {
    const main = { settings: { mailOnStatus: { Cancelled: 'We cancelled it', Dispatched: 'On its way' } } };
    await withTwoStores({ orders: [order], main }, async ({ run, west, main, find }) => {
      await run();
      west.panel.changeOrder('N100', { OrderStatus: 'Cancelled' });
      const summary = await run();
      expect(main.mails.map(({ to }) => to)).not.toContain('jane@example.com');
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

  test('its copy is left to a person while its own store holds money for it, though the copy shows none', async () => {
    const unmapped = { ...payment, PaymentType: 'Barter' };
    await withTwoStores({ orders: [{ ...order, OrderPayment: [unmapped] }] }, async ({ run, west, main }) => {
      expect(heldIn(await run())).toEqual(['payments 1: payment-method-unmapped']);
      west.panel.changeOrder('N100', { OrderStatus: 'Cancelled' });
      const summary = await run();
      expect(heldIn(summary)).toContain('orders N100: cancelled-after-copy');
      expect(main.order('W100')).toMatchObject({ OrderStatus: 'Dispatched' });
    });
  });

  test('a plan says so beforehand, and writes nothing', async () => {
    await withTwoStores({ orders: [order, orderSeed({ OrderID: 'N99' })] }, async ({ run, plan, west, main }) => {
      await run();
      west.panel.changeOrder('N100', { OrderStatus: 'Cancelled' });
      west.panel.changeOrder('N99', { CustomerRef1: 'PO 9' });
      const writes = main.requests.filter(({ write }) => write).length;
      const planned = await plan();
      expect(planned.stores['west']?.orders).toMatchObject({ read: 2, updated: 2 });
      expect(main.requests.filter(({ write }) => write)).toHaveLength(writes);
      expect((await run()).stores['west']?.orders).toMatchObject({ read: 2, updated: 2 });
    });
  });

  test('after a changed total that a person has accepted: the copy as it was accepted is cancelled', async () => {
    await withTwoStores({ orders: [order] }, async ({ run, west, main, ledgerFile }) => {
      await run();
      const lines = [{ SKU: 'MUG', Quantity: 2, UnitPrice: '11.00' }];
      west.panel.changeOrder('N100', { OrderLine: lines });
      await run();
      main.panel.changeOrder('W100', { OrderLine: lines });
      const ledger = openLedger(ledgerFile);
      const key = { store: 'west', entity: 'orders', sourceId: 'N100' } as const;
      await ledger.accept(await ledger.beginRun({ narrowed: true }), key, 'changed by hand');
      await ledger.close();
      west.panel.changeOrder('N100', { OrderStatus: 'Cancelled' });
      expect(heldIn(await run())).toEqual([]);
      expect(main.order('W100')).toMatchObject({ OrderStatus: 'Cancelled' });
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
