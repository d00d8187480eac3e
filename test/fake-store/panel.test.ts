import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { FakeStore, OrderSeed, RmaSeed } from '../../src/fake-store/index.ts';
import { call, readOrder, rowsOf } from './support/call.ts';
import { Clock, type StoreOptions, startStore } from './support/stores.ts';

const ORDER: OrderSeed = {
  OrderID: 'N1',
  Username: 'jsmith',
  DatePlaced: '2026-06-01 00:00:00',
  OrderLine: [{ SKU: 'SHIRT', Quantity: 2, UnitPrice: '11.00' }],
  OrderPayment: [{ Id: 7, Amount: '22.00', PaymentType: 'Visa', DatePaid: '2026-06-02 00:00:00' }],
};
const RMA: RmaSeed = {
  RmaID: 3,
  OrderID: 'N1',
  RmaLine: [{ SKU: 'SHIRT', Quantity: 1, RefundSubtotal: '11.00' }],
};

const store = (options: StoreOptions = {}) =>
  startStore({
    switches: { collapse: 'never' },
    ...options,
    seed: { orders: [ORDER, { OrderID: 'N2', OrderLine: [] }], rmas: [RMA], ...options.seed },
  });

async function payments(shop: FakeStore, OrderID: string) {
  const reply = await call(shop, 'GetPayment', {
    Filter: {
      OrderID,
      OutputSelector: ['AmountPaid', 'CurrencyCode', 'DatePaid', 'PaymentMethod', 'PaymentMethodName'],
    },
  });
  return rowsOf(reply, 'Payment');
}

async function rmas(shop: FakeStore) {
  const OutputSelector = ['CurrencyCode', 'RefundTotal', 'RefundTaxTotal', 'RefundedTotal', 'RmaLine.Tax'];
  return rowsOf(await call(shop, 'GetRma', { Filter: { OrderID: 'N1', OutputSelector } }), 'Rma');
}

describe('payments', () => {
  test.each([
    [{ AmountPaid: '20' }, { AmountPaid: '20.00' }],
    [{ DatePaid: '2026-06-05' }, { DatePaid: '2026-06-05 00:00:00' }],
    [{ PaymentMethodName: 'Bank Transfer' }, { PaymentMethodName: 'Bank Transfer', PaymentMethod: '2' }],
    [{ CurrencyCode: 'USD' }, { CurrencyCode: 'USD' }],
  ])('are changed by %j under the same number, and nothing of the order tells so', async (changes, seen) => {
    const clock = new Clock();
    const shop = await store({ clock: clock.read });
    const [before] = await payments(shop, 'N1');
    const stamp = shop.order('N1')?.DateUpdated;
    clock.advance(60);
    shop.panel.changePayment('7', changes);
    expect(await payments(shop, 'N1')).toEqual([{ ...before, ...seen }]);
    expect(shop.order('N1')?.DateUpdated).toBe(stamp);
  });

  test('are moved to another order', async () => {
    const shop = await store();
    shop.panel.changePayment('7', { OrderID: 'N2' });
    expect(await payments(shop, 'N1')).toEqual([]);
    expect(await payments(shop, 'N2')).toMatchObject([{ PaymentID: '7', AmountPaid: '22.00' }]);
  });

  test('are deleted, and no reply ever tells so', async () => {
    const shop = await store();
    shop.panel.removePayment('7');
    expect(await payments(shop, 'N1')).toEqual([]);
    expect(await readOrder(shop, 'N1', ['OrderPayment'])).toMatchObject({ OrderPayment: '' });
  });

  test('are keyed anew: the same payment, under another number', async () => {
    const shop = await store();
    const [before] = await payments(shop, 'N1');
    const { PaymentID } = shop.panel.rekeyPayment('7');
    expect(PaymentID).not.toBe('7');
    expect(await payments(shop, 'N1')).toEqual([{ ...before, PaymentID }]);
  });

  test('are keyed anew otherwise, on another order too', async () => {
    const shop = await store();
    const { PaymentID } = shop.panel.rekeyPayment('7', { AmountPaid: '5', OrderID: 'N2' });
    expect([await payments(shop, 'N1'), await payments(shop, 'N2')]).toMatchObject([
      [],
      [{ PaymentID, AmountPaid: '5.00' }],
    ]);
  });

  test('bear the currency of their order, their own, or a blank', async () => {
    const shop = await store({
      seed: {
        currency: 'NZD',
        orders: [
          {
            ...ORDER,
            OrderPayment: ['', 'USD', undefined].map((CurrencyCode, place) => ({
              Id: place + 1,
              Amount: '1',
              PaymentType: 'Visa',
              DatePaid: '2026-06-02',
              CurrencyCode,
            })),
          },
        ],
      },
    });
    const added = { OrderID: 'N1', AmountPaid: '1', PaymentMethodName: 'Visa', DatePaid: '2026-06-02' };
    shop.panel.addPayment({ ...added, CurrencyCode: 'EUR' });
    shop.panel.addPayment(added);
    expect((await payments(shop, 'N1')).map(({ CurrencyCode }) => CurrencyCode)).toEqual([
      '', 'USD', 'NZD', 'EUR', 'NZD',
    ]); // biome-ignore format: a table
  });

  test.each(['changePayment', 'rekeyPayment', 'removePayment'] as const)(
    '%s: an unknown one is an error',
    async (verb) => {
      const shop = await store();
      expect(() => shop.panel[verb]('99', {})).toThrow('The store has no payment 99');
      expect(() => shop.panel.changePayment('7', { AmountPaid: 'much' })).toThrow('much is no amount');
    },
  );
});

describe('RMAs', () => {
  const credit = (shop: FakeStore) => shop.customers().find(({ Username }) => Username === 'jsmith')?.AvailableCredit;

  test('are deleted with their credit', async () => {
    const shop = await store({ seed: { rmas: [] } });
    const { RmaID } = shop.panel.addRma(RMA);
    expect(credit(shop)).toBe('11');
    shop.panel.removeRma(RmaID);
    expect([await rmas(shop), credit(shop)]).toEqual([[], '0']);
  });

  test('are keyed anew, as they were or otherwise', async () => {
    const shop = await store();
    const [before] = await rmas(shop);
    const { RmaID } = shop.panel.rekeyRma('3');
    expect(RmaID).not.toBe('3');
    expect(await rmas(shop)).toMatchObject([{ RmaID, RefundTotal: before?.RefundTotal }]);
    shop.panel.rekeyRma(RmaID, { RmaLine: [{ SKU: 'SHIRT', Quantity: 1, RefundSubtotal: '5.50' }] });
    expect(await rmas(shop)).toMatchObject([{ RefundTotal: '5.50', RefundTaxTotal: '0.50' }]);
  });

  test('bear totals and taxes that a seed gives, until what they are made of changes', async () => {
    const line = { SKU: 'SHIRT', Quantity: 1, RefundSubtotal: '11.00', Tax: '' };
    const shop = await store({ seed: { rmas: [{ ...RMA, RefundTaxTotal: '0.90', RmaLine: [line] }] } });
    const seeded = { RefundTaxTotal: '0.90', RefundTotal: '11.00', RmaLines: [{ RmaLine: [{ Tax: '' }] }] };
    expect(await rmas(shop)).toMatchObject([seeded]);
    shop.panel.changeRma('3', { InternalNotes: 'seen' });
    expect(await rmas(shop)).toMatchObject([seeded]);
    const refund = { RefundAmount: '4.00', PaymentMethodName: 'Visa', RefundStatus: 'Refunded' };
    shop.panel.changeRma('3', { Refund: [refund] });
    expect(await rmas(shop)).toMatchObject([{ ...seeded, RefundedTotal: '4.00' }]);
    shop.panel.changeRma('3', { ShippingRefundAmount: '1.10', ShippingRefundTaxCode: 'GST' });
    expect(await rmas(shop)).toMatchObject([
      { RefundTaxTotal: '1.10', RefundTotal: '12.10', RmaLines: [{ RmaLine: [{ Tax: '1.00' }] }] },
    ]);
    shop.panel.changeRma('3', { RefundTaxTotal: '0.80' });
    expect(await rmas(shop)).toMatchObject([{ RefundTaxTotal: '0.80', RefundTotal: '12.10' }]);
  });

  test.each([
    [undefined, 'AUD'],
    ['USD', 'USD'],
    ['', ''],
  ])('of currency %j show %j', async (CurrencyCode, shown) => {
    const shop = await store({ seed: { rmas: [{ ...RMA, CurrencyCode }] } });
    expect(await rmas(shop)).toMatchObject([{ CurrencyCode: shown }]);
  });

  test('that are deleted stay so over a restart', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'fake-store-panel-'));
    try {
      const dataFile = join(folder, 'store.data');
      const shop = await store({ dataFile });
      shop.panel.removeRma('3');
      const { PaymentID } = shop.panel.rekeyPayment('7');
      await shop.close();
      const again = await store({ dataFile });
      expect([again.rmas(), again.payments('N1').map((one) => one.PaymentID)]).toEqual([[], [PaymentID]]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

test.each([
  ['one line without a break', 'my notes'],
  ['lines', '{"a":1}\n'],
  ['nothing that is text', '\u0000\u0001'],
])('a file that is no data file, of %s, is left as it is', async (_, content) => {
  const folder = mkdtempSync(join(tmpdir(), 'fake-store-panel-'));
  try {
    const dataFile = join(folder, 'mine.txt');
    writeFileSync(dataFile, content);
    await expect(store({ dataFile })).rejects.toThrow(/data file/);
    expect(readFileSync(dataFile, 'utf8')).toBe(content);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

describe('orders', () => {
  test('a total that is set by itself stands alone', async () => {
    const shop = await store({ seed: { orders: [{ ...ORDER, GrandTotal: '99.00' }] } });
    shop.panel.changeOrder('N1', { OrderTax: '1.50', DateInvoiced: '2026-06-30', Username: 'other' });
    expect(shop.order('N1')).toMatchObject({
      GrandTotal: '99.00', OrderTax: '1.50', DateInvoiced: '2026-06-30', Username: 'other',
    }); // biome-ignore format: a table
  });

  test('totals follow what they are made of', async () => {
    const shop = await store();
    shop.panel.changeOrder('N1', { ShippingTotal: '11.00' });
    expect(shop.order('N1')).toMatchObject({ GrandTotal: '33.00', OrderTax: '3.00', ShippingTax: '1.00' });
    shop.panel.changeOrder('N1', { OrderLine: [{ SKU: 'HAT', Quantity: 1, UnitPrice: '5.50' }] });
    expect(shop.order('N1')).toMatchObject({ GrandTotal: '16.50', OrderTax: '1.50' });
  });
});
