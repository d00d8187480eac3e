import { expect, test } from 'vitest';
import type { Lie } from '../../src/fake-store/index.ts';
import { heldIn, orderSeed, withTwoStores } from './support/two-stores.ts';

const returned = (OrderID: string) => ({
  RmaID: OrderID.slice(1),
  OrderID,
  RmaStatus: 'Closed',
  DateIssued: '2026-07-12',
  DateUpdated: '2026-07-12 02:00:00',
  RmaLine: [{ SKU: 'MUG', Quantity: 1, RefundSubtotal: '11.00' }],
  Refund: [{ RefundAmount: '11.00', PaymentMethodName: 'Cash', RefundStatus: 'Refunded', DateRefunded: '2026-07-12' }],
});

test('a refund that the primary keeps as not paid out yet does not count as paid out', async () => {
  const ids = ['N100', 'N101', 'N102'];
  const setting = {
    orders: ids.map((OrderID) => orderSeed({ OrderID })),
    west: { rmas: ids.map(returned) },
    main: { staff: ['anna'] },
    rules: {
      entities: ['products', 'customers', 'orders', 'payments', 'rmas'],
      rma: { staff: 'anna', warehouse: 'Virtual', waitDays: 0 },
    },
    primarySwitches: {
      lies: [{ on: 'add-rma', field: 'Refund.RefundStatus', value: 'Pending', orders: ['W101'] } satisfies Lie],
    },
  };
  await withTwoStores(setting, async ({ run }) => {
    const summary = await run();
    expect(heldIn(summary)).toEqual(['rmas 101: read-back-differs']);
    expect(summary.quarantine[0]?.reason).toContain('refunds');
  });
});
