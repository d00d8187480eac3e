import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Ledger } from '../../src/ledger/ledger.ts';
import type { RunOptions } from '../../src/run/options.ts';
import { openLedger } from '../support/open-ledger.ts';
import { DAY, type DatedStores, MINUTE, startDatedStores } from './dated-stores.ts';
import { smallSeed } from './small-stores.ts';

let stores: DatedStores;
beforeEach(async () => {
  const empty = (name: 'west' | 'south') => ({ seed: { ...smallSeed(name), orders: [] } });
  stores = await startDatedStores({ west: empty('west'), south: empty('south') });
});
afterEach(() => stores?.close());

const run = (options: Partial<RunOptions> = {}) =>
  stores.run({ allowEmpty: true, narrowing: { stores: ['west'] }, ...options });
const order = (id: string) => ({
  OrderID: id,
  OrderStatus: 'Pick',
  DateInvoiced: '2026-11-19',
  DatePlaced: '2026-11-19 02:00:00',
  Username: 'shopper',
  Email: 'shopper@example.com',
  BillLastName: 'Shopper',
  ShippingOption: 'Standard Delivery',
  OrderLine: [{ SKU: 'TENT-2P', Quantity: 1, UnitPrice: '110.00', ProductName: 'Tent' }],
});

/** A process that is killed before this verb of its ledger, the first time that it concerns such a thing. */
function killedBefore<Verb extends keyof Ledger>(verb: Verb, concerns: (...given: unknown[]) => boolean) {
  return {
    store: <Client>(client: Client) => client,
    ledger: (ledger: Ledger): Ledger =>
      new Proxy(ledger, {
        get(target, name) {
          const value: unknown = Reflect.get(target, name, target);
          if (typeof value !== 'function') return value;
          return (...given: unknown[]) => {
            if (name === verb && concerns(...given)) throw new Error('killed');
            return value.apply(target, given);
          };
        },
      }),
  };
}
const killed = async (between: RunOptions['between']) => expect(run({ between })).rejects.toThrow('killed');

describe('a copy that was added, and whose run was killed before it was approved', () => {
  const beforeApproval = killedBefore('recordIntents', (_run, intents) =>
    JSON.stringify(intents).includes('"approve"'),
  );
  beforeEach(async () => {
    stores.west.panel.addOrder(order('N5001'));
    stores.later(MINUTE);
    await killed(beforeApproval);
    expect(stores.main.order('W5001')).toMatchObject({ CompleteStatus: 'Incomplete' });
  });

  test('is approved by the next run', async () => {
    expect((await run()).stores['west']?.orders).toMatchObject({ created: 1 });
    expect(stores.main.order('W5001')).toMatchObject({ CompleteStatus: 'Approved', OrderStatus: 'Dispatched' });
  });

  test('is not when staff have cancelled it meanwhile', async () => {
    stores.main.panel.changeOrder('W5001', { OrderStatus: 'Cancelled' });
    expect((await run()).quarantine).toMatchObject([{ code: 'read-back-differs', targetId: 'W5001' }]);
    expect(stores.main.order('W5001')).toMatchObject({ CompleteStatus: 'Incomplete', OrderStatus: 'Cancelled' });
  });

  test('is not when it has another total by now', async () => {
    stores.main.panel.changeOrder('W5001', { OrderLine: [{ SKU: 'TENT-2P', Quantity: 2, UnitPrice: '110.00' }] });
    expect((await run()).quarantine).toMatchObject([{ code: 'read-back-differs', targetId: 'W5001' }]);
    expect(stores.main.order('W5001')).toMatchObject({ CompleteStatus: 'Incomplete' });
  });
});

describe('a record that could not be read', () => {
  test('and was left without its reason by a process that ended is quarantined, and stops no run', async () => {
    await run();
    const ledger = openLedger((await stores.pipeline()).ledger);
    const records = [{ sourceId: 'N4999', hash: 'unreadable', payload: '' }];
    await ledger.stagePage({ run: 1, store: 'west', entity: 'orders', rules: 'r', records });
    await ledger.close();
    stores.west.panel.addOrder(order('N5001'));
    stores.later(MINUTE);
    const summary = await run();
    expect(summary.quarantine).toMatchObject([{ sourceId: 'N4999', code: 'vanished' }]);
    expect(summary.stores['west']?.orders).toMatchObject({ created: 1, quarantined: 1 });
  });

  test('stands in the ledger with its reason at once, so that no loader ever meets it without', async () => {
    const ledger = openLedger(':memory:');
    const held = { reason: 'unreadable', message: 'GrandTotal is no amount.' } as const;
    const records = [{ sourceId: 'N1', hash: 'unreadable', payload: '', held }];
    await ledger.stagePage({
      run: await ledger.beginRun({ narrowed: false }),
      store: 'west',
      entity: 'orders',
      rules: 'r',
      records,
    });
    expect(await ledger.quarantined()).toMatchObject([{ sourceId: 'N1', ...held }]);
    await ledger.close();
  });

  test('though a payment, is quarantined alone, and its store goes on', async () => {
    stores.west.panel.addOrder(order('N5001'));
    const Payment = [{ PaymentID: '77', OrderID: 'N5001', AmountPaid: 'many', PaymentMethodName: 'Credit Card' }];
    const body = JSON.stringify({ CurrentTime: '2026-11-20 00:10:00', Ack: 'Success', Payment });
    stores.west.faults.next = ({ action }) =>
      action === 'GetPayment' ? { kind: 'status', status: 200, when: 'before', body } : undefined;
    stores.later(MINUTE);
    for (let time = 0; time < 2; time += 1) {
      const summary = await run();
      expect(summary.problems).toEqual([]);
      expect(summary.quarantine).toMatchObject([{ entity: 'payments', sourceId: '77', code: 'unreadable' }]);
      stores.later(2 * DAY);
    }
    expect(stores.main.order('W5001')).toMatchObject({ CompleteStatus: 'Approved' });

    stores.west.faults.next = undefined;
    expect((await run()).problems).toEqual([]);
  });
});
