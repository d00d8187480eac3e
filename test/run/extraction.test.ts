import { afterEach, describe, expect, test } from 'vitest';
import type { Pipeline, Secondary } from '../../src/config/pipeline.ts';
import { expectAccounted } from './accounted.ts';
import { DAY, type DatedStores, MINUTE, startDatedStores } from './dated-stores.ts';
import { smallSeed } from './small-stores.ts';

let stores: DatedStores;
afterEach(() => stores?.close());

const small = { west: { seed: smallSeed('west') }, south: { seed: smallSeed('south') } };
const west = { stores: ['west'] };

/** The demo's pipeline with other settings for West alone. */
async function withWest(change: (west: Secondary) => Partial<Secondary>): Promise<Pipeline> {
  const pipeline = await stores.pipeline();
  const [store] = pipeline.secondaries;
  if (store === undefined) throw new RangeError('The pipeline has no secondary');
  return { ...pipeline, secondaries: [{ ...store, ...change(store) }] };
}

const order = (id: string, updated: string) => ({
  OrderID: id,
  OrderStatus: 'Dispatched',
  DatePlaced: '2026-11-19 02:00:00',
  DateInvoiced: '2026-11-19',
  DateUpdated: updated,
  Username: 'shopper',
  Email: 'shopper@example.com',
  BillLastName: 'Shopper',
  ShippingOption: 'Standard Delivery',
  OrderLine: [{ SKU: 'TENT-2P', Quantity: 1, UnitPrice: '110.00', ProductName: 'Tent' }],
});

describe('reading a store', () => {
  test('misses no order although others are edited while they are listed', async () => {
    stores = await startDatedStores(small);
    const ids = stores.west.orders().map(({ OrderID }) => OrderID);
    let listed = 0;
    stores.west.faults.next = ({ action, body }) => {
      const isListing = action === 'GetOrder' && JSON.stringify(body).includes('DateUpdatedFrom');
      // Each page of the first pass takes an order of the pages before out of the window, and moves up the rest.
      const edited = isListing && listed < 6 ? ids[listed] : undefined;
      if (isListing) listed += 1;
      if (edited !== undefined && listed > 1) {
        stores.west.panel.changeOrder(edited, { PickStatus: 'Complete', DateUpdated: '2026-11-21 23:00:00' });
      }
      return undefined;
    };
    const first = await stores.run({ pipeline: await withWest(() => ({ pageSize: 10 })) });
    expectAccounted(first);
    stores.west.faults.next = undefined;
    stores.later(2 * DAY);
    const second = await stores.run({ pipeline: await withWest(() => ({ pageSize: 10 })) });
    // Those that left the window are read by the second run: with them nothing is missing.
    const standing = (first.stores['west']?.orders?.created ?? 0) + (second.stores['west']?.orders?.created ?? 0);
    expect(standing).toBe(await createdUndisturbed());
  }, 60_000);

  test('reads what was changed after its bound at once, and its watermark stays behind', async () => {
    stores = await startDatedStores(small);
    stores.west.panel.addOrder(order('N5001', '2026-11-20 00:10:00'));
    const first = await stores.run({ narrowing: west });
    expect(first.bound['west']?.slice(0, 16)).toBe('2026-11-20T00:00');
    expect(stores.main.order('W5001')).toBeDefined();
  }, 60_000);

  test('reads again what lies in the overlap, so that an order that showed late is not lost', async () => {
    stores = await startDatedStores(small);
    await stores.run();
    // Bears a time before the cursor, and was not there yet when the store was read.
    stores.west.panel.addOrder(order('N5001', '2026-11-19 23:58:00'));
    stores.later(15 * MINUTE);
    await stores.run();
    expect(stores.main.order('W5001')).toBeDefined();
  }, 60_000);

  test('sweeps all payments since the beginning once a day, whatever their dates', async () => {
    stores = await startDatedStores(small);
    await stores.run();
    const [paid] = stores.west.orders().filter(({ OrderID, GrandTotal, OrderStatus }) => {
      const payments = stores.west.payments(OrderID);
      return (
        OrderStatus === 'Dispatched' && payments.length === 1 && Number(payments[0]?.AmountPaid) === Number(GrandTotal)
      );
    });
    if (paid === undefined) throw new RangeError('The seed has no paid order');
    stores.west.switches.paymentBumpsDateUpdated = false;
    const payment = { OrderID: paid.OrderID, AmountPaid: '5.00', PaymentMethodName: 'Credit Card' };
    const { PaymentID } = stores.west.panel.addPayment({ ...payment, DatePaid: '2026-07-03 03:00:00' });
    // Quarantined or booked, as the rules about overpayments want it.
    const seen = (run: { quarantine: readonly { entity: string; sourceId: string }[] }) =>
      run.quarantine.some(({ entity, sourceId }) => entity === 'payments' && sourceId === PaymentID) ||
      stores.main.payments().some(({ CardAuthorisation }) => CardAuthorisation.startsWith(`west:${PaymentID}`));
    stores.later(15 * MINUTE);
    expect(seen(await stores.run())).toBe(false);
    stores.later(DAY);
    const swept = await stores.run();
    expectAccounted(swept);
    expect(seen(swept)).toBe(true);
  }, 60_000);

  test('takes all customers and products where the scope says so, and later only those that changed', async () => {
    stores = await startDatedStores(small);
    const pipeline = await withWest(({ customers, products }) => ({
      customers: { ...customers, scope: 'all' },
      products: { ...products, scope: 'all' },
    }));
    const first = await stores.run({ pipeline });
    expectAccounted(first);
    expect(first.stores['west']?.customers?.read).toBeGreaterThanOrEqual(stores.west.customers().length);
    expect(first.stores['west']?.products?.read).toBeGreaterThanOrEqual(stores.west.items().length);

    stores.later(15 * MINUTE);
    stores.west.panel.addCustomer({ Username: 'newcomer', EmailAddress: 'newcomer@example.com' });
    stores.later(15 * MINUTE);
    const second = await stores.run({ pipeline });
    expectAccounted(second);
    expect(second.stores['west']?.customers).toMatchObject({ read: 1, created: 1 });
  }, 60_000);
});

/** What a run over the same orders creates when nobody interferes. */
async function createdUndisturbed(): Promise<number> {
  const others = await startDatedStores(small);
  try {
    const run = await others.run({ narrowing: west });
    return run.stores['west']?.orders?.created ?? 0;
  } finally {
    await others.close();
  }
}
