import { expect, test } from 'vitest';
import { heldIn, orderSeed, withTwoStores } from '../rules/support/two-stores.ts';

test('a number that a copy had is not given to another order, though that copy is gone and the prefixes have changed', async () => {
  await withTwoStores({ orders: ['N100', 'N101'].map((OrderID) => orderSeed({ OrderID })) }, async (stores) => {
    expect(heldIn(await stores.run())).toEqual([]);
    stores.main.panel.removeOrder('W100');
    const { DateUpdated: _, ...late } = orderSeed({ OrderID: 'SFX100' });
    stores.west.panel.addOrder(late);
    const pipeline = await stores.pipeline({ rules: { prefix: { N: 'V', SFX: 'W' } } });
    expect(heldIn(await stores.run({ pipeline }))).toContain('orders SFX100: target-id-taken');
    expect(stores.main.order('W100')).toBeUndefined();
  });
});
