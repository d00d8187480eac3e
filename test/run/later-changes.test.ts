import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { expectAccounted, writtenBy } from './accounted.ts';
import { DAY, type DatedStores, MINUTE, startDatedStores, writesTo } from './dated-stores.ts';
import { smallSeed } from './small-stores.ts';

let stores: DatedStores;
beforeEach(async () => {
  stores = await startDatedStores({ west: { seed: smallSeed('west') }, south: { seed: smallSeed('south') } });
  await stores.run();
});
afterEach(() => stores.close());

const order = (id: string) => ({
  OrderID: id,
  OrderStatus: 'New',
  DatePlaced: '2026-11-19 02:00:00',
  Username: 'shopper',
  Email: 'shopper@example.com',
  BillLastName: 'Shopper',
  ShippingOption: 'Standard Delivery',
  OrderLine: [{ SKU: 'TENT-2P', Quantity: 1, UnitPrice: '110.00', ProductName: 'Tent' }],
});

describe('what happens in a secondary after the first run', () => {
  test('an order that is invoiced later is copied then, and not before', async () => {
    stores.west.panel.addOrder(order('N5001'));
    stores.later(15 * MINUTE);
    const early = await stores.run();
    expect(early.stores['west']?.orders).toMatchObject({ read: 1, skipped: 1 });
    expect(stores.main.order('W5001')).toBeUndefined();

    stores.later(15 * MINUTE);
    stores.west.panel.changeOrder('N5001', { DateInvoiced: '2026-11-20', OrderStatus: 'Pick' });
    stores.later(15 * MINUTE);
    const late = await stores.run();
    expectAccounted(late);
    expect(late.stores['west']?.orders).toMatchObject({ read: 1, created: 1 });
    expect(stores.main.order('W5001')).toMatchObject({ CompleteStatus: 'Approved', GrandTotal: '110.00' });
  });

  test.each([true, false])('a late payment is copied, whether it shows as a change of its order: %s', async (bumps) => {
    stores.west.panel.addOrder({ ...order('N5001'), DateInvoiced: '2026-11-19' });
    stores.later(15 * MINUTE);
    await stores.run();
    expect(stores.main.payments('W5001')).toEqual([]);

    stores.west.switches.paymentBumpsDateUpdated = bumps;
    stores.later(DAY / 2);
    const payment = { OrderID: 'N5001', AmountPaid: '110.00', PaymentMethodName: 'Credit Card' };
    stores.west.panel.addPayment({ ...payment, DatePaid: '2026-11-20 03:00:00' });
    stores.later(15 * MINUTE);
    const late = await stores.run();
    expectAccounted(late);
    expect(stores.main.payments('W5001').map(({ AmountPaid }) => AmountPaid)).toEqual(['110']);
    expect(stores.main.payments('W5001')[0]?.CardAuthorisation).toMatch(/^west:\d+$/);
  });

  test('a payment that is dated before the look-back is found by its order, which is not fully paid', async () => {
    stores.west.panel.addOrder({ ...order('N5001'), DateInvoiced: '2026-11-19' });
    stores.later(15 * MINUTE);
    await stores.run();
    stores.west.switches.paymentBumpsDateUpdated = false;
    const payment = { OrderID: 'N5001', AmountPaid: '50.00', PaymentMethodName: 'Credit Card' };
    stores.west.panel.addPayment({ ...payment, DatePaid: '2026-07-02 03:00:00' });
    stores.later(15 * MINUTE);
    await stores.run();
    expect(stores.main.payments('W5001').map(({ AmountPaid }) => AmountPaid)).toEqual(['50']);
  });

  test('orders edited within the overlap are neither copied twice nor quarantined', async () => {
    const [copy] = stores.main.orders().filter(({ OrderID }) => OrderID.startsWith('W'));
    const id = copy?.OrderID.replace('W', 'N') ?? '';
    const writes = writesTo(stores.main);
    stores.west.panel.changeOrder(id, { PickStatus: 'Complete' });
    const again = await stores.run();
    expectAccounted(again);
    expect(again.stores['west']?.orders).toMatchObject({ read: 1, unchanged: 1 });
    expect([writtenBy(again), writesTo(stores.main) - writes]).toEqual([0, 0]);
  });

  test('what was skipped is judged again when the rules change, though nothing changed in the store', async () => {
    stores.west.panel.addOrder({ ...order('N5001'), OrderStatus: 'On Hold', DateInvoiced: '2026-11-19' });
    stores.later(15 * MINUTE);
    const skipped = await stores.run();
    expect(skipped.stores['west']?.orders).toMatchObject({ skipped: 1, created: 0 });

    stores.later(DAY);
    const pipeline = await stores.pipeline();
    const secondaries = pipeline.secondaries.map((store) => ({
      ...store,
      orders: { ...store.orders, statuses: [...store.orders.statuses, 'On Hold' as const] },
    }));
    const judged = await stores.run({ pipeline: { ...pipeline, secondaries } });
    expectAccounted(judged);
    expect(stores.main.order('W5001')).toMatchObject({ CompleteStatus: 'Approved' });
  });
});
