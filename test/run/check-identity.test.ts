import { expect, test } from 'vitest';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { ConsolidatorError } from '../../src/model/errors.ts';
import { orderSeed, withTwoStores } from '../rules/support/two-stores.ts';
import { impatience } from '../support/impatience.ts';

/** Counts one order more as read than there is. */
function miscounting(ledger: Ledger): Ledger {
  return new Proxy(ledger, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (name !== 'counts') return typeof member === 'function' ? member.bind(target) : member;
      return async (run: number) => {
        const counts = await target.counts(run);
        return new Map(
          [...counts].map(([store, entities]) => [
            store,
            new Map([...entities].map(([entity, one]) => [entity, { ...one, read: one.read + 1 }])),
          ]),
        );
      };
    },
  });
}

test('a run whose counts do not come to what was read does not end well', async () => {
  await withTwoStores({ orders: [orderSeed({ OrderID: 'N100' })] }, async (stores) => {
    const end = await stores.run({ between: { ...impatience, ledger: miscounting } }).then(
      ({ status }) => status,
      (error: unknown) => (error instanceof ConsolidatorError ? error.code : error),
    );
    expect(end).toBe('internal');
  });
});
