import { describe, expect, test } from 'vitest';
import { heldIn, orderSeed, withTwoStores } from './support/two-stores.ts';

const line = (TaxFree: boolean) => ({ SKU: 'MUG', Quantity: 1, UnitPrice: '11.00', TaxFree });

describe('a source that shows no tax of its lines', () => {
  const orders = [
    orderSeed({ OrderID: 'N100' }),
    orderSeed({ OrderID: 'N101', OrderLine: [line(true)] }),
    orderSeed({ OrderID: 'N102', OrderLine: [line(true), line(false)] }),
  ];
  const switches = { notShown: ['OrderLine.Tax'] } as const;
  const setting = { orders, switches: { notShown: [...switches.notShown] }, primarySwitches: {} };

  test('has its orders taxed or free as their own tax says, and never free for want of it', async () => {
    await withTwoStores(setting, async ({ run, main }) => {
      await run();
      expect(main.order('W100')).toMatchObject({ OrderTax: '1.00', CompleteStatus: 'Approved' });
      expect(main.order('W101')).toMatchObject({ OrderTax: '0.00', CompleteStatus: 'Approved' });
    });
  });

  test('has those quarantined whose own tax fits neither', async () => {
    await withTwoStores(setting, async ({ run, main }) => {
      expect(heldIn(await run())).toEqual(['orders N102: tax-not-shown']);
      expect(main.order('W102')).toBeUndefined();
    });
  });

  test('has them quarantined where its orders show none either', async () => {
    const hiding = { ...setting, switches: { notShown: ['OrderLine.Tax' as const, 'Order.OrderTax' as const] } };
    await withTwoStores({ ...hiding, orders: orders.slice(0, 1) }, async ({ run }) => {
      expect(heldIn(await run())).toEqual(['orders N100: tax-not-shown']);
    });
  });
});

describe('a source that shows no tax of the lines of its returns', () => {
  const given = (TaxCode: 'GST' | 'FREE') => ({ SKU: 'MUG', Quantity: 1, RefundSubtotal: '11.00', TaxCode });
  const returned = (RmaID: string, OrderID: string, lines: ReturnType<typeof given>[], amount: string) => ({
    RmaID,
    OrderID,
    RmaStatus: 'Closed',
    DateIssued: '2026-07-13',
    DateUpdated: '2026-07-13 02:00:00',
    RmaLine: lines,
    Refund: [{ RefundAmount: amount, PaymentMethodName: 'Cash', RefundStatus: 'Refunded', DateRefunded: '2026-07-13' }],
  });
  const orders = [
    orderSeed({ OrderID: 'N100' }),
    orderSeed({ OrderID: 'N101', OrderLine: [line(true)] }),
    orderSeed({ OrderID: 'N102', OrderLine: [line(true), line(false)] }),
  ];
  const rmas = [
    returned('1', 'N100', [given('GST')], '11.00'),
    returned('2', 'N101', [given('FREE')], '11.00'),
    returned('3', 'N102', [given('GST'), given('FREE')], '22.00'),
  ];
  const setting = {
    orders,
    west: { rmas },
    main: { staff: ['anna'] },
    primarySwitches: {},
    rules: {
      entities: ['products', 'customers', 'orders', 'payments', 'rmas'],
      rma: { staff: 'anna', warehouse: 'Virtual', waitDays: 0 },
    },
  };

  test('has them taxed or free as the returns’ own tax says, never free for want of it, and quarantined where that fits neither', async () => {
    const switches = { notShown: ['RmaLine.Tax' as const] };
    await withTwoStores({ ...setting, switches }, async ({ run, main }) => {
      expect(heldIn(await run())).toEqual(['rmas 3: tax-not-shown']);
      expect(main.rmas().map(({ OrderID, RefundTaxTotal }) => `${OrderID} ${RefundTaxTotal}`)).toEqual([
        'W100 1.00',
        'W101 0.00',
      ]);
    });
  });

  test('has all of them quarantined where its returns show none either', async () => {
    const switches = { notShown: ['RmaLine.Tax' as const, 'Rma.RefundTaxTotal' as const] };
    await withTwoStores({ ...setting, switches }, async ({ run, main }) => {
      expect(heldIn(await run())).toEqual(['rmas 1: tax-not-shown', 'rmas 2: tax-not-shown', 'rmas 3: tax-not-shown']);
      expect(main.rmas()).toEqual([]);
    });
  });
});
