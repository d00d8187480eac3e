import { expect, test } from 'vitest';
import type { Ledger } from '../../../src/ledger/ledger.ts';
import { heldIn, orderSeed, withTwoStores } from '../../rules/support/two-stores.ts';

/** Orders are loaded a chunk at a time, and the changed one may be in a later chunk than the one that belongs to it. */
function inLaterChunk(ledger: Ledger, late: string): Ledger {
  return new Proxy(ledger, {
    get(target, name) {
      if (name === 'staged') {
        return async (...given: Parameters<Ledger['staged']>) => {
          const records = await target.staged(...given);
          return records.length === 1 ? records : records.filter(({ sourceId }) => sourceId !== late);
        };
      }
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

test('an order that belongs to a changed one waits until the change of the other one is carried over', async () => {
  await withTwoStores({ orders: [orderSeed({ OrderID: 'N1354' })] }, async ({ run, west, main }) => {
    await run();
    west.panel.changeOrder('N1354', { OrderStatus: 'Cancelled' });
    west.panel.addOrder({ ...orderSeed({ OrderID: 'N1360', RelatedOrderID: 'N1354' }), DateUpdated: '' });
    const between = { ledger: (ledger: Ledger) => inLaterChunk(ledger, 'N1354'), store: <T>(client: T) => client };
    expect(heldIn(await run({ between }))).toEqual(['orders N1360: waits-for']);
    expect(main.order('W1354')).toMatchObject({ OrderStatus: 'Cancelled' });
    expect(heldIn(await run())).toEqual([]);
    expect(main.order('W1360')).toMatchObject({ CompleteStatus: 'Approved' });
  });
});
