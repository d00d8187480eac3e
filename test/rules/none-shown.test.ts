import { expect, test } from 'vitest';
import { heldIn, orderSeed, withTwoStores } from './support/two-stores.ts';

const DAY = 86_400_000;

test('a store that shows none of its payments, or of its returns, any more is told of once, and no copy is touched', async () => {
  let now = Date.parse('2026-07-20T00:00:00Z');
  const orders = ['100', '101', '102'].map((id) =>
    orderSeed({
      OrderID: `N${id}`,
      OrderPayment: [{ Id: id, Amount: '11.00', PaymentType: 'Cash', DatePaid: '2026-07-11 02:00:00' }],
    }),
  );
  const rules = {
    entities: ['products', 'customers', 'orders', 'payments', 'rmas'],
    rma: { staff: 'anna', warehouse: 'Virtual' },
  };
  await withTwoStores({ orders, rules, main: { staff: ['anna'] }, clock: () => now }, async ({ run, west, main }) => {
    const returned = ['N100', 'N101'].map(
      (OrderID) =>
        west.panel.addRma({
          OrderID,
          DateIssued: '2026-07-12',
          RmaLine: [{ SKU: 'MUG', Quantity: 1, RefundSubtotal: '11.00' }],
          Refund: [
            {
              RefundAmount: '11.00',
              PaymentMethodName: 'Cash',
              RefundStatus: 'Refunded',
              DateRefunded: '2026-07-12',
            },
          ],
        }).RmaID,
    );
    expect(heldIn(await run())).toEqual([]);
    for (const id of returned) west.panel.removeRma(id);
    for (const id of ['100', '101', '102']) west.panel.removePayment(id);
    main.clearLogs();
    now += DAY;
    const summary = await run();
    expect(heldIn(summary)).toEqual([]);
    const told = summary.warnings.filter(({ code }) => code === 'none-shown');
    expect(told.map(({ entity, count }) => [entity, count]).sort()).toEqual([
      ['payments', 3],
      ['rmas', 2],
    ]);
    for (const { message } of told) expect(message).toContain('lost the right');
    expect(main.requests.filter(({ write }) => write)).toEqual([]);
    expect([main.payments().length, main.rmas().length]).toEqual([3, 2]);
  });
});
