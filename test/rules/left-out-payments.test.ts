import { expect, test } from 'vitest';
import { heldIn, orderSeed, withTwoStores } from './support/two-stores.ts';

const JUNE = '2026-06-29 02:00:00';
const JULY = '2026-07-12 02:00:00';

test('a payment that the rules left out counts as money that its store shows, so that one which staff entered for it holds no other', async () => {
  const order = orderSeed({
    OrderID: 'N100',
    OrderPayment: [
      { Id: '101', Amount: '5.00', PaymentType: 'Cash', DatePaid: JUNE },
      { Id: '102', Amount: '3.00', PaymentType: 'Cash', DatePaid: JULY },
    ],
  });
  const accounting = { lockDate: '2026-06-30', beforeLockDate: 'refuse' };
  await withTwoStores({ orders: [order], accounting }, async ({ run, west, main, find }) => {
    expect(heldIn(await run())).toEqual([]);
    expect(await find('payments', '101')).toMatchObject({ state: 'skipped', reason: 'in-closed-period' });
    main.panel.addPayment({ OrderID: 'W100', AmountPaid: '5.00', PaymentMethodName: 'Cash', DatePaid: JUNE });
    west.panel.addPayment({ OrderID: 'N100', AmountPaid: '3.00', PaymentMethodName: 'Cash', DatePaid: JULY });
    expect(heldIn(await run())).toEqual([]);
    expect(main.payments('W100').map(({ AmountPaid }) => Number(AmountPaid))).toEqual([3, 5, 3]);
    // What it shows no more is not paid out twice.
    main.panel.addPayment({ OrderID: 'W100', AmountPaid: '2.00', PaymentMethodName: 'Cash', DatePaid: JULY });
    const last = west.panel.addPayment({
      OrderID: 'N100',
      AmountPaid: '1.00',
      PaymentMethodName: 'Cash',
      DatePaid: JULY,
    }).PaymentID;
    expect(heldIn(await run())).toEqual([`payments ${last}: payment-exceeds-order`]);
    expect(main.payments('W100')).toHaveLength(4);
  });
});
