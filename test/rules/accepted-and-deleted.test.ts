import { describe, expect, test } from 'vitest';
import { decisionsOn } from './support/staff-decisions.ts';
import { heldIn, orderSeed, withTwoStores } from './support/two-stores.ts';

describe('An order whose difference was accepted, and that its store deletes before it is read again', () => {
  test.each(['accept', 'retry'] as const)('comes to an end: it is told, and can be dropped (%s)', async (verb) => {
    const orders = [orderSeed({ OrderID: 'N100', GrandTotal: '11.64' }), orderSeed({ OrderID: 'N101' })];
    await withTwoStores({ orders }, async (stores) => {
      const decide = decisionsOn(stores, 'orders');
      await stores.run();
      await decide[verb]('N100');
      stores.west.panel.removeOrder('N100');
      const summary = await stores.run();
      if (verb === 'accept') expect(heldIn(summary)).toEqual(['orders N100: vanished']);
      expect(await decide.drop('N100')).toBe(true);
      const after = await stores.run();
      expect(heldIn(after)).toEqual([]);
      expect(after.status).toBe('good');
      expect(stores.main.order('W100')).toBeUndefined();
    });
  });

  test('after its copy was made: it comes to an end too, whichever of the two is looked at first', async () => {
    const orders = [orderSeed({ OrderID: 'N100', OrderRounding: '0.03' }), orderSeed({ OrderID: 'N101' })];
    const primarySwitches = { orderRounding: 'ignored' } as const;
    await withTwoStores({ orders, switches: {}, primarySwitches }, async (stores) => {
      const decide = decisionsOn(stores, 'orders');
      expect(heldIn(await stores.run())).toEqual(['orders N100: read-back-differs']);
      expect(await decide.accept('N100')).toBe('released');
      stores.west.panel.removeOrder('N100');
      const summary = await stores.run();
      const left = heldIn(summary);
      if (left.length > 0) {
        expect(left).toEqual(['orders N100: vanished']);
        expect(summary.quarantine[0]?.reason).toContain('W100 stands in the primary');
        await decide.drop('N100');
      }
      const after = await stores.run();
      expect([after.status, heldIn(after)]).toEqual(['good', []]);
    });
  });
});
