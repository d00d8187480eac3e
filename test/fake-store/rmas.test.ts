import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { FakeStore } from '../../src/fake-store/index.ts';
import { addOrder, call, rowsOf } from './support/call.ts';
import { type StoreOptions, startStore } from './support/stores.ts';

async function storeWithOrder(options: StoreOptions = {}): Promise<FakeStore> {
  const store = await startStore({ ...options, seed: { staff: ['anna'], ...options.seed } });
  await addOrder(store, { Username: 'jsmith' });
  return store;
}

const RMA = {
  OrderID: 'W100',
  InvoiceNumber: 'W100',
  CustomerUsername: 'jsmith',
  StaffUsername: 'anna',
  PurchaseOrderNumber: 'west:7',
  InternalNotes: 'west:7',
  RmaStatus: 'Closed',
  ShippingRefundAmount: '0.00',
  ShippingRefundTaxCode: 'GST',
  TaxInclusive: 'True',
  RmaLines: { RmaLine: [{ Quantity: '1', SKU: 'SHIRT', RefundSubtotal: '11.00', TaxCode: 'GST', WarehouseID: '2' }] },
};

const addRma = (store: FakeStore, changes: object = {}) => call(store, 'AddRma', { Rma: { ...RMA, ...changes } });
const getRmas = (store: FakeStore, filter: object = {}) =>
  call(store, 'GetRma', {
    Filter: { Limit: 100, OutputSelector: ['OrderID', 'RefundTotal', 'RmaLine', 'Refund'], ...filter },
  });

describe('AddRma', () => {
  test('adds it once for each request, and totals it itself', async () => {
    const store = await storeWithOrder();
    await addRma(store);
    await addRma(store);
    expect(store.rmas()).toMatchObject([
      { RmaID: '1', RefundSubtotal: '11.00', RefundTaxTotal: '1.00', RefundTotal: '11.00', RefundedTotal: '0.00' },
      { RmaID: '2' },
    ]);
  });

  test.each(['empty', 'id'] as const)('rmaReply: %s', async (rmaReply) => {
    const store = await storeWithOrder({ switches: { rmaReply } });
    const reply = await addRma(store);
    expect(reply.Ack).toBe('Success');
    expect(reply.Rma).toEqual(rmaReply === 'id' ? { RmaID: '1' } : undefined);
  });

  test.each<[string, object, string]>([
    ['an unknown order', { OrderID: 'W9' }, 'Cannot find Order W9'],
    ['no status', { RmaStatus: '' }, 'RmaStatus is a required field and is missing'],
    ['a stranger as staff', { StaffUsername: 'bob' }, 'Cannot find Staff User bob'],
    ['no amount for shipping', { ShippingRefundAmount: '' }, 'ShippingRefundAmount is a required field and is missing'],
  ])('refuses %s', async (_, changes, message) => {
    const store = await storeWithOrder();
    expect(await addRma(store, changes)).toMatchObject({ Ack: 'Error', Messages: { Error: { Message: message } } });
    expect(store.rmas()).toEqual([]);
  });

  test('unknownStaff: kept', async () => {
    const store = await storeWithOrder({ switches: { unknownStaff: 'keep' } });
    expect((await addRma(store, { StaffUsername: 'bob' })).Ack).toBe('Success');
  });

  test.each([true, false])('closedRmaCredits: %s; what is paid out is no credit', async (closedRmaCredits) => {
    const store = await storeWithOrder({ switches: { closedRmaCredits } });
    await addRma(store);
    const credit = () => Number(store.customers().find(({ Username }) => Username === 'jsmith')?.AvailableCredit);
    expect(credit()).toBe(closedRmaCredits ? 11 : 0);
    const Refund = { PaymentMethod: 'Visa', DateRefunded: '2026-07-01 00:00:00', RefundAmount: '11.00' };
    await addRma(store, { Refunds: { Refund } });
    expect(credit()).toBe(closedRmaCredits ? 11 : 0);
    expect(store.rmas()[1]).toMatchObject({ RefundedTotal: '11.00', Refund: [{ RefundStatus: 'Refunded' }] });
  });

  test('an open one makes no credit, and tax is on top where it is exclusive', async () => {
    const store = await storeWithOrder();
    await addRma(store, { RmaStatus: 'Open', TaxInclusive: 'False', ShippingRefundAmount: '5.00' });
    expect(store.rmas()).toMatchObject([{ RefundTaxTotal: '1.60', RefundTotal: '17.60' }]);
    expect(Number(store.customers()[0]?.AvailableCredit)).toBe(0);
  });
});

describe('GetRma', () => {
  test.each(['object', 'array'] as const)('rmaContainers: %s', async (rmaContainers) => {
    const store = await storeWithOrder({ switches: { rmaContainers, collapse: 'never' } });
    await addRma(store);
    const [row] = rowsOf(await getRmas(store), 'Rma');
    const lines = { RmaLine: [{ RmaLineID: '1-0', SKU: 'SHIRT', Quantity: '1' }] };
    expect(row).toMatchObject({ RmaID: '1', OrderID: 'W100', RmaLines: rmaContainers === 'object' ? lines : [lines] });
  });

  test('filters by order, by status and by the time of the change', async () => {
    const store = await storeWithOrder();
    await addRma(store);
    const ids = async (filter: object) => rowsOf(await getRmas(store, filter), 'Rma').map(({ RmaID }) => RmaID);
    expect(await ids({ OrderID: ['W100', 'W9'] })).toEqual(['1']);
    expect(await ids({ RmaStatus: 'Open' })).toEqual([]);
    expect(await ids({ DateUpdatedFrom: '2026-07-01 00:00:00', DateUpdatedTo: '2026-07-01 00:00:00' })).toEqual(['1']);
    expect(await ids({ DateUpdatedFrom: '2026-07-01 00:00:01' })).toEqual([]);
  });

  test.each(['local', 'utc'] as const)('rmaDates: %s', async (rmaDates) => {
    const store = await storeWithOrder({ switches: { rmaDates } });
    await addRma(store, { DateIssued: '2026-07-03 00:00:00' });
    const [row] = rowsOf(await getRmas(store, { OutputSelector: ['DateIssued'] }), 'Rma');
    expect(row?.DateIssued).toBe(rmaDates === 'local' ? '2026-07-03 00:00:00' : '2026-07-02 14:00:00');
  });
});

test('staff make and change RMAs in the panel, and they outlast a restart', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fake-store-rma-'));
  try {
    const dataFile = join(folder, 'store.data');
    const store = await storeWithOrder({ dataFile });
    const { RmaID } = store.panel.addRma({
      OrderID: 'W100',
      RmaLine: [{ SKU: 'SHIRT', Quantity: 1, RefundSubtotal: '11' }],
    });
    store.panel.changeRma(RmaID, {
      Refund: [{ RefundAmount: '11.00', PaymentMethodName: 'Visa', RefundStatus: 'Refunded' }],
    });
    await store.close();
    const again = await startStore({ dataFile, seed: { staff: ['anna'] } });
    expect(again.rmas()).toMatchObject([{ RmaID, CustomerUsername: 'jsmith', RefundedTotal: '11.00' }]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
