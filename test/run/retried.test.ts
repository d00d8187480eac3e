import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Pipeline } from '../../src/config/pipeline.ts';
import type { RecordKey } from '../../src/model/entities.ts';
import { openLedger } from '../support/open-ledger.ts';
import { type DatedStores, MINUTE, startDatedStores } from './dated-stores.ts';
import { smallSeed } from './small-stores.ts';

let stores: DatedStores;
beforeEach(async () => {
  const empty = (name: 'west' | 'south') => ({ seed: { ...smallSeed(name), orders: [] } });
  stores = await startDatedStores({ west: empty('west'), south: empty('south') });
});
afterEach(() => stores?.close());

const run = (pipeline?: Pipeline) =>
  stores.run({ allowEmpty: true, narrowing: { stores: ['west'] }, ...(pipeline && { pipeline }) });
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
const copies = () =>
  stores.main
    .orders()
    .map(({ OrderID }) => OrderID)
    .filter((id) => !id.startsWith('N'));

async function withLedger<T>(work: (ledger: ReturnType<typeof openLedger>) => Promise<T>): Promise<T> {
  const ledger = openLedger((await stores.pipeline()).ledger);
  try {
    return await work(ledger);
  } finally {
    await ledger.close();
  }
}
const retry = (key: RecordKey) => withLedger(async (ledger) => ledger.retry(0, key));
const find = (key: RecordKey) => withLedger(async (ledger) => ledger.find(key));
const REFUSAL = JSON.stringify({
  CurrentTime: '2026-11-20 00:10:00',
  Ack: 'Error',
  Messages: { Error: { Message: 'This user may not approve orders', SeverityCode: 'Error' } },
});
const N5001 = { store: 'west', entity: 'orders', sourceId: 'N5001' } as const;

describe('a record that was written once', () => {
  test('keeps its copy though the pipeline has another target prefix when it is retried', async () => {
    stores.west.panel.addOrder(order('N5001'));
    stores.later(MINUTE);
    await run();
    expect(copies()).toEqual(['W5001']);
    stores.west.panel.changeOrder('N5001', { OrderLine: [{ SKU: 'TENT-2P', Quantity: 2, UnitPrice: '110.00' }] });
    stores.later(MINUTE);
    expect((await run()).quarantine).toMatchObject([{ code: 'changed-after-copy' }]);

    const pipeline = await stores.pipeline();
    const secondaries = pipeline.secondaries.map((one) => (one.name === 'west' ? { ...one, prefix: { N: 'K' } } : one));
    await retry(N5001);
    for (let time = 0; time < 4; time += 1) {
      stores.later(10 * MINUTE);
      await run({ ...pipeline, secondaries });
    }
    expect(copies()).toEqual(['W5001']);
    expect(await find(N5001)).toMatchObject({ state: 'quarantined', targetId: 'W5001' });
  });

  test('and whose approval the primary refused is still known by its copy', async () => {
    stores.west.panel.addOrder(order('N5001'));
    stores.later(MINUTE);
    stores.main.faults.next = ({ action }) =>
      action === 'UpdateOrder' ? { kind: 'status', status: 200, when: 'before', body: REFUSAL } : undefined;
    await run();
    stores.main.faults.next = undefined;
    expect(await find(N5001)).toMatchObject({ state: 'quarantined', reason: 'refused', targetId: 'W5001' });
    stores.west.panel.changeOrder('N5001', { OrderStatus: 'Cancelled' });
    stores.later(MINUTE);
    const summary = await run();
    expect(summary.quarantine).toMatchObject([{ sourceId: 'N5001', targetId: 'W5001' }]);
    expect(summary.differences).toEqual([]);
  });

  test('as a payment is not booked again on the order that its store moved it to', async () => {
    stores.west.panel.addOrder(order('N5001'));
    stores.west.panel.addOrder(order('N5002'));
    const payment = { OrderID: 'N5001', AmountPaid: '110.00', PaymentMethodName: 'Credit Card' };
    stores.west.panel.addPayment({ ...payment, DatePaid: '2026-11-19 03:00:00' });
    stores.later(MINUTE);
    await run();
    const [booked] = stores.main.payments('W5001');
    expect(booked).toBeDefined();
    const sourceId = String(booked?.CardAuthorisation).replace('west:', '').split(' ')[0] ?? '';
    stores.west.panel.changePayment(sourceId, { OrderID: 'N5002' });
    stores.later(MINUTE);
    expect((await run()).quarantine).toMatchObject([{ code: 'payment-changed-after-copy' }]);

    await retry({ store: 'west', entity: 'payments', sourceId });
    for (let time = 0; time < 4; time += 1) {
      stores.later(10 * MINUTE);
      await run();
    }
    expect(stores.main.payments('W5002')).toEqual([]);
    expect(await find({ store: 'west', entity: 'payments', sourceId })).toMatchObject({
      state: 'quarantined',
      reason: 'payment-changed-after-copy',
    });
  });
});

test('a run of one order copies it, however many others are staged', async () => {
  await run();
  await withLedger((ledger) =>
    ledger.stagePage({
      run: 1,
      store: 'west',
      entity: 'orders',
      rules: '',
      records: Array.from({ length: 150 }, (_, index) => ({ sourceId: `N${1000 + index}`, hash: 'h', payload: '{}' })),
    }),
  );
  stores.west.panel.addOrder(order('N5001'));
  stores.later(MINUTE);
  await stores.run({ allowEmpty: true, narrowing: { stores: ['west'], orders: ['N5001'] } });
  expect(copies()).toEqual(['W5001']);
});
