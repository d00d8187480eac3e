import { expect, test } from 'vitest';
import type { OrderSeed, Switches } from '../../src/fake-store/index.ts';
import { heldIn, orderSeed, type TwoStores, withTwoStores } from './support/two-stores.ts';

/** 61.30 less 5 % is 58.235 a piece, and eleven of them are 640.585: both are half cents. */
const eleven = { SKU: 'MUG', Quantity: 11, UnitPrice: '61.30', PercentDiscount: '5' };
const orders: OrderSeed[] = [
  orderSeed({ OrderID: 'N100', OrderLine: [eleven] }),
  // 1,901.74 where a line's half cents are not rounded up.
  orderSeed({ OrderID: 'N101', OrderLine: [eleven, { SKU: 'BOOK', Quantity: 1, UnitPrice: '1261.16' }] }),
  orderSeed({ OrderID: 'N102', OrderLine: [eleven], TaxInclusive: false }),
  orderSeed({ OrderID: 'N103', OrderLine: [eleven, { ...eleven, Quantity: 3 }], ShippingTotal: '9.95' }),
];

/** What the primary is asked to add, as text. */
function asked({ main }: TwoStores): string[] {
  const bodies: string[] = [];
  main.faults.next = ({ action, body }) => {
    if (action === 'AddOrder') bodies.push(JSON.stringify(body));
    return undefined;
  };
  return bodies;
}

const ways = (['per-line', 'per-unit', 'per-order'] as const).flatMap((discountRounding) =>
  (['up', 'even', 'down'] as const).map((lineHalfCents) => [discountRounding, lineHalfCents] as const),
);

test.each(ways)(
  'eleven at 61.30 less 5 percent are copied to the cent, and no rounding is sent along, where both stores round %s and half cents %s',
  async (discountRounding, lineHalfCents) => {
    const switches: Partial<Switches> = { discountRounding, lineHalfCents };
    await withTwoStores({ orders, switches }, async (stores) => {
      const bodies = asked(stores);
      const summary = await stores.run();
      expect(heldIn(summary)).toEqual([]);
      const told = summary.warnings.find(({ code }) => code === 'gst-rounding');
      for (const { OrderID } of orders) {
        const [source, copy] = [stores.west.order(OrderID), stores.main.order(OrderID.replace('N', 'W'))];
        expect([copy?.GrandTotal, copy?.CompleteStatus], OrderID).toEqual([source?.GrandTotal, 'Approved']);
        // GST by another way of rounding is copied, and told.
        const cents = Math.round(100 * (Number(copy?.OrderTax) - Number(source?.OrderTax)));
        expect(Math.abs(cents), OrderID).toBeLessThanOrEqual(1);
        if (cents !== 0) expect(told?.examples, OrderID).toContain(OrderID);
      }
      expect(bodies.filter((body) => /"OrderRounding":"-?0*\.?0*[1-9]/.test(body))).toEqual([]);
    });
  },
);

test('a total that its fields miss by more than rounding can explain is quarantined before anything is written', async () => {
  const missed = [
    orderSeed({ OrderID: 'N100', GrandTotal: '11.01' }),
    orderSeed({ OrderID: 'N101', GrandTotal: '11.06' }),
    orderSeed({ OrderID: 'N102', GrandTotal: '10.94' }),
  ];
  await withTwoStores({ orders: missed }, async ({ run, main }) => {
    expect(heldIn(await run())).toEqual(['orders N101: total-unexplained', 'orders N102: total-unexplained']);
    expect(main.orders().map(({ OrderID, GrandTotal }) => `${OrderID} ${GrandTotal}`)).toEqual(['W100 11.01']);
  });
});
