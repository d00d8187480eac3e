import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { heldIn, orderSeed, type TwoStores, withTwoStores } from '../../rules/support/two-stores.ts';
import { openLedger } from '../../support/open-ledger.ts';
import { storedSnapshots } from '../../support/stored-snapshots.ts';

const line = (sku: string, quantity: number, price: string) => ({ SKU: sku, Quantity: quantity, UnitPrice: price });
const two = orderSeed({ OrderID: 'N100', OrderLine: [line('MUG', 1, '11.00'), line('BOOK', 1, '20.00')] });

async function decide(stores: TwoStores, verb: 'accept' | 'retry', sourceId: string): Promise<void> {
  const ledger = openLedger(stores.ledgerFile);
  const key = { store: 'west', entity: 'orders', sourceId } as const;
  try {
    const run = await ledger.beginRun({ narrowed: true });
    if (verb === 'accept') expect(await ledger.accept(run, key, 'changed by hand')).toBe('settled');
    else expect(await ledger.retry(run, key)).toBe('staged');
  } finally {
    await ledger.close();
  }
}

describe('a change that no program can carry over', () => {
  test('is named field by field, and the copy stays as it is', async () => {
    await withTwoStores({ orders: [two] }, async ({ run, west, main }) => {
      await run();
      west.panel.changeOrder('N100', { OrderLine: [line('MUG', 1, '11.00'), line('BOOK', 2, '20.00')] });
      const summary = await run();
      expect(heldIn(summary)).toEqual(['orders N100: changed-after-copy']);
      expect(summary.quarantine[0]?.reason).toContain('total: 31.00 → 51.00');
      expect(summary.quarantine[0]?.reason).toContain('line 2 quantity: 1 → 2');
      expect(summary.quarantine[0]?.reason).not.toContain('line 1');
      expect(summary.quarantine[0]?.remedy).toContain('-r1');
      expect(main.order('W100')).toMatchObject({ GrandTotal: '31.00' });
    });
  });

  test('names what could go over too, since that does not while the rest is quarantined', async () => {
    await withTwoStores({ orders: [two] }, async ({ run, west, main }) => {
      await run();
      const sent = { ...line('BOOK', 2, '20.00'), ShippingTracking: 'TRACK 1' };
      west.panel.changeOrder('N100', { OrderLine: [line('MUG', 1, '11.00'), sent], CustomerRef1: 'PO 7' });
      const [held] = (await run()).quarantine;
      expect(held?.reason).toContain('line 2 tracking changed; customer references changed');
      expect(main.order('W100')).toMatchObject({ CustomerRef1: '' });
    });
  });

  test('says that lines came and went', async () => {
    await withTwoStores({ orders: [two] }, async ({ run, west }) => {
      await run();
      west.panel.changeOrder('N100', { OrderLine: [line('MUG', 1, '11.00')] });
      expect((await run()).quarantine[0]?.reason).toContain('line 2 removed: 1 × BOOK');
    });
  });

  test('tells of a customer’s details that they changed, and nothing of what they are', async () => {
    await withTwoStores(
      { orders: [two], rules: { customers: { policy: 'match' } } },
      async ({ run, west, ledgerFile }) => {
        await run();
        west.panel.changeOrder('N100', { Username: 'fitz', BillLastName: 'Fitzgerald', Email: 'secret@example.org' });
        const [held] = (await run()).quarantine;
        expect(held?.reason).toBe('N100: username changed; email changed; billing changed');
        const rows = [...storedSnapshots(ledgerFile).values()];
        expect(rows).toHaveLength(1);
        expect(JSON.stringify(rows)).toContain('BOOK');
        expect(JSON.stringify(rows)).not.toMatch(/Jane|Smith|Fitzgerald|example/);
      },
    );
  });

  test('is none any more once its own store takes it back', async () => {
    await withTwoStores({ orders: [two] }, async ({ run, west, find }) => {
      await run();
      west.panel.changeOrder('N100', { OrderLine: [line('MUG', 3, '11.00'), line('BOOK', 1, '20.00')] });
      expect(heldIn(await run())).toEqual(['orders N100: changed-after-copy']);
      west.panel.changeOrder('N100', { OrderLine: [line('MUG', 1, '11.00'), line('BOOK', 1, '20.00')] });
      const back = await run();
      expect(heldIn(back)).toEqual([]);
      expect(back.stores['west']?.orders).toMatchObject({ read: 1, unchanged: 1 });
      expect(await find('orders', 'N100')).toMatchObject({ state: 'loaded', targetId: 'W100', payload: null });
    });
  });

  test('is compared with what was accepted from then on', async () => {
    await withTwoStores({ orders: [two] }, async (stores) => {
      const { run, west } = stores;
      await run();
      west.panel.changeOrder('N100', { OrderLine: [line('MUG', 3, '11.00'), line('BOOK', 1, '20.00')] });
      await run();
      await decide(stores, 'accept', 'N100');
      expect(heldIn(await run())).toEqual([]);
      west.panel.changeOrder('N100', { OrderLine: [line('MUG', 4, '11.00'), line('BOOK', 1, '20.00')] });
      expect((await run()).quarantine[0]?.reason).toContain('line 1 quantity: 3 → 4');
    });
  });

  test('is quarantined again when it is retried, and no second copy is made', async () => {
    await withTwoStores({ orders: [two] }, async (stores) => {
      const { run, west, main, find } = stores;
      await run();
      west.panel.changeOrder('N100', { OrderLine: [line('MUG', 3, '11.00'), line('BOOK', 1, '20.00')] });
      await run();
      await decide(stores, 'retry', 'N100');
      expect(heldIn(await run())).toEqual(['orders N100: changed-after-copy']);
      expect(await find('orders', 'N100')).toMatchObject({ targetId: 'W100' });
      expect(main.orders().map(({ OrderID }) => OrderID)).toEqual(['W100']);
    });
  });

  test('an order that staff enter anew under the reserved suffix is nobody’s stranger', async () => {
    await withTwoStores({ orders: [two] }, async ({ run, main }) => {
      await run();
      main.panel.addOrder({ ...two, OrderID: 'W100-r1', DateUpdated: '' });
      expect((await run()).differences).toEqual([]);
    });
  });

  test('an order copied by a version that kept no snapshots is followed from its next reading on', async () => {
    await withTwoStores({ orders: [two] }, async ({ run, west, ledgerFile }) => {
      await run();
      const database = new DatabaseSync(ledgerFile);
      database.exec('DELETE FROM snapshot');
      database.close();
      west.panel.changeOrder('N100', { PickStatus: 'Complete' });
      expect(heldIn(await run())).toEqual([]);
      west.panel.changeOrder('N100', { OrderLine: [line('MUG', 2, '11.00'), line('BOOK', 1, '20.00')] });
      expect((await run()).quarantine[0]?.reason).toContain('line 1 quantity: 1 → 2');
    });
  });
});
