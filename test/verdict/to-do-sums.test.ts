import { expect, test } from 'vitest';
import { readToDoSums } from '../../src/verdict/to-do-sums.ts';
import { orderSeed, withTwoStores } from '../rules/support/two-stores.ts';
import { openLedger } from '../support/open-ledger.ts';

test('what waits is never told in the currency of another record that waits for its own, however new the day is', async () => {
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
    await stores.run();
    // Nothing of this day is copied yet.
    now += 24 * 3_600_000;
    const ledger = openLedger(stores.ledgerFile);
    try {
      const sums = await readToDoSums(ledger, await stores.pipeline(), now);
      const told = sums.map(({ entity, code, amounts }) => `${entity} ${code} ${amounts.map((one) => one.currency)}`);
      expect(told.sort()).toEqual([
        'orders currency-differs ',
        'orders total-unexplained ',
        'payments currency-differs USD',
      ]);
    } finally {
      await ledger.close();
    }
  });
});
