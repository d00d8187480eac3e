import { describe, expect, test } from 'vitest';
import type { OrderSeed, Seed } from '../../src/fake-store/index.ts';
import { knownOrderStatuses } from '../../src/model/order.ts';
import { heldIn, orderSeed, withTwoStores } from './support/two-stores.ts';

/** A template for every status, so that the mails tell which ones a copy ever entered. */
const telling: Partial<Seed> = {
  settings: { mailOnStatus: Object.fromEntries(knownOrderStatuses.map((status) => [status, status])) },
};

const paid = (changes: Partial<OrderSeed> & { readonly OrderID: string }) =>
  orderSeed({
    OrderPayment: [{ Id: changes.OrderID, Amount: '11.00', PaymentType: 'Cash', DatePaid: '2026-07-11 02:00:00' }],
    ...changes,
  });

describe('for the books', () => {
  test('a copy is New, then Dispatched, and nothing else, though the primary picks what is paid in full', async () => {
    const orders = [
      paid({ OrderID: 'N1' }),
      paid({ OrderID: 'N2', OrderStatus: 'Pick' }),
      paid({ OrderID: 'N3', OrderStatus: 'New' }),
      orderSeed({ OrderID: 'N4', OrderLine: [{ SKU: 'MUG', Quantity: 1, UnitPrice: '0.00' }] }),
    ];
    for (const statusRules of ['none', 'panel'] as const) {
      const primarySwitches = { fullPaymentPicks: true, fullPaymentApproves: true, statusRules };
      await withTwoStores({ orders, primarySwitches, main: telling }, async ({ run, main }) => {
        expect(heldIn(await run())).toEqual([]);
        expect(new Set(main.mails.map(({ reason }) => reason))).toEqual(
          new Set(['status New: New', 'status Dispatched: Dispatched', 'receipt']),
        );
        expect(new Set(main.mails.map(({ to }) => to))).toEqual(new Set(['accounts@example.com']));
        expect(main.orders().map(({ OrderStatus }) => OrderStatus)).toEqual(Array(4).fill('Dispatched'));
        expect(main.stockMoves).toEqual([]);
      });
    }
  });

  test('an order is first copied when it is invoiced or sent, and keeps its invoice and due dates', async () => {
    const due = '2026-08-08 16:00:00';
    const orders = [
      orderSeed({ OrderID: 'N1', OrderStatus: 'Pack', DatePaymentDue: due }),
      orderSeed({ OrderID: 'N2', DateInvoiced: '' }),
      orderSeed({ OrderID: 'N3', OrderStatus: 'Pack', DateInvoiced: '' }),
    ];
    await withTwoStores({ orders }, async ({ run, main, west, find }) => {
      await run();
      expect(main.orders().map(({ OrderID }) => OrderID)).toEqual(['W1', 'W2']);
      expect(main.order('W1')).toMatchObject({ DateInvoiced: '2026-07-10', DatePaymentDue: '2026-08-08 14:00:00' });
      expect(await find('orders', 'N3')).toMatchObject({ state: 'skipped', reason: 'not-invoiced-yet' });
      west.panel.changeOrder('N3', { DateInvoiced: '2026-07-12' });
      await run();
      expect(main.order('W3')).toMatchObject({ DateInvoiced: '2026-07-12', CompleteStatus: 'Approved' });
    });
  });
});

describe('an order that does not qualify yet', () => {
  const waiting: readonly (readonly [string, Partial<OrderSeed>, string])[] = [
    ['a quote by its status', { OrderStatus: 'Quote' }, 'status-not-selected'],
    ['a quote by its type', { OrderType: 'quote' }, 'status-not-selected'],
    ['on hold', { OrderStatus: 'On Hold' }, 'status-not-selected'],
    ['a layby', { OrderStatus: 'On Hold', OnHoldType: 'Layby' }, 'status-not-selected'],
    ['uncommitted', { OrderStatus: 'Uncommitted' }, 'status-not-selected'],
    ['a new backorder', { OrderStatus: 'New Backorder' }, 'status-not-selected'],
    ['declined', { OrderStatus: 'Declined' }, 'status-unknown'],
    ['in a status nobody knows', { OrderStatus: 'Sent to the moon' }, 'status-unknown'],
    ['not approved', { OrderStatus: 'New', CompleteStatus: 'Incomplete' }, 'not-yet-approved'],
    ['cancelled', { OrderStatus: 'Cancelled' }, 'cancelled-before-copy'],
  ];

  test.each(waiting)('%s: is left out with its reason, and copied once it qualifies', async (_, changes, reason) => {
    await withTwoStores({ orders: [paid({ OrderID: 'N1', ...changes })] }, async ({ run, main, west, find }) => {
      const summary = await run();
      expect(heldIn(summary)).toEqual([]);
      expect(await find('orders', 'N1')).toMatchObject({ state: 'skipped', reason });
      expect(await find('payments', 'N1')).toBeNull();
      expect(main.orders()).toEqual([]);
      west.panel.changeOrder('N1', { OrderStatus: 'Dispatched', OrderType: 'sales', CompleteStatus: 'Approved' });
      expect(heldIn(await run())).toEqual([]);
      expect(main.order('W1')).toMatchObject({ GrandTotal: '11.00', CompleteStatus: 'Approved' });
      expect(main.payments('W1')).toHaveLength(1);
    });
  });

  test('because it comes to nothing is left out only where the pipeline says so', async () => {
    const orders = [orderSeed({ OrderID: 'N1', OrderLine: [{ SKU: 'MUG', Quantity: 1, UnitPrice: '0.00' }] })];
    await withTwoStores({ orders, rules: { orders: { zeroValue: 'skip' } } }, async ({ run, main, find, pipeline }) => {
      await run();
      expect(await find('orders', 'N1')).toMatchObject({ state: 'skipped', reason: 'zero-value' });
      expect(heldIn(await run({ pipeline: await pipeline({}) }))).toEqual([]);
      expect(main.order('W1')).toMatchObject({ GrandTotal: '0.00' });
    });
  });

  test('because it is dropshipped or of another type is quarantined', async () => {
    await withTwoStores({ orders: [orderSeed({ OrderID: 'N1', OrderType: 'dropshipping' })] }, async ({ run }) => {
      expect(heldIn(await run())).toEqual(['orders N1: order-type-unhandled']);
    });
  });
});

describe('to be fulfilled', () => {
  const rules = {
    purpose: 'fulfil',
    orders: { warehouse: 'Main', warehouses: { Perth: 'Virtual' }, statusMap: { Pack: 'Pick', Printed: 'Pack' } },
  };
  const orders = [
    orderSeed({ OrderID: 'N1', OrderStatus: 'New', DateInvoiced: '' }),
    orderSeed({ OrderID: 'N2', OrderStatus: 'Pack' }),
    orderSeed({ OrderID: 'N3', OrderStatus: 'Printed' }),
    orderSeed({ OrderID: 'N4', OrderStatus: 'Dispatched' }),
    orderSeed({ OrderID: 'N5', OrderStatus: 'New', CompleteStatus: 'Incomplete' }),
  ];

  test('an approved order is copied into the queue that its status stands for, one that was sent into none', async () => {
    await withTwoStores({ orders, rules }, async ({ run, main, find }) => {
      expect(heldIn(await run())).toEqual([]);
      const statuses = main.orders().map(({ OrderID, OrderStatus }) => `${OrderID} ${OrderStatus}`);
      expect(statuses).toEqual(['W1 New', 'W2 Pick', 'W3 Pack', 'W4 Dispatched']);
      expect(main.stockMoves.filter(({ reason }) => reason === 'commit')).toHaveLength(4);
      expect(await find('orders', 'N5')).toMatchObject({ state: 'skipped', reason: 'not-yet-approved' });
    });
  });

  test('from then on the primary owns status and stock: what its own store does changes neither', async () => {
    await withTwoStores({ orders, rules }, async ({ run, main, west }) => {
      await run();
      main.clearLogs();
      west.panel.changeOrder('N1', { OrderStatus: 'Dispatched', DateInvoiced: '2026-07-15' });
      west.panel.changeOrder('N2', { OrderStatus: 'Pending Pickup' });
      expect(heldIn(await run())).toEqual([]);
      expect(main.order('W1')).toMatchObject({ OrderStatus: 'New' });
      expect(main.order('W2')).toMatchObject({ OrderStatus: 'Pick' });
      expect(main.stockMoves).toEqual([]);
      expect(main.requests.filter(({ write }) => write)).toEqual([]);
    });
  });
});
