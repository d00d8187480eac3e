import { afterEach, describe, expect, test } from 'vitest';
import type { Lie } from '../../src/fake-store/index.ts';
import { exitCodeOfSummary } from '../../src/run/summary.ts';
import { withFeedingStores } from '../rules/support/feeding-stores.ts';
import { orderSeed, startTwoStores, type TwoStores } from '../rules/support/two-stores.ts';

let stores: TwoStores;
afterEach(() => stores?.close());

const ids = ['N100', 'N101', 'N102', 'N103', 'N104', 'N105'];

function paidOrder(OrderID: string) {
  const payment = { Id: OrderID.slice(1), Amount: '11.00', PaymentType: 'Cash', DatePaid: '2026-07-10 03:00:00' };
  return orderSeed({ OrderID, DatePaymentDue: '2026-07-24 02:00:00', OrderPayment: [payment] });
}

async function start(...lies: Lie[]): Promise<void> {
  stores = await startTwoStores({ orders: ids.map((id) => paidOrder(id)), primarySwitches: { lies } });
}

const sent = (action: string) => stores.main.requests.filter((request) => request.action === action).length;
const approved = () =>
  ids.filter((id) => stores.main.order(id.replace('N', 'W'))?.CompleteStatus.toLowerCase() === 'approved');

describe('a primary that alters what it is sent', () => {
  test('in the GST of every order is found on three, and none of them is approved', async () => {
    await start({ on: 'add-order', field: 'OrderTax', value: '0.00' });
    const summary = await stores.run();
    expect(summary.status).toBe('failed');
    expect(summary.problems).toMatchObject([{ store: 'west', code: 'canary-differs' }]);
    expect(summary.problems[0]?.message).toContain('GST');
    expect(sent('AddOrder')).toBe(3);
    expect(approved()).toEqual([]);
    expect(summary.stores['west']?.orders).toMatchObject({ read: 6, quarantined: 3, pending: 3 });
  });

  test('when it approves is found on three, and no other is even added', async () => {
    await start({ on: 'approve', field: 'DateInvoiced', value: 'today' });
    const summary = await stores.run();
    expect(summary.problems).toMatchObject([{ store: 'west', code: 'canary-differs' }]);
    expect(summary.problems[0]?.message).toContain('invoice on dispatch');
    expect(sent('AddOrder')).toBe(3);
  });

  test('is tried anew by the next run, without a switch, and the others follow once it is mended', async () => {
    await start({ on: 'add-order', field: 'OrderTax', value: '0.00' });
    await stores.run();
    stores.main.switches.lies = [];
    expect((await stores.run()).problems).toEqual([]);
    expect(approved()).toEqual(ids.slice(3));
  });

  test('in a single record is that record’s matter', async () => {
    await start({ on: 'add-order', field: 'OrderTax', value: '0.00', records: 1 });
    const summary = await stores.run();
    expect(summary.status).toBe('open');
    expect(approved()).toEqual(ids.slice(1));
  });

  test('in another field each time has no such setting, so every record is looked at alone', async () => {
    await start(
      { on: 'add-order', field: 'OrderTax', value: '0.00', records: 1 },
      { on: 'add-order', field: 'DateInvoiced', by: '1', records: 2 },
      { on: 'add-order', field: 'OrderLine.Quantity', records: 3 },
    );
    expect((await stores.run()).problems).toEqual([]);
    expect(approved()).toEqual(ids.slice(3));
  });

  test('in the day of payments is found on three payments, and all orders are copied', async () => {
    await start({ on: 'add-payment', field: 'DatePaid', by: '1' });
    const summary = await stores.run();
    expect(summary.problems).toMatchObject([{ store: 'west', code: 'canary-differs' }]);
    expect(approved()).toEqual(ids);
    expect(sent('AddPayment')).toBe(3);
  });

  test('in the tax of returns is found on three returns, and nothing else stops', async () => {
    const lie: Lie = { on: 'add-rma', field: 'RmaLine.Tax', value: '0.00' };
    const rmas = ids.map((OrderID) => ({
      OrderID,
      RmaStatus: 'Closed',
      DateIssued: '2026-07-13',
      DateUpdated: '2026-07-13 02:00:00',
      RmaLine: [{ SKU: 'MUG', Quantity: 1, RefundSubtotal: '5.50', ReturnReason: 'Too small' }],
    }));
    stores = await startTwoStores({
      orders: ids.map((id) => paidOrder(id)),
      west: { rmas },
      main: { staff: ['anna'] },
      primarySwitches: { lies: [lie] },
      rules: {
        entities: ['products', 'customers', 'orders', 'payments', 'rmas'],
        rma: { staff: 'anna', warehouse: 'Virtual', waitDays: 0 },
      },
    });
    const summary = await stores.run();
    expect(summary.problems).toMatchObject([{ store: 'west', code: 'canary-differs' }]);
    expect([sent('AddRma'), sent('AddPayment') > 0, approved()]).toEqual([3, true, ids]);
  });

  test.each([
    ['GST', { on: 'update-order', field: 'OrderTax', value: '0.00' }],
    ['invoice date', { on: 'update-order', field: 'DateInvoiced', by: '1' }],
    ['username', { on: 'update-order', field: 'Username', value: 'another' }],
    ['tax', { on: 'update-order', field: 'OrderLine.Tax', value: '0.00' }],
    ['e-mail', { on: 'update-order', field: 'Email', value: 'shopper@example.com' }],
    ['shipping', { on: 'update-order', field: 'ShippingDiscount', value: '1.00' }],
    ['discount', { on: 'update-order', field: 'OrderLine.PercentDiscount', value: '10' }],
    ['discount', { on: 'update-order', field: 'OrderLine.ProductDiscount', value: '1.00' }],
    ['status', { on: 'update-order', field: 'OrderStatus', value: 'On Hold' }],
    ['approval', { on: 'update-order', field: 'CompleteStatus', value: 'Pending' }],
    ['subtotal', { on: 'update-order', field: 'ProductSubtotal', value: '1.00' }],
    ['surcharge', { on: 'update-order', field: 'SurchargeTotal', value: '1.00' }],
    ['coupon discount', { on: 'update-order', field: 'CouponDiscount', value: '1.00' }],
    ['coupon code', { on: 'update-order', field: 'CouponCode', value: 'SPRING' }],
    ['due date', { on: 'update-order', field: 'DatePaymentDue', by: '7' }],
  ] as const)('in the %s of each order that is changed is found on three changes', async (field, lie) => {
    await start();
    await stores.run();
    stores.main.switches.lies = [lie];
    const before = sent('UpdateOrder');
    for (const id of ids) stores.west.panel.changeOrder(id, { DeliveryInstruction: 'ring the bell' });
    const summary = await stores.run();
    expect(summary.problems).toMatchObject([{ store: 'west', code: 'canary-differs' }]);
    expect(summary.problems[0]?.message).toContain(field);
    expect(JSON.stringify(summary)).not.toContain('shopper@');
    expect(sent('UpdateOrder') - before).toBe(3);
    expect(summary.stores['west']?.orders).toMatchObject({ read: 6, quarantined: 3 });
  });
});

test('a primary that alters the orders of one store stops that store, and every order of another one is copied', async () => {
  const seed = (name: string) => ({
    name,
    seed: {
      items: [{ SKU: 'MUG', Name: 'Mug', DefaultPrice: '11.00' }],
      customers: [{ Username: 'jsmith', EmailAddress: 'jane@example.com' }],
      orders: ids.map((OrderID) => orderSeed({ OrderID })),
    },
    rules: {},
  });
  const altered = ids.map((id) => id.replace('N', 'W'));
  const lies: Lie[] = [{ on: 'add-order', field: 'DateInvoiced', by: '1', orders: altered }];
  await withFeedingStores({ switches: { lies }, feeders: [seed('west'), seed('south')] }, async ({ run, primary }) => {
    const summary = await run();
    expect(summary.status).toBe('failed');
    expect(exitCodeOfSummary(summary)).toBe(1);
    expect(summary.problems).toMatchObject([{ store: 'west', code: 'canary-differs' }]);
    const copies = (letter: string) => primary.orders().filter(({ OrderID }) => OrderID.startsWith(letter));
    expect(copies('W')).toHaveLength(3);
    expect(copies('S').filter(({ CompleteStatus }) => CompleteStatus === 'Approved')).toHaveLength(ids.length);
  });
});

describe('what one record has proven', () => {
  const more = ['N200', 'N201', 'N202', 'N203', 'N204'];
  const alter = () => {
    stores.main.switches.lies = [{ on: 'add-order', field: 'OrderTax', value: '0.00' }];
    for (const id of more) {
      const { DateUpdated: _, ...order } = paidOrder(id);
      stores.west.panel.addOrder(order);
    }
  };

  test('is kept from run to run', async () => {
    await start();
    await stores.run({ version: '1.0.0' });
    const before = sent('AddOrder');
    alter();
    expect((await stores.run({ version: '1.0.0' })).problems).toEqual([]);
    expect(sent('AddOrder') - before).toBeGreaterThan(0);
  });

  test('is proven anew after an upgrade of this program', async () => {
    await start();
    await stores.run({ version: '1.0.0' });
    const before = sent('AddOrder');
    alter();
    expect((await stores.run({ version: '1.0.1' })).problems).toMatchObject([{ code: 'canary-differs' }]);
    expect(sent('AddOrder') - before).toBe(3);
  });

  test('does not count for another step: the first approval is alone though orders have been added', async () => {
    await start({ on: 'approve', field: 'OrderTax', value: '0.00', records: 1 });
    await stores.run();
    expect(approved()).toEqual(ids);
    const [first] = stores.main.requests.filter(({ action }) => action === 'UpdateOrder');
    expect(first?.records).toBe(1);
  });
});
