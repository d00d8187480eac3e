import { expect, test } from 'vitest';
import { heldIn, orderSeed, type Setting, withTwoStores } from './support/two-stores.ts';

const said = 'W100 stands in the primary, not approved, so it does not reach Xero.';
const howTo = "cancel it in the primary's control panel";

test.each([
  [
    'whose read-back differs',
    'read-back-differs',
    { orders: [orderSeed({ OrderID: 'N100', GrandTotal: '11.02' })], primarySwitches: { orderRounding: 'ignored' } },
  ],
  ['whose approval the primary refuses', 'refused', { orders: [orderSeed({ OrderID: 'N100' })] }],
] as const satisfies readonly (readonly [string, string, Setting])[])(
  'an order %s says that its copy stands unapproved, under which number, and how to cancel it',
  async (_, code, setting) => {
    await withTwoStores(setting, async ({ run, main }) => {
      if (code === 'refused') {
        main.faults.next = ({ action }) =>
          action === 'UpdateOrder'
            ? {
                kind: 'status',
                status: 200,
                when: 'before',
                body: '{"Ack":"Error","Messages":{"Error":{"Message":"OrderStatus is wrong","SeverityCode":"Error"}}}',
              }
            : undefined;
      }
      const summary = await run();
      expect(heldIn(summary)).toEqual([`orders N100: ${code}`]);
      expect(main.order('W100')?.CompleteStatus).toBe('Incomplete');
      expect(summary.quarantine[0]?.reason).toContain(said);
      expect(summary.quarantine[0]?.remedy).toContain(howTo);
    });
  },
);

test.each([
  ['nothing was written of', [orderSeed({ OrderID: 'N100', ShippingOption: 'Camel' })], {}],
  ['whose number is another order’s', [orderSeed({ OrderID: 'N100' })], { orders: [orderSeed({ OrderID: 'W100' })] }],
])('an order that %s says nothing of a copy', async (_, orders, main) => {
  await withTwoStores({ orders, main }, async ({ run }) => {
    const { quarantine } = await run();
    expect(quarantine.map(({ sourceId }) => sourceId)).toEqual(['N100']);
    expect(quarantine[0]?.reason).not.toContain('not approved');
    expect(quarantine[0]?.remedy).not.toContain(howTo);
  });
});
