import { expect, test } from 'vitest';
import type { Switches } from '../../src/fake-store/index.ts';
import { heldIn, orderSeed, withTwoStores } from './support/two-stores.ts';

const orders = ['N100', 'N101'].map((OrderID) => orderSeed({ OrderID }));

test('a tax that a store shows neither of a line nor of the order is not taken for none: the order is held', async () => {
  const switches: Partial<Switches> = { notShown: ['OrderLine.Tax', 'Order.OrderTax'] };
  await withTwoStores({ orders, switches, primarySwitches: {} }, async (stores) => {
    expect(heldIn(await stores.run())).toEqual(['orders N100: tax-not-shown', 'orders N101: tax-not-shown']);
    expect(stores.main.orders()).toEqual([]);
  });
});

test('where the order shows its tax, that of its lines follows', async () => {
  await withTwoStores({ orders, switches: { notShown: ['OrderLine.Tax'] }, primarySwitches: {} }, async (stores) => {
    expect(heldIn(await stores.run())).toEqual([]);
    expect(stores.main.orders().map(({ OrderTax }) => Number(OrderTax))).toEqual([1, 1]);
  });
});
