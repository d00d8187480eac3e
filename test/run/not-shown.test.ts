import { describe, expect, test } from 'vitest';
import { heldIn, orderSeed, type Setting, withTwoStores } from '../rules/support/two-stores.ts';

const payment = (Id: string) => ({ Id, Amount: '11.00', PaymentType: 'Cash', DatePaid: '2026-07-11 02:00:00' });
const orders = ['N98', 'N99', 'N100'].map((OrderID, place) =>
  orderSeed({ OrderID, OrderPayment: [payment(String(place + 1))] }),
);
const rmas = [
  {
    OrderID: 'N100',
    RmaStatus: 'Closed',
    DateIssued: '2026-07-13',
    DateUpdated: '2026-07-13 02:00:00',
    RmaLine: [{ SKU: 'MUG', Quantity: 1, RefundSubtotal: '5.50', ReturnReason: 'Too small' }],
  },
];
const setting: Setting = {
  orders,
  west: { rmas },
  main: { staff: ['anna'] },
  primarySwitches: {},
  rules: {
    entities: ['products', 'customers', 'orders', 'payments', 'rmas'],
    rma: { staff: 'anna', warehouse: 'Virtual', waitDays: 0 },
  },
};

describe('a store whose replies lack a field that decides about its records', () => {
  test.each([
    'Order.CompleteStatus',
    'Order.OrderStatus',
    'Order.DatePlaced',
    'Order.TaxInclusive',
    'Order.DateInvoiced',
    'Order.OrderType',
    'Order.Username',
    'Payment.AmountPaid',
    'Rma.RmaStatus',
  ] as const)('fails as a store and says so, and takes up all of it once the field is shown: %s', async (field) => {
    await withTwoStores({ ...setting, switches: { notShown: [field] } }, async ({ run, west, main }) => {
      const summary = await run();
      expect(summary.status).toBe('failed');
      expect(summary.problems).toMatchObject([{ store: 'west', code: 'fields-not-shown' }]);
      expect(summary.problems[0]?.message).toContain(`shows ${field.split('.')[1] ?? ''}, though it was asked for`);
      expect(heldIn(summary)).toEqual([]);
      if (field.startsWith('Order.')) expect(main.orders()).toEqual([]);
      west.switches.notShown = [];
      expect((await run()).status).toBe('good');
      expect(main.orders()).toHaveLength(3);
      expect(main.payments()).toHaveLength(3);
      expect(main.rmas()).toHaveLength(1);
    });
  });

  test('is not one of which a single order is empty in it', async () => {
    await withTwoStores({ orders }, async ({ run, west, main }) => {
      west.panel.changeOrder('N98', { CompleteStatus: '' });
      const summary = await run();
      expect(summary.status).toBe('good');
      expect(
        main
          .orders()
          .map(({ OrderID }) => OrderID)
          .sort(),
      ).toEqual(['W100', 'W99']);
    });
  });
});
