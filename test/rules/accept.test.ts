import { describe, expect, test } from 'vitest';
import { countsTable } from '../../src/cli/text/counts-table.ts';
import { openLedger } from '../support/open-ledger.ts';
import { heldIn, orderSeed, type TwoStores, withTwoStores } from './support/two-stores.ts';

async function accept({ ledgerFile }: TwoStores, sourceId: string): Promise<string> {
  const ledger = openLedger(ledgerFile);
  try {
    const run = await ledger.beginRun({ narrowed: true });
    return await ledger.accept(run, { store: 'west', entity: 'orders', sourceId }, 'seen by the bookkeeper');
  } finally {
    await ledger.close();
  }
}

describe('accepting a quarantined order', () => {
  test('whose total its fields do not explain: it is copied with what they come to, and approved', async () => {
    const odd = orderSeed({ OrderID: 'N100', GrandTotal: '11.64' });
    await withTwoStores({ orders: [odd] }, async (stores) => {
      expect(heldIn(await stores.run())).toEqual(['orders N100: total-unexplained']);
      expect(stores.main.order('W100')).toBeUndefined();
      expect(await accept(stores, 'N100')).toBe('released');
      const summary = await stores.run();
      expect(heldIn(summary)).toEqual([]);
      expect(stores.main.order('W100')).toMatchObject({ GrandTotal: '11.00', CompleteStatus: 'Approved' });
      expect(await stores.find('orders', 'N100')).toMatchObject({
        state: 'loaded',
        accepted: '-0.64',
        amount: '11.64',
      });
    });
  });

  test('tells what it comes to in its store, and what was copied of that, where these differ', async () => {
    const [odd, even] = [orderSeed({ OrderID: 'N100', GrandTotal: '11.64' }), orderSeed({ OrderID: 'N101' })];
    await withTwoStores({ orders: [odd, even] }, async (stores) => {
      const first = await stores.run();
      expect(countsTable(first, { created: 'copied' })).toMatch(/amount in its store\n[^$]*orders .* 11\.00$/);
      await accept(stores, 'N100');
      const second = await stores.run();
      expect(second.amounts['west']?.orders?.created).toBe('11.64');
      expect(second.acceptedAmounts).toEqual({ west: { orders: { created: '-0.64' } } });
      const text = countsTable(second, { created: 'copied' });
      expect(text).toContain('amount in its store  amount copied');
      expect(text).toMatch(/west +orders .* 11\.64 +11\.00$/m);
    });
  });

  test('allows no more than what was seen: another total is quarantined again', async () => {
    await withTwoStores({ orders: [orderSeed({ OrderID: 'N100', GrandTotal: '11.64' })] }, async (stores) => {
      await stores.run();
      await accept(stores, 'N100');
      stores.west.panel.changeOrder('N100', { GrandTotal: '12.64' });
      expect(heldIn(await stores.run())).toEqual(['orders N100: total-unexplained']);
    });
  });

  test('whose copy the primary makes another total of: that copy is approved, and no second one made', async () => {
    const rounded = orderSeed({ OrderID: 'N100', OrderRounding: '0.03' });
    const primarySwitches = { orderRounding: 'ignored' } as const;
    await withTwoStores({ orders: [rounded], switches: {}, primarySwitches }, async (stores) => {
      expect(heldIn(await stores.run())).toEqual(['orders N100: read-back-differs']);
      expect(stores.main.order('W100')).toMatchObject({ GrandTotal: '11.00', CompleteStatus: 'Incomplete' });
      expect(await stores.find('orders', 'N100')).toMatchObject({ difference: '-0.03' });
      expect(await accept(stores, 'N100')).toBe('released');
      stores.main.clearLogs();
      expect(heldIn(await stores.run())).toEqual([]);
      expect(stores.main.order('W100')).toMatchObject({ GrandTotal: '11.00', CompleteStatus: 'Approved' });
      expect(stores.main.requests.filter(({ action }) => action === 'AddOrder')).toEqual([]);
    });
  });
});

describe('order rounding', () => {
  test('at a till is copied to the cent', async () => {
    await withTwoStores({ orders: [orderSeed({ OrderID: 'N100', OrderRounding: '-0.02' })] }, async ({ run, main }) => {
      expect(heldIn(await run())).toEqual([]);
      expect(main.order('W100')).toMatchObject({ GrandTotal: '10.98', CompleteStatus: 'Approved' });
    });
  });

  test('that the primary ignores is seen at once, and such a copy is not approved', async () => {
    const orders = [orderSeed({ OrderID: 'N100', OrderRounding: '-0.02' })];
    const primarySwitches = { orderRounding: 'ignored' } as const;
    await withTwoStores({ orders, switches: {}, primarySwitches }, async ({ run, main }) => {
      expect(heldIn(await run())).toEqual(['orders N100: read-back-differs']);
      expect(main.order('W100')).toMatchObject({ CompleteStatus: 'Incomplete' });
      expect(main.requests.filter(({ action }) => action === 'AddOrder')).toHaveLength(1);
    });
  });
});
