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

  test('has those held whose own tax fits neither', async () => {
    await withTwoStores(setting, async ({ run, main }) => {
      expect(heldIn(await run())).toEqual(['orders N102: tax-not-shown']);
      expect(main.order('W102')).toBeUndefined();
    });
  });

  test('has them held where its orders show none either', async () => {
    const hiding = { ...setting, switches: { notShown: ['OrderLine.Tax' as const, 'Order.OrderTax' as const] } };
    await withTwoStores({ ...hiding, orders: orders.slice(0, 1) }, async ({ run }) => {
      expect(heldIn(await run())).toEqual(['orders N100: tax-not-shown']);
    });
  });
});
