import { describe, expect, test } from 'vitest';
import type { IntentRequest } from '../../src/ledger/intent.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { heldIn, orderSeed, type Setting, type TwoStores, withTwoStores } from '../rules/support/two-stores.ts';
import { impatience } from '../support/impatience.ts';

const payment = (Id: number) => [
  { Id: String(Id), Amount: '11.00', PaymentType: 'Cash', DatePaid: '2026-07-11 02:00:00' },
];
/** Three chunks of eight at most: N1000 to N1007, N1008 to N1015, and N1016. */
const orders = Array.from({ length: 17 }, (_, index) =>
  orderSeed({ OrderID: `N${1000 + index}`, Email: `p${index}@example.com`, OrderPayment: payment(index + 1) }),
);

/** Of the second chunk, what shares no read-back with the five before. */
const SECOND_READ_BACK = ['N1013', 'N1014', 'N1015'];

const withShop = (setting: Setting, work: (stores: TwoStores) => Promise<void>) =>
  withTwoStores({ orders, load: { batchSizes: [1] }, ...setting }, work);

/** Runs with a ledger of which some functions are others. */
function runOver(stores: TwoStores, changed: (ledger: Ledger) => Partial<Ledger>) {
  const ledger = (own: Ledger): Ledger => {
    const others = changed(own);
    return new Proxy(own, {
      get(object, name) {
        const other: unknown = Reflect.get(others, name);
        if (other !== undefined) return other;
        const value: unknown = Reflect.get(object, name, object);
        return typeof value === 'function' ? value.bind(object) : value;
      },
    });
  };
  return stores.run({ between: { ...impatience, ledger, chunk: 8 } });
}

const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

/** Whatever it was that made the work fail, each order stands there once, approved and paid. */
function expectAll({ main }: TwoStores): void {
  for (const { OrderID } of orders)
    expect(main.order(OrderID.replace('N', 'W'))).toMatchObject({ CompleteStatus: 'Approved' });
  expect(main.payments()).toHaveLength(orders.length);
  const added = main.requests.filter(({ action }) => action === 'AddOrder');
  expect(added).toHaveLength(orders.length);
}

describe('a record that makes the work fail once', () => {
  /** The first write of each of these orders, so that no write of unknown outcome makes the run look again. */
  const failsOnce = (ids: readonly string[], action: string, before: () => Promise<void> = async () => {}) => {
    const toFail = new Set(ids);
    return (own: Ledger): Ledger['recordIntents'] =>
      async (run, intents: readonly IntentRequest[]) => {
        const concerned = intents.filter((one) => one.action === action && toFail.delete(one.key.sourceId));
        if (concerned.length === 0) return own.recordIntents(run, intents);
        await before();
        throw new TypeError('something strange in one record');
      };
  };

  test('when it is added, after others of its chunk were: those are approved and paid by the same run', () =>
    withShop({}, async (stores) => {
      const recordIntents = failsOnce(SECOND_READ_BACK, 'add');
      const summary = await runOver(stores, (own) => ({ recordIntents: recordIntents(own) }));
      expect(heldIn(summary)).toEqual([]);
      expect(summary.status).toBe('good');
      expectAll(stores);
    }));

  test('when it is approved: it and the others of its chunk are approved and paid by the same run', () =>
    withShop({}, async (stores) => {
      const recordIntents = failsOnce(SECOND_READ_BACK, 'approve');
      const summary = await runOver(stores, (own) => ({ recordIntents: recordIntents(own) }));
      expect(heldIn(summary)).toEqual([]);
      expect(summary.status).toBe('good');
      expectAll(stores);
    }));

  test('of the last chunk, just when nothing more is found to begin: it is loaded once more by the same run', () =>
    withShop({}, async (stores) => {
      let asked = 0;
      let isAdding = false;
      let fail: () => void = () => {};
      const mayFail = new Promise<void>((resolve) => {
        fail = resolve;
      });
      const recordIntents = failsOnce(['N1016'], 'add', () => {
        isAdding = true;
        return mayFail;
      });
      const summary = await runOver(stores, (own) => ({
        recordIntents: recordIntents(own),
        async staged(store, entity, ...rest) {
          const found = await own.staged(store, entity, ...rest);
          if (entity === 'orders' && found.some(({ sourceId }) => sourceId === 'N1016')) asked += 1;
          if (asked === 2) {
            for (let waited = 0; waited < 400 && !isAdding; waited += 1) await turns(20);
            fail();
            await turns(50);
          }
          return found;
        },
      }));
      expect(isAdding).toBe(true);
      expect(heldIn(summary)).toEqual([]);
      expect(summary.status).toBe('good');
      expectAll(stores);
    }));
});
