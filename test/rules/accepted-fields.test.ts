import { expect, test } from 'vitest';
import type { Lie } from '../../src/fake-store/index.ts';
import type { EntityName } from '../../src/model/entities.ts';
import { decisionsOn } from './support/staff-decisions.ts';
import { heldIn, orderSeed, withTwoStores } from './support/two-stores.ts';

const orders = [1, 2].map((number) =>
  orderSeed({
    OrderID: `N${number}`,
    OrderPayment: [{ Id: String(number), Amount: '11.00', DatePaid: '2026-07-10', PaymentType: 'Cash' }],
  }),
);

test.each<[string, Lie, EntityName, string]>([
  [
    'the GST of an order, as it was added',
    { on: 'add-order', field: 'OrderTax', by: '-0.30', records: 1 },
    'orders',
    'N1',
  ],
  [
    'the GST of an order, as it was approved',
    { on: 'approve', field: 'OrderTax', by: '0.30', records: 1 },
    'orders',
    'N1',
  ],
  ['the amount of a payment', { on: 'add-payment', field: 'AmountPaid', by: '-1.00', records: 1 }, 'payments', '1'],
])('what was accepted is taken by the next run, once: %s', async (_, lie, entity, id) => {
  await withTwoStores({ orders, primarySwitches: { lies: [lie] } }, async (stores) => {
    const decide = decisionsOn(stores, entity);
    const first = await stores.run();
    expect(heldIn(first).some((line) => line.startsWith(`${entity} ${id}: `))).toBe(true);
    expect(['released', 'settled']).toContain(await decide.accept(id));
    const next = await stores.run();
    expect(heldIn(next)).toEqual([]);
    expect(next.status).toBe('good');
    const [orderCount, paymentCount] = [stores.main.orders(), stores.main.payments()].map((all) => all.length);
    expect(await stores.run()).toMatchObject({ status: 'good', quarantine: [] });
    expect([stores.main.orders().length, stores.main.payments().length]).toEqual([orderCount, paymentCount]);
    expect([orderCount, paymentCount]).toEqual([2, 2]);
  });
});

test('where a step was stopped for one field, the next run stops at the first record that shows it again', async () => {
  const many = Array.from({ length: 9 }, (_, index) => orderSeed({ OrderID: `N${index + 1}` }));
  const lie: Lie = { on: 'approve', field: 'OrderTax', by: '0.30' };
  await withTwoStores({ orders: many, primarySwitches: { lies: [lie] } }, async ({ run, main }) => {
    const approved = () => main.orders().filter(({ CompleteStatus }) => CompleteStatus === 'Approved').length;
    expect((await run()).problems.map(({ code }) => code)).toEqual(['canary-differs']);
    expect(approved()).toBe(3);
    expect((await run()).problems.map(({ code }) => code)).toEqual(['canary-differs']);
    expect(approved()).toBe(4);
    main.switches.lies = [];
    expect((await run()).problems).toEqual([]);
    expect(approved()).toBe(9);
  });
});
