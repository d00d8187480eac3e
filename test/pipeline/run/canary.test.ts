import { afterEach, describe, expect, test } from 'vitest';
import type { Lie } from '../../../src/fake-store/index.ts';
import { orderSeed, startTwoStores, type TwoStores } from '../../rules/support/two-stores.ts';

let stores: TwoStores;
afterEach(() => stores.close());

const ids = ['N100', 'N101', 'N102', 'N103', 'N104', 'N105'];

function paidOrder(OrderID: string) {
  const payment = { Id: OrderID.slice(1), Amount: '11.00', PaymentType: 'Cash', DatePaid: '2026-07-10 03:00:00' };
  return orderSeed({ OrderID, OrderPayment: [payment] });
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
