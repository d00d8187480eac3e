import { expect, test } from 'vitest';
import { readToDoSums } from '../../src/verdict/to-do-sums.ts';
import { orderSeed, withTwoStores } from '../rules/support/two-stores.ts';
import { openLedger } from '../support/open-ledger.ts';

test('what waits is told in the currency of the books or in its own, however new the day is, and never in that of another that waits for its own', async () => {
  let now = Date.parse('2026-07-12T00:00:00Z');
  const orders = [
    orderSeed({ OrderID: 'N100' }),
    orderSeed({ OrderID: 'N101' }),
    orderSeed({ OrderID: 'N102', GrandTotal: '11.64' }),
  ];
  await withTwoStores({ orders, clock: () => now }, async (stores) => {
    const paid = { AmountPaid: '11.00', PaymentMethodName: 'Cash', DatePaid: '2026-07-11 01:00:00' };
    stores.west.panel.addPayment({ OrderID: 'N100', ...paid });
    stores.west.panel.addPayment({ OrderID: 'N101', ...paid, CurrencyCode: 'USD' });
    stores.west.panel.addPayment({ OrderID: 'N102', ...paid });
    await stores.run();
    // Nothing of this day is copied yet.
    now += 24 * 3_600_000;
    const ledger = openLedger(stores.ledgerFile);
    try {
      const sums = await readToDoSums(ledger, await stores.pipeline(), now);
      const told = sums.map(({ entity, code, amounts }) => `${entity} ${code} ${amounts.map((one) => one.currency)}`);
      expect(told.sort()).toEqual([
        'orders currency-differs AUD',
        'orders total-unexplained AUD',
        'payments currency-differs USD',
        'payments total-unexplained AUD',
      ]);
    } finally {
      await ledger.close();
    }
  });
});

test('where nothing was ever copied, no record names the currency of another one', async () => {
  const orders = [orderSeed({ OrderID: 'N101' })];
  await withTwoStores({ orders }, async (stores) => {
    const paid = { AmountPaid: '11.00', PaymentMethodName: 'Cash', DatePaid: '2026-07-11 01:00:00' };
    stores.west.panel.addPayment({ OrderID: 'N101', ...paid, CurrencyCode: 'USD' });
    await stores.run();
    const ledger = openLedger(stores.ledgerFile);
    try {
      const sums = await readToDoSums(ledger, await stores.pipeline(), Date.now());
      expect(sums.flatMap(({ entity, amounts }) => amounts.map((one) => `${entity} ${one.currency}`)).sort()).toEqual([
        'orders ',
        'payments USD',
      ]);
    } finally {
      await ledger.close();
    }
  });
});

test('what waits for another record is told apart from what a person decides, and follows by itself', async () => {
  const orders = [orderSeed({ OrderID: 'N102', GrandTotal: '11.64' })];
  await withTwoStores({ orders }, async (stores) => {
    const paid = { AmountPaid: '11.64', PaymentMethodName: 'Cash', DatePaid: '2026-07-11 01:00:00' };
    stores.west.panel.addPayment({ OrderID: 'N102', ...paid });
    await stores.run();
    const ledger = openLedger(stores.ledgerFile);
    try {
      const [order, payment, ...others] = await readToDoSums(ledger, await stores.pipeline(), Date.now());
      expect(others).toEqual([]);
      expect(order).toMatchObject({ entity: 'orders', follows: false, text: expect.stringContaining('waits for you') });
      expect(payment).toMatchObject({ entity: 'payments', follows: true });
      expect(payment?.text).toMatch(/^1 payment of west \(A\$ 11\.64\) follows by itself, once you have decided: /);
    } finally {
      await ledger.close();
    }
  });
});
