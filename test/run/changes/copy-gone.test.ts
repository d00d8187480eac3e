import { describe, expect, test } from 'vitest';
import type { FakeStore } from '../../../src/fake-store/index.ts';
import type { EntityName } from '../../../src/model/entities.ts';
import { heldIn, orderSeed, type TwoStores, withTwoStores } from '../../rules/support/two-stores.ts';
import { openLedger } from '../../support/open-ledger.ts';

const order = orderSeed({ OrderID: 'N100' });
/** Its copy stays: a primary that shows none of the copies looks like a key without rights. */
const other = orderSeed({ OrderID: 'N99' });
const copiesIn = (store: FakeStore) => store.orders().filter(({ OrderID }) => /^W100/.test(OrderID));

async function retry({ ledgerFile }: TwoStores, entity: EntityName, sourceId: string): Promise<void> {
  const ledger = openLedger(ledgerFile);
  try {
    await ledger.retry(await ledger.beginRun({ narrowed: true }), { store: 'west', entity, sourceId });
  } finally {
    await ledger.close();
  }
}

describe('a copy that is not in the primary any more', () => {
  test('a change of its order is quarantined, and the copy is never made again', async () => {
    await withTwoStores({ orders: [order, other] }, async (stores) => {
      const { run, west, main: primary } = stores;
      await run();
      primary.panel.removeOrder('W100');
      west.panel.changeOrder('N100', { InternalOrderNotes: 'call first' });
      expect(heldIn(await run())).toEqual(['orders N100: copy-gone']);
      await retry(stores, 'orders', 'N100');
      expect(heldIn(await run())).toEqual(['orders N100: copy-gone']);
      expect(copiesIn(primary)).toEqual([]);
    });
  });

  test.each(['warning', 'error'] as const)(
    'a late payment of its order is quarantined and nothing is booked, updateOfUnknown %s',
    async (updateOfUnknown) => {
      await withTwoStores(
        { orders: [order, other], primarySwitches: { updateOfUnknown } },
        async ({ run, west, main: primary }) => {
          await run();
          primary.panel.removeOrder('W100');
          west.panel.addPayment({
            OrderID: 'N100',
            AmountPaid: '11.00',
            PaymentMethodName: 'Cash',
            DatePaid: '2026-07-12 02:00:00',
          });
          const summary = await run();
          expect(heldIn(summary)).toContain('payments 1: copy-gone');
          expect(primary.payments()).toEqual([]);
        },
      );
    },
  );

  test('a payment is not booked on a copy that somebody cancelled', async () => {
    await withTwoStores({ orders: [order, other] }, async ({ run, west, main: primary }) => {
      await run();
      primary.panel.changeOrder('W100', { OrderStatus: 'Cancelled' });
      const payment = { OrderID: 'N100', AmountPaid: '11.00', PaymentMethodName: 'Cash' };
      west.panel.addPayment({ ...payment, DatePaid: '2026-07-12 02:00:00' });
      const summary = await run();
      expect(heldIn(summary)).toEqual(['payments 1: copy-gone']);
      expect(summary.quarantine[0]?.reason).toContain('W100 is cancelled');
      expect(primary.payments()).toEqual([]);
    });
  });

  test('another order that has got its number is left alone', async () => {
    await withTwoStores({ orders: [order, other] }, async ({ run, west, main: primary }) => {
      await run();
      primary.panel.removeOrder('W100');
      primary.panel.addOrder({ ...order, OrderID: 'W100', InternalOrderNotes: 'a sale of our own', DateUpdated: '' });
      west.panel.changeOrder('N100', { InternalOrderNotes: 'call first' });
      expect(heldIn(await run())).toContain('orders N100: copy-gone');
      expect(primary.order('W100')?.InternalOrderNotes).toBe('a sale of our own');
    });
  });

  test('one that was quarantined after it was seen, and retried after it was deleted, is not made again', async () => {
    // A rounding that the primary ignores: the copy is there, and comes to something else.
    const rounded = { ...order, GrandTotal: '11.02' };
    await withTwoStores({ orders: [rounded, other], primarySwitches: { orderRounding: 'ignored' } }, async (stores) => {
      const { run, main: primary } = stores;
      expect(heldIn(await run())).toEqual(['orders N100: read-back-differs']);
      primary.panel.removeOrder('W100');
      await retry(stores, 'orders', 'N100');
      expect(heldIn(await run())).toEqual(['orders N100: copy-gone']);
      expect(copiesIn(primary)).toEqual([]);
    });
  });
});
