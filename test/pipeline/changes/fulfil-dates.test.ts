import { expect, test } from 'vitest';
import { orderSeed, withTwoStores } from '../../rules/support/two-stores.ts';

const DAY = 86_400_000;

test.each([
  ['its own store invoices it', 'west'],
  ['the primary invoices it', 'main'],
  ['both do, on other days', 'both'],
] as const)('a copy to be fulfilled is not held where %s after it was copied', async (_, who) => {
  let now = Date.parse('2026-07-20T00:00:00Z');
  const open = { OrderStatus: 'Pick', DateInvoiced: '', DateCompleted: '' };
  const orders = [orderSeed({ OrderID: 'N1', ...open }), orderSeed({ OrderID: 'N2', ...open })];
  await withTwoStores({ orders, rules: { purpose: 'fulfil' }, clock: () => now }, async ({ run, main, west }) => {
    const first = await run();
    expect(first.stores['west']?.orders?.created).toBe(2);
    expect(main.order('W1')).toMatchObject({ OrderStatus: 'New', DateInvoiced: '' });
    if (who !== 'main') west.panel.changeOrder('N1', { OrderStatus: 'Dispatched', DateInvoiced: '2026-07-21' });
    if (who !== 'west') main.panel.changeOrder('W1', { OrderStatus: 'Dispatched', DateInvoiced: '2026-07-22' });
    for (let day = 0; day < 3; day += 1) {
      now += DAY;
      const later = await run();
      expect(later.quarantine).toEqual([]);
      expect(later.status).toBe('good');
    }
  });
});
