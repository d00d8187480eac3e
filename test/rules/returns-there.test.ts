import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { heldIn, orderSeed, withTwoStores } from './support/two-stores.ts';

const DAY = 86_400_000;

const rules = {
  entities: ['products', 'customers', 'orders', 'payments', 'rmas'],
  rma: { staff: 'anna', warehouse: 'Virtual' },
};

const returned = (OrderID: string, amount: string, day: string) => ({
  OrderID,
  DateIssued: day,
  RmaLine: [{ SKU: 'MUG', Quantity: 1, RefundSubtotal: amount }],
  Refund: [{ RefundAmount: amount, PaymentMethodName: 'Cash', RefundStatus: 'Refunded', DateRefunded: day }],
});

test('two returns that are worth all of their order are found where they stand when the ledger is lost, and neither counts twice', () => {
  let now = Date.parse('2026-07-20T00:00:00Z');
  const setting = { orders: [orderSeed({ OrderID: 'N100' })], rules, main: { staff: ['anna'] }, clock: () => now };
  return withTwoStores(setting as never, async (stores) => {
    stores.west.panel.addRma(returned('N100', '6.00', '2026-07-12') as never);
    stores.west.panel.addRma(returned('N100', '5.00', '2026-07-13') as never);
    expect(heldIn(await stores.run())).toEqual([]);
    expect(stores.main.rmas()).toHaveLength(2);

    for (const name of readdirSync(stores.home).filter((one) => one.startsWith('ledger')))
      rmSync(join(stores.home, name), { recursive: true });
    now += DAY;
    expect(heldIn(await stores.run({ takeOver: true }))).toEqual([]);
    expect(stores.main.rmas()).toHaveLength(2);
  });
});
