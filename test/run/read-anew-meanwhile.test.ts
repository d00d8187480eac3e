import { describe, expect, test } from 'vitest';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { overStores } from '../rules/support/between-primary.ts';
import { heldIn, orderSeed, type TwoStores, withTwoStores } from '../rules/support/two-stores.ts';

const TURNS = 20_000;

const turn = () => new Promise((resolve) => setImmediate(resolve));

async function until(isSo: () => boolean): Promise<void> {
  for (let turns = 0; turns < TURNS && !isSo(); turns += 1) await turn();
}

const now = new Date().toISOString().replace('T', ' ').slice(0, 19);
const earlier = orderSeed({ OrderID: 'N900' });
const orders = ['N1000', 'N1001'].map((OrderID, index) =>
  orderSeed({
    OrderID,
    DateUpdated: now,
    OrderLine: [{ SKU: 'MUG', Quantity: 2, UnitPrice: '11.00' }],
    OrderPayment: [{ Id: String(index + 1), Amount: '11.00', PaymentType: 'Cash', DatePaid: now }],
  }),
);

/**
 * A run in whose middle staff change payment 1 in its store: after it was judged, and before it is written; the store's
 * listing of payments, which goes on beside that, shows the change at once.
 */
async function runWhileChanged(stores: TwoStores, change: () => void) {
  await stores.run();
  for (const order of orders) stores.west.panel.addOrder(order);
  let isChanged = false;
  let isListed = false;
  const listings = overStores(async (client, action, body, ...rest) => {
    const isListing = client.readOnly && action === 'GetPayment' && !JSON.stringify(body).includes('"OrderID":');
    if (isListing) await until(() => isChanged);
    return client.request(action, body, ...rest);
  });
  const ledger = (own: Ledger): Ledger => {
    const changed: Partial<Ledger> = {
      async stagePage(page) {
        await own.stagePage(page);
        if (page.entity === 'payments' && isChanged && page.records.some(({ sourceId }) => sourceId === '1'))
          isListed = true;
      },
      // The last thing that is read before payments are judged.
      async histories(store, entity, ids) {
        const found = await own.histories(store, entity, ids);
        if (entity === 'payments' && ids.includes('1') && !isChanged) {
          change();
          isChanged = true;
          await until(() => isListed);
        }
        return found;
      },
    };
    return new Proxy(own, {
      get(object, name) {
        const value: unknown = Reflect.get(changed, name) ?? Reflect.get(object, name, object);
        return typeof value === 'function' ? value.bind(object) : value;
      },
    });
  };
  const summary = await stores.run({ between: { ...listings, ledger } });
  expect(isListed).toBe(true);
  return summary;
}

describe('a payment that is read anew between its judgement and its booking', () => {
  const copies = ({ main }: TwoStores) =>
    main.payments().map(({ OrderID, AmountPaid, CardAuthorisation }) => [OrderID, AmountPaid, CardAuthorisation]);

  test('with another amount is booked with that one', () =>
    withTwoStores({ orders: [earlier] }, async (stores) => {
      const summary = await runWhileChanged(stores, () =>
        stores.west.panel.changePayment('1', { AmountPaid: '12.00' }),
      );
      expect([summary.status, heldIn(summary)]).toEqual(['good', []]);
      expect(copies(stores)).toEqual([
        ['W1001', '11', 'west:2'],
        ['W1000', '12', 'west:1'],
      ]);
    }));

  test('on another order is booked on the copy of that one', () =>
    withTwoStores({ orders: [earlier] }, async (stores) => {
      const summary = await runWhileChanged(stores, () => stores.west.panel.changePayment('1', { OrderID: 'N1001' }));
      expect([summary.status, heldIn(summary)]).toEqual(['good', []]);
      expect(copies(stores)).toEqual([
        ['W1001', '11', 'west:2'],
        ['W1001', '11', 'west:1'],
      ]);
    }));
});
