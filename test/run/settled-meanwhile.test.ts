import { describe, expect, test } from 'vitest';
import type { Fault } from '../../src/fake-store/index.ts';
import { heldIn, orderSeed, type Setting, type TwoStores, withTwoStores } from '../rules/support/two-stores.ts';

const order = orderSeed({
  OrderID: 'N100',
  OrderPayment: [{ Id: '1', Amount: '11.00', PaymentType: 'Cash', DatePaid: '2026-07-11 02:00:00' }],
});
const returned = {
  OrderID: 'N100',
  RmaStatus: 'Closed',
  DateIssued: '2026-07-13',
  DateUpdated: '2026-07-13 02:00:00',
  RmaLine: [{ SKU: 'MUG', Quantity: 1, RefundSubtotal: '5.50', ReturnReason: 'Too small' }],
};
const setting: Setting = {
  orders: [order],
  west: { rmas: [returned] },
  main: { staff: ['anna'] },
  rules: {
    customers: { policy: 'match' },
    entities: ['products', 'customers', 'orders', 'payments', 'rmas'],
    rma: { staff: 'anna', warehouse: 'Virtual', waitDays: 0 },
  },
};

/** Every look at our clock is three minutes after the one before, so that a run looks at open writes while it goes on. */
async function runMeanwhile({ run, main }: TwoStores, action: string, fault: Fault) {
  let now = Date.parse('2026-07-20T00:00:00Z');
  let faults = 1;
  main.faults.next = (request) => (request.action === action && faults-- > 0 ? fault : undefined);
  return run({ now: () => (now += 180_000) });
}

describe('a write of unknown outcome that is settled while its run goes on', () => {
  test.each([
    ['AddOrder', { kind: 'write-after-reads', reads: 1 }],
    ['UpdateOrder', { kind: 'write-after-reads', reads: 1 }],
    ['AddCustomer', { kind: 'write-after-reads', reads: 1 }],
    ['AddItem', { kind: 'write-after-reads', reads: 1 }],
    ['AddCustomer', { kind: 'lie' }],
    ['AddItem', { kind: 'lie' }],
  ] as const)('takes up at once what waits for it: %s, %j', async (action, fault) => {
    const items = action === 'AddItem' ? { items: [] } : {};
    await withTwoStores({ ...setting, main: { ...setting.main, ...items } }, async (stores) => {
      const summary = await runMeanwhile(stores, action, fault);
      expect(heldIn(summary)).toEqual([]);
      expect(summary.status).toBe('good');
      expect(stores.main.order('W100')).toMatchObject({ CompleteStatus: 'Approved' });
      expect(stores.main.payments('W100')).toHaveLength(1);
      expect(stores.main.rmas()).toHaveLength(1);
    });
  });

  test('also where a change of the order was on its way when a payment came', async () => {
    const unpaid = { ...order, OrderPayment: [] };
    await withTwoStores({ ...setting, orders: [unpaid], west: {} }, async (stores) => {
      await stores.run();
      stores.west.panel.changeOrder('N100', { InternalOrderNotes: 'ring the bell' });
      stores.west.panel.addPayment({
        OrderID: 'N100',
        AmountPaid: '11.00',
        PaymentMethodName: 'Cash',
        DatePaid: `${new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)} 02:00:00`,
      });
      const summary = await runMeanwhile(stores, 'UpdateOrder', { kind: 'write-after-reads', reads: 1 });
      expect(heldIn(summary)).toEqual([]);
      expect(stores.main.payments('W100')).toHaveLength(1);
    });
  });
});
