import { describe, expect, test } from 'vitest';
import { openLedger } from '../support/open-ledger.ts';
import { heldIn, orderSeed, type Setting, type TwoStores, withTwoStores } from './support/two-stores.ts';

const paid = (id: string, amount: string, at = '2026-07-11 02:00:00', method = 'Cash') => ({
  Id: id,
  Amount: amount,
  PaymentType: method,
  DatePaid: at,
});

const order = (...payments: ReturnType<typeof paid>[]) => orderSeed({ OrderID: 'N100', OrderPayment: payments });

/** The shopper has an account in both stores. */
const known: Setting = {
  rules: { customers: { policy: 'match' } },
  west: {
    customers: [{ Username: 'jsmith', EmailAddress: 'jane@example.com', BillingAddress: { BillLastName: 'Smith' } }],
  },
  main: {
    customers: [{ Username: 'jane', EmailAddress: 'jane@example.com', BillingAddress: { BillLastName: 'Smith' } }],
  },
} as Setting;

const creditOf = ({ main }: TwoStores, username: string) =>
  Number(main.customers().find((customer) => customer.Username === username)?.AvailableCredit ?? 0);

const onCopy = ({ main }: TwoStores, id = 'W100') =>
  main.payments(id).map(({ AmountPaid, CardAuthorisation }) => `${CardAuthorisation} ${AmountPaid}`);

describe('payments', () => {
  test('of several parts are booked one by one, in the order in which they were paid', async () => {
    const parts = [paid('12', '4.00', '2026-07-13 02:00:00'), paid('3', '7.00')];
    await withTwoStores({ orders: [order(...parts)] }, async (stores) => {
      expect(heldIn(await stores.run())).toEqual([]);
      expect(onCopy(stores)).toEqual(['west:3 7', 'west:12 4']);
    });
  });

  test('above the total are quarantined where a shopper of the primary would get credit, unless that is allowed', async () => {
    const orders = [order(paid('1', '11.00'), paid('2', '5.00', '2026-07-12 02:00:00'))];
    await withTwoStores({ ...known, orders }, async (stores) => {
      expect(heldIn(await stores.run())).toEqual(['payments 2: overpayment-makes-credit']);
      expect(stores.main.order('W100')?.Username).toBe('jane');
      expect(creditOf(stores, 'jane')).toBe(0);
      const allowed = await stores.pipeline({ rules: { ...known.rules, payments: { allowSpendableCredit: true } } });
      expect(heldIn(await stores.run({ pipeline: allowed }))).toEqual([]);
      expect(creditOf(stores, 'jane')).toBe(5);
    });
  });

  test('above the total go to the house account, under the mark of overpayments', async () => {
    const orders = [order(paid('1', '11.00'), paid('2', '5.00', '2026-07-12 02:00:00'))];
    const rules = { references: { payment: 'WP-', overpayment: 'WO-', creditNote: 'WC-' } };
    await withTwoStores({ orders, rules }, async (stores) => {
      expect(heldIn(await stores.run())).toEqual([]);
      expect(onCopy(stores)).toEqual(['WP-1 11', 'WO-2 5']);
      stores.main.clearLogs();
      expect(heldIn(await stores.run())).toEqual([]);
      expect(stores.main.requests.filter(({ write }) => write)).toEqual([]);
    });
  });

  test('that staff entered in the primary by hand are not booked a second time', async () => {
    await withTwoStores({ orders: [order()] }, async (stores) => {
      await stores.run();
      const byHand = { OrderID: 'W100', AmountPaid: '11.00', PaymentMethodName: 'Cash' };
      stores.main.panel.addPayment({ ...byHand, DatePaid: '2026-07-12 02:00:00' });
      stores.west.panel.addPayment({ ...byHand, OrderID: 'N100', DatePaid: '2026-07-12 02:00:00' });
      const summary = await stores.run();
      const [held] = summary.quarantine;
      expect(held?.code).toBe('may-be-there');
      expect(onCopy(stores)).toEqual([' 11']);
      const ledger = openLedger(stores.ledgerFile);
      const key = { store: 'west', entity: 'payments', sourceId: held?.sourceId ?? '' } as const;
      expect(await ledger.accept(await ledger.beginRun({ narrowed: true }), key, 'the same one')).toBe('settled');
      await ledger.close();
      expect(heldIn(await stores.run())).toEqual([]);
      expect(onCopy(stores)).toEqual([' 11']);
    });
  });

  test('beyond what the order was paid in its own store are quarantined, whoever gets the credit', async () => {
    await withTwoStores({ orders: [order()] }, async (stores) => {
      await stores.run();
      const at = '2026-07-12 02:00:00';
      stores.main.panel.addPayment({ OrderID: 'W100', AmountPaid: '6.00', PaymentMethodName: 'Cash', DatePaid: at });
      stores.west.panel.addPayment({ OrderID: 'N100', AmountPaid: '11.00', PaymentMethodName: 'Cash', DatePaid: at });
      expect((await stores.run()).quarantine.map(({ code }) => code)).toEqual(['payment-exceeds-order']);
      expect(onCopy(stores)).toEqual([' 6']);
    });
  });

  test('by voucher, points and account credit are quarantined unless a plain method stands for them', async () => {
    const orders = [
      order(paid('1', '5.00', undefined, 'Gift Voucher'), paid('2', '6.00', undefined, 'Account Credit')),
    ];
    await withTwoStores({ orders }, async (stores) => {
      const unhandled = ['payments 1: payment-kind-unhandled', 'payments 2: payment-kind-unhandled'];
      expect(heldIn(await stores.run())).toEqual(unhandled);
      const methods = { 'Gift Voucher': 'Cash', 'Account Credit': 'Account Credit' };
      const mapped = await stores.pipeline({ rules: { payments: { methods } } });
      expect(heldIn(await stores.run({ pipeline: mapped }))).toEqual(['payments 2: payment-kind-unhandled']);
      expect(onCopy(stores)).toEqual(['west:1 5']);
    });
  });

  test('of nothing, of less than nothing and by an unknown method are quarantined', async () => {
    const orders = [order(paid('1', '0.00'), paid('2', '-3.00'), paid('3', '11.00', undefined, 'Zip'))];
    await withTwoStores({ orders }, async (stores) => {
      expect(heldIn(await stores.run())).toEqual([
        'payments 1: payment-zero',
        'payments 2: payment-negative',
        'payments 3: payment-method-unmapped',
      ]);
      expect(onCopy(stores)).toEqual([]);
    });
  });

  test('of the closed period are quarantined, or left out where they are to be refused', async () => {
    const orders = [order(paid('1', '11.00', '2026-06-30 14:30:00'))];
    await withTwoStores({ orders, accounting: { lockDate: '2026-06-30' } }, async (stores) => {
      // 22:30 on 30 June in Perth, which is 1 July in Sydney already.
      expect(heldIn(await stores.run())).toEqual(['payments 1: before-lock-date']);
      const accounting = { lockDate: '2026-06-30', beforeLockDate: 'refuse' };
      const refusing = await stores.pipeline({ accounting });
      expect(heldIn(await stores.run({ pipeline: refusing }))).toEqual([]);
      expect(await stores.find('payments', '1')).toMatchObject({ state: 'skipped', reason: 'in-closed-period' });
    });
  });
});

describe('payments that change after they were copied', () => {
  /** A day on, at which all payments are read again. */
  const later = () => {
    let now = Date.parse('2026-07-20T00:00:00Z');
    return { clock: () => now, nextDay: () => (now += 86_400_000) };
  };

  test('and move to a backorder are quarantined and never booked twice; before, they go to the backorder’s copy', async () => {
    const { clock, nextDay } = later();
    const backorder = orderSeed({ OrderID: 'N100-1', RelatedOrderID: 'N100' });
    await withTwoStores({ orders: [order(paid('1', '11.00')), backorder], clock }, async (stores) => {
      expect(heldIn(await stores.run())).toEqual([]);
      stores.west.panel.changePayment('1', { OrderID: 'N100-1' });
      nextDay();
      const summary = await stores.run();
      expect(heldIn(summary)).toEqual(['payments 1: payment-changed-after-copy']);
      expect(summary.quarantine[0]?.reason).toContain('the copy of N100; its store has moved it to N100-1');
      expect([onCopy(stores), onCopy(stores, 'W100-1')]).toEqual([['west:1 11'], []]);
    });
    await withTwoStores({ orders: [order(), { ...backorder, OrderPayment: [paid('1', '11.00')] }] }, async (stores) => {
      expect(heldIn(await stores.run())).toEqual([]);
      expect([onCopy(stores), onCopy(stores, 'W100-1')]).toEqual([[], ['west:1 11']]);
    });
  });

  test('in their amount are quarantined', async () => {
    const { clock, nextDay } = later();
    await withTwoStores({ orders: [order(paid('1', '11.00'))], clock }, async (stores) => {
      await stores.run();
      stores.west.panel.changePayment('1', { AmountPaid: '10.00' });
      nextDay();
      expect(heldIn(await stores.run())).toEqual(['payments 1: payment-changed-after-copy']);
      expect(onCopy(stores)).toEqual(['west:1 11']);
    });
  });

  test('and are deleted are quarantined within a day', async () => {
    const { clock, nextDay } = later();
    await withTwoStores({ orders: [order(paid('1', '11.00'))], clock }, async (stores) => {
      await stores.run();
      stores.west.panel.removePayment('1');
      nextDay();
      expect(heldIn(await stores.run())).toEqual(['payments 1: payment-gone']);
      const ledger = openLedger(stores.ledgerFile);
      const key = { store: 'west', entity: 'payments', sourceId: '1' } as const;
      const accepted = await ledger.accept(await ledger.beginRun({ narrowed: true }), key, 'removed there too');
      expect(accepted).toBe('settled');
      await ledger.close();
      nextDay();
      expect(heldIn(await stores.run())).toEqual([]);
    });
  });

  test('are not called deleted by a store that shows no orders any more', async () => {
    const { clock, nextDay } = later();
    await withTwoStores({ orders: [order(paid('1', '11.00'))], clock }, async (stores) => {
      await stores.run();
      stores.west.panel.removeOrder('N100');
      stores.west.panel.addOrder(orderSeed({ OrderID: 'N101' }));
      nextDay();
      expect(heldIn(await stores.run({ allowEmpty: true })).filter((one) => one.includes('payment-gone'))).toEqual([]);
    });
  });
});

describe('gift vouchers that are sold', () => {
  const orders = [
    orderSeed({ OrderID: 'N100', OrderLine: [{ SKU: 'GIFT-50', Quantity: 1, UnitPrice: '50.00', TaxFree: true }] }),
  ];
  const services = { 'GIFT-50': 'FEE' };

  test.each(['match', 'placeholder'])('become the primary’s service product with the policy %s', async (policy) => {
    await withTwoStores({ orders, rules: { products: { policy, services } } }, async ({ run, main }) => {
      expect(heldIn(await run())).toEqual([]);
      expect(main.order('W100')).toMatchObject({ GrandTotal: '50.00', OrderLine: [{ SKU: 'FEE' }] });
      expect(main.items().map(({ SKU }) => SKU)).not.toContain('GIFT-50');
    });
  });

  test.each(['match', 'placeholder'])('wait where the primary lacks it, with the policy %s', async (policy) => {
    const rules = { products: { policy, services: { 'GIFT-50': 'NOT-THERE' } } };
    await withTwoStores({ orders, rules }, async ({ run, main }) => {
      expect(heldIn(await run())).toEqual(['orders N100: waits-for', 'products GIFT-50: sku-unmapped']);
      expect(main.orders()).toEqual([]);
    });
  });
});
