import { describe, expect, test } from 'vitest';
import type { OrderSeed } from '../../../src/fake-store/index.ts';
import { heldIn, orderSeed, type TwoStores, withTwoStores } from '../../rules/support/two-stores.ts';

type Line = NonNullable<OrderSeed['OrderLine']>[number];

const mug: Line = { SKU: 'MUG', Quantity: 1, UnitPrice: '11.00' };
const book: Line = { SKU: 'BOOK', Quantity: 1, UnitPrice: '20.00' };
const order = orderSeed({
  OrderID: 'N100',
  OrderLine: [mug, book],
  InternalOrderNotes: 'leave at the door',
  CustomerRef1: 'PO 7',
});

const updates = ({ main }: TwoStores) => main.requests.filter(({ action, write }) => write && action === 'UpdateOrder');

describe('what UpdateOrder can change goes over by itself', () => {
  test('tracking goes to the line it belongs to, with the mapped shipping method, and nothing is mailed', async () => {
    const rules = { orders: { shippingMethods: { Courier: 'Post' } } };
    await withTwoStores({ orders: [order], rules }, async (stores) => {
      const { run, west, main } = stores;
      await run();
      const mails = main.mails.length;
      const sent: Line = { ...book, ShippingMethod: 'Courier', ShippingTracking: 'TRACK 1' };
      west.panel.changeOrder('N100', { OrderLine: [mug, sent] });
      const summary = await run();
      expect(heldIn(summary)).toEqual([]);
      expect(summary.stores['west']?.orders).toMatchObject({ read: 1, updated: 1 });
      expect(main.order('W100')?.OrderLine).toMatchObject([
        { SKU: 'MUG', ShippingTracking: '' },
        { SKU: 'BOOK', ShippingTracking: 'TRACK 1', ShippingMethod: 'Post' },
      ]);
      expect(main.order('W100')).toMatchObject({ OrderStatus: 'Dispatched', CompleteStatus: 'Approved' });
      expect(main.mails).toHaveLength(mails);
      expect(west.requests.filter(({ write }) => write)).toEqual([]);
      // Carried over once, and not again by the next reading.
      const sentBefore = updates(stores).length;
      west.panel.changeOrder('N100', { PickStatus: 'Complete' });
      expect((await run()).stores['west']?.orders).toMatchObject({ read: 1, updated: 0 });
      expect(updates(stores)).toHaveLength(sentBefore);
      // The next number replaces the one that was written.
      west.panel.changeOrder('N100', { OrderLine: [mug, { ...sent, ShippingTracking: 'TRACK 2' }] });
      expect(heldIn(await run())).toEqual([]);
      expect(main.order('W100')?.OrderLine[1]).toMatchObject({ ShippingTracking: 'TRACK 2' });
    });
  });

  test('tracking of a service that the primary lacks is quarantined', async () => {
    await withTwoStores({ orders: [order] }, async ({ run, west, main }) => {
      await run();
      west.panel.changeOrder('N100', {
        OrderLine: [mug, { ...book, ShippingMethod: 'Drone', ShippingTracking: 'T1' }],
      });
      expect(heldIn(await run())).toEqual(['orders N100: shipping-method-unmapped']);
      expect(main.order('W100')?.OrderLine[1]).toMatchObject({ ShippingTracking: '' });
    });
  });

  test('notes and references go over, and the copy’s own first line stays', async () => {
    await withTwoStores({ orders: [order] }, async ({ run, west, main, find }) => {
      await run();
      const origin = main.order('W100')?.InternalOrderNotes.split('\n')[0] ?? '';
      west.panel.changeOrder('N100', {
        InternalOrderNotes: 'ring the bell\r\ntwice',
        CustomerRef1: '',
        CustomerRef2: 'PO 8',
        PurchaseOrderNumber: '4711',
      });
      const summary = await run();
      expect(heldIn(summary)).toEqual([]);
      expect(summary.stores['west']?.orders).toMatchObject({ updated: 1 });
      const copy = main.order('W100');
      expect(copy).toMatchObject({ CustomerRef1: '', CustomerRef2: 'PO 8', PurchaseOrderNumber: '4711' });
      expect(copy?.InternalOrderNotes.startsWith(origin)).toBe(true);
      expect(origin).toMatch(/^Copied from west N100/);
      expect(copy?.InternalOrderNotes).toContain('ring the bell\ntwice');
      expect(copy?.InternalOrderNotes).not.toContain('leave at the door');
      expect(await find('orders', 'N100')).toMatchObject({ state: 'loaded', targetId: 'W100', payload: null });
      // Emptied, and written anew.
      west.panel.changeOrder('N100', { InternalOrderNotes: '' });
      expect(heldIn(await run())).toEqual([]);
      expect(main.order('W100')?.InternalOrderNotes).not.toContain('ring the bell');
      west.panel.changeOrder('N100', { InternalOrderNotes: 'at last' });
      expect(heldIn(await run())).toEqual([]);
      expect(main.order('W100')?.InternalOrderNotes).toContain('at last');
    });
  });

  test('a field that staff changed in the primary is theirs: the change is quarantined and names it', async () => {
    await withTwoStores({ orders: [order] }, async (stores) => {
      const { run, west, main } = stores;
      await run();
      const notes = main.order('W100')?.InternalOrderNotes ?? '';
      main.panel.changeOrder('W100', { InternalOrderNotes: `${notes}\npaid by cheque`, CustomerRef1: 'ours' });
      const before = updates(stores).length;
      west.panel.changeOrder('N100', { InternalOrderNotes: 'ring', CustomerRef1: 'PO 9', PurchaseOrderNumber: '4711' });
      const summary = await run();
      expect(heldIn(summary)).toEqual(['orders N100: changed-on-both-sides']);
      expect(summary.quarantine[0]?.reason).toContain('customer references, internal notes');
      expect(summary.quarantine[0]?.reason).not.toMatch(/ring|cheque|PO/);
      expect(main.order('W100')).toMatchObject({ CustomerRef1: 'ours', PurchaseOrderNumber: '' });
      expect(updates(stores)).toHaveLength(before);
    });
  });

  test('tracking that staff entered in the primary is theirs, unless it is the same', async () => {
    await withTwoStores({ orders: [order] }, async ({ run, west, main }) => {
      await run();
      const lines = main.order('W100')?.OrderLine ?? [];
      const entered = lines.map((line) => ({ ...line, ShippingTracking: 'OURS' }));
      main.panel.changeOrder('W100', { OrderLine: entered });
      west.panel.changeOrder('N100', { OrderLine: [mug, { ...book, ShippingTracking: 'THEIRS' }] });
      const summary = await run();
      expect(heldIn(summary)).toEqual(['orders N100: changed-on-both-sides']);
      expect(summary.quarantine[0]?.reason).toContain('tracking of line 2');
      west.panel.changeOrder('N100', { OrderLine: [mug, { ...book, ShippingTracking: 'OURS' }] });
      expect(heldIn(await run())).toEqual([]);
      expect(main.order('W100')?.OrderLine[1]).toMatchObject({ ShippingTracking: 'OURS' });
    });
  });
});
