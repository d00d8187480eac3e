import { expect, test } from 'vitest';
import { dailyProof } from '../../../src/proof/daily-proof.ts';
import { reconcile } from '../../../src/reconcile/reconcile.ts';
import { orderSeed, withTwoStores } from '../../rules/support/two-stores.ts';

const DAY = 86_400_000;

test.each([
  ['its own store invoices it', 'west'],
  ['the primary invoices it', 'main'],
  ['both do, on other days', 'both'],
] as const)('a copy to be fulfilled is not quarantined where %s after it was copied', async (_, who) => {
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

test.each([
  ['its own store invoices it', { DateInvoiced: '2026-07-21' }, {}],
  ['both invoice it, on other days', { DateInvoiced: '2026-07-21' }, { DateInvoiced: '2026-07-22' }],
])('nor where %s and its status stays as it was; it is paid, and the proof finds nothing', async (_, there, here) => {
  let now = Date.parse('2026-07-20T00:00:00Z');
  const orders = [orderSeed({ OrderID: 'N1', OrderStatus: 'Pick', DateInvoiced: '', DateCompleted: '' })];
  await withTwoStores(
    { orders, rules: { purpose: 'fulfil' }, clock: () => now },
    async ({ run, main, west, pipeline, home }) => {
      await run();
      west.panel.changeOrder('N1', there);
      if ('DateInvoiced' in here) main.panel.changeOrder('W1', here);
      for (let day = 0; day < 3; day += 1) {
        now += DAY;
        if (day === 1) {
          const payment = { OrderID: 'N1', AmountPaid: '11.00', PaymentMethodName: 'Cash' };
          west.panel.addPayment({ ...payment, DatePaid: '2026-07-22 01:00:00' });
        }
        const later = await run({ prover: dailyProof });
        expect(later.quarantine).toEqual([]);
        expect(later.proof?.stores.flatMap(({ differences }) => differences)).toEqual([]);
      }
      expect(main.payments()).toEqual([expect.objectContaining({ OrderID: 'W1', AmountPaid: '11' })]);
      const result = await reconcile({ pipeline: await pipeline(), home });
      expect(result.differences).toEqual([]);
    },
  );
});
