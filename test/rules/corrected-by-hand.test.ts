import { describe, expect, test } from 'vitest';
import { linkRecord } from '../../src/operations/link/link-record.ts';
import { decisionsOn } from './support/staff-decisions.ts';
import { heldIn, orderSeed, type TwoStores, withTwoStores } from './support/two-stores.ts';

const DAY = 86_400_000;
const AT = '2026-07-11 02:00:00';
const paid = { Id: '1', Amount: '11.00', PaymentType: 'Cash', DatePaid: AT };
const byHand = { OrderID: 'W100', AmountPaid: '9.00', PaymentMethodName: 'Cash', DatePaid: AT };

async function withDays(use: (stores: TwoStores, nextDay: () => Promise<string[]>) => Promise<void>): Promise<void> {
  const orders = [orderSeed({ OrderID: 'N100', OrderPayment: [paid] }), orderSeed({ OrderID: 'N101' })];
  let at = Date.parse('2026-07-20T00:00:00Z');
  await withTwoStores({ orders, clock: () => at }, async (stores) => {
    expect(heldIn(await stores.run())).toEqual([]);
    await use(stores, async () => {
      at += DAY;
      return heldIn(await stores.run());
    });
  });
}

describe('a payment that its store has changed after it was copied', () => {
  test.each<[string, (stores: TwoStores, id: string) => void]>([
    ['changing its amount', ({ main }, id) => main.panel.changePayment(id, { AmountPaid: '9.00' })],
    [
      'removing it and keying it anew',
      ({ main }, id) => {
        main.panel.removePayment(id);
        main.panel.addPayment(byHand);
      },
    ],
  ])('is at rest once staff have corrected it in the primary by %s, and accepted it', async (_, correct) => {
    await withDays(async (stores, nextDay) => {
      const { west, main } = stores;
      west.panel.changePayment('1', { AmountPaid: '9.00' });
      expect(await nextDay()).toEqual(['payments 1: payment-changed-after-copy']);
      correct(stores, main.payments('W100')[0]?.PaymentID ?? '');
      expect(await decisionsOn(stores, 'payments').accept('1')).toBe('settled');
      for (let day = 0; day < 3; day += 1) expect(await nextDay()).toEqual([]);
      expect(main.payments('W100').map(({ AmountPaid }) => Number(AmountPaid))).toEqual([9]);
      // What staff do to it later is told all the same.
      main.panel.removePayment(main.payments('W100')[0]?.PaymentID ?? '');
      expect(await nextDay()).toEqual(['payments 1: payment-copy-gone']);
    });
  });
});

test('an order that is credited and entered anew as its message says has its later payments asked for', async () => {
  await withDays(async (stores, nextDay) => {
    const { west, main } = stores;
    const OrderLine = [{ SKU: 'MUG', Quantity: 1, UnitPrice: '9.00' }];
    west.panel.changeOrder('N101', { OrderLine });
    expect(await nextDay()).toEqual(['orders N101: changed-after-copy']);
    main.panel.changeOrder('W101', { OrderStatus: 'Cancelled' });
    const anew = orderSeed({ OrderID: 'W101-r1', OrderLine, Username: 'west_store' });
    main.panel.addOrder({ ...anew, CompleteStatus: 'Approved', DateUpdated: '' });
    const { remedy } = (await stores.run()).quarantine[0] ?? {};
    expect(remedy).toContain('with `-r1` at the end, which no backorder can have, then `link` it to that one');
    const linked = await linkRecord({
      pipeline: await stores.pipeline(),
      home: stores.home,
      choose: async (ledger) => {
        const record = await ledger.find({ store: 'west', entity: 'orders', sourceId: 'N101' });
        return record ?? expect.fail('N101 is not in the ledger');
      },
      as: ['W101-r1'],
      accepted: 'entered anew',
      now: () => Date.parse('2026-07-21T01:00:00Z'),
    });
    expect(linked.result).toBe('linked');
    expect(await nextDay()).toEqual([]);
    const payment = { OrderID: 'N101', AmountPaid: '9.00', PaymentMethodName: 'Cash', DatePaid: AT };
    const { PaymentID } = west.panel.addPayment(payment);
    expect(await nextDay()).toEqual([`payments ${PaymentID}: copy-by-hand`]);
  });
});
