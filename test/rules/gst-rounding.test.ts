import { expect, test } from 'vitest';
import type { Lie, OrderSeed } from '../../src/fake-store/index.ts';
import { heldIn, orderSeed, withTwoStores } from './support/two-stores.ts';

/** 1.05 holds 0.0954… of tax: three such lines come to 0.30 line by line, and to 0.29 in one sum. */
const threeLines = (OrderID: string): OrderSeed =>
  orderSeed({
    OrderID,
    OrderLine: ['MUG', 'BOOK', 'MUG'].map((SKU) => ({ SKU, Quantity: 1, UnitPrice: '1.05' })),
  });

test('GST that differs by the way of rounding alone is copied, summed and told', async () => {
  const orders = ['N100', 'N101', 'N102'].map(threeLines);
  const setting = {
    orders,
    switches: { taxRounding: 'per-order' },
    primarySwitches: { taxRounding: 'per-line' },
  } as const;
  await withTwoStores(setting, async ({ run, west, main }) => {
    const summary = await run();
    expect(heldIn(summary)).toEqual([]);
    expect(summary.status).toBe('good');
    expect(Number(main.order('W100')?.OrderTax) - Number(west.order('N100')?.OrderTax)).toBeCloseTo(0.01);
    expect(main.orders().map(({ CompleteStatus }) => CompleteStatus)).toEqual(['Approved', 'Approved', 'Approved']);
    const told = summary.warnings.filter(({ code }) => code === 'gst-rounding');
    expect(told).toMatchObject([{ store: 'west', entity: 'orders', count: 3 }]);
    expect(told[0]?.message).toContain('by 0.03 in all');
  });
});

const cents = (by: string, orders: string[]): Lie => ({ on: 'add-order', field: 'OrderTax', by, orders });

test('GST that differs by more than a cent for each amount of tax is quarantined, and a cent too where `accounting.gstRounding` says so', async () => {
  const orders = ['N100', 'N101', 'N102'].map((OrderID) => orderSeed({ OrderID }));
  const lies = [cents('0.01', ['W101']), cents('0.02', ['W102'])];
  await withTwoStores({ orders, primarySwitches: { lies } }, async ({ run, main }) => {
    const summary = await run();
    expect(heldIn(summary)).toEqual(['orders N102: read-back-differs']);
    expect(main.order('W101')?.CompleteStatus).toBe('Approved');
    expect(summary.warnings.filter(({ code }) => code === 'gst-rounding')).toMatchObject([{ examples: ['N101'] }]);
  });
  const accounting = { gstRounding: 'hold' };
  await withTwoStores({ orders, accounting, primarySwitches: { lies } }, async ({ run, main }) => {
    expect(heldIn(await run())).toEqual(['orders N101: read-back-differs', 'orders N102: read-back-differs']);
    expect(main.order('W101')?.CompleteStatus).not.toBe('Approved');
  });
});
