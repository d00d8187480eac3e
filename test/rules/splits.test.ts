import { describe, expect, test } from 'vitest';
import { heldIn, orderSeed, withTwoStores } from './support/two-stores.ts';

const line = (sku: string, price: string) => ({ SKU: sku, Quantity: 1, UnitPrice: price });
const whole = orderSeed({ OrderID: 'N1354', OrderLine: [line('MUG', '11.00'), line('BOOK', '20.00')] });
const origin = orderSeed({ OrderID: 'N1354' });
const backorder = orderSeed({ OrderID: 'N1354-1', RelatedOrderID: 'N1354', OrderLine: [line('BOOK', '20.00')] });

describe('an order that was split', () => {
  test('before it was copied: both are copied as they stand, numbers rewritten, the relation in the notes', async () => {
    await withTwoStores({ orders: [origin, backorder] }, async ({ run, main }) => {
      const summary = await run();
      expect(heldIn(summary)).toEqual([]);
      expect(main.order('W1354')).toMatchObject({ GrandTotal: '11.00', CompleteStatus: 'Approved' });
      expect(main.order('W1354-1')).toMatchObject({ GrandTotal: '20.00', CompleteStatus: 'Approved' });
      expect(main.order('W1354-1')?.InternalOrderNotes).toContain('Belongs to W1354 (west N1354)');
    });
  });

  test('after it was copied: the backorder is quarantined, and no copy is made of it', async () => {
    await withTwoStores({ orders: [whole] }, async ({ run, west, main }) => {
      await run();
      west.panel.changeOrder('N1354', { OrderLine: [line('MUG', '11.00')] });
      west.panel.addOrder({ ...backorder, DateUpdated: '' });
      const summary = await run();
      expect(heldIn(summary)).toContain('orders N1354-1: split-after-copy');
      expect(summary.quarantine.find(({ sourceId }) => sourceId === 'N1354-1')?.reason).toContain(
        'W1354 comes to 31.00, and N1354 comes to 11.00',
      );
      expect(main.order('W1354-1')).toBeUndefined();
    });
  });

  test('after it was copied, while both totals still match: the backorder is copied too', async () => {
    await withTwoStores({ orders: [origin] }, async ({ run, west, main }) => {
      await run();
      west.panel.addOrder({ ...backorder, DateUpdated: '' });
      expect(heldIn(await run())).toEqual([]);
      expect(main.order('W1354-1')).toMatchObject({ GrandTotal: '20.00', CompleteStatus: 'Approved' });
    });
  });

  test('and combined with one that was copied and is cancelled since: held while the paid copy of that one stands', async () => {
    const OrderPayment = [{ Id: '1', Amount: '11.00', PaymentType: 'Cash', DatePaid: '2026-07-11 02:00:00' }];
    await withTwoStores({ orders: [{ ...origin, OrderPayment }] }, async ({ run, west, main }) => {
      await run();
      west.panel.changeOrder('N1354', { OrderStatus: 'Cancelled' });
      const combined = orderSeed({ OrderID: 'N1360', RelatedOrderID: 'N1354', OrderLine: whole.OrderLine ?? [] });
      west.panel.addOrder({ ...combined, DateUpdated: '' });
      expect(heldIn(await run())).toEqual(['orders N1354: cancelled-after-copy', 'orders N1360: split-after-copy']);
      expect(main.order('W1360')).toBeUndefined();
    });
  });

  test('and combined with one whose unpaid copy is cancelled with it: copied', async () => {
    await withTwoStores({ orders: [origin] }, async ({ run, west, main }) => {
      await run();
      west.panel.changeOrder('N1354', { OrderStatus: 'Cancelled' });
      const combined = orderSeed({ OrderID: 'N1360', RelatedOrderID: 'N1354', OrderLine: whole.OrderLine ?? [] });
      west.panel.addOrder({ ...combined, DateUpdated: '' });
      expect(heldIn(await run())).toEqual([]);
      expect(main.order('W1354')).toMatchObject({ OrderStatus: 'Cancelled' });
      expect(main.order('W1360')).toMatchObject({ GrandTotal: '31.00', CompleteStatus: 'Approved' });
    });
  });

  test('after it was copied: what is left of the order itself is quarantined with what changed in it', async () => {
    await withTwoStores({ orders: [whole] }, async ({ run, west, main }) => {
      await run();
      west.panel.changeOrder('N1354', { OrderLine: [line('MUG', '11.00')] });
      west.panel.addOrder({ ...backorder, DateUpdated: '' });
      const { quarantine } = await run();
      expect(quarantine.find(({ sourceId }) => sourceId === 'N1354')).toMatchObject({ code: 'changed-after-copy' });
      expect(quarantine.find(({ sourceId }) => sourceId === 'N1354')?.reason).toContain('total: 31.00 → 11.00');
      expect(main.order('W1354')).toMatchObject({ GrandTotal: '31.00' });
    });
  });

  test('while the run reads: the backorder waits until its other half is read anew', async () => {
    await withTwoStores({ orders: [whole, backorder] }, async ({ run, west, main }) => {
      // Unconfirmed, a first run loads only after it has read everything.
      const summary = await run({
        yes: false,
        progress: (event) => {
          if (event.kind === 'extracted') west.panel.changeOrder('N1354', { OrderLine: [line('MUG', '11.00')] });
        },
      });
      expect(heldIn(summary)).toContain('orders N1354-1: waits-for');
      expect(main.order('W1354-1')).toBeUndefined();
    });
  });
});
