import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { adoptIntoLedger } from '../../../src/operations/adopt/open-adoption.ts';
import { heldIn, orderSeed, type TwoStores, withTwoStores } from '../../rules/support/two-stores.ts';

const order = orderSeed({ OrderID: 'N100', OrderStatus: 'New' });
/** Made by another recipe: nothing in it names its source. */
const foreign = { ...order, OrderID: 'W100', CompleteStatus: 'Approved' };

async function adopt({ pipeline, ledgerFile }: TwoStores): Promise<void> {
  const report = await adoptIntoLedger({ pipeline: await pipeline(), home: dirname(ledgerFile) });
  expect(report.adopted['west']).toMatchObject({ orders: 1 });
}

describe('the status of a copy', () => {
  test.each(['none', 'panel'] as const)('goes forwards only, statusRules %s', async (statusRules) => {
    const setting = { orders: [order], main: { orders: [foreign] }, primarySwitches: { statusRules } };
    await withTwoStores(setting, async (stores) => {
      const { run, west, main } = stores;
      await adopt(stores);
      await run();
      west.panel.changeOrder('N100', { OrderStatus: 'Dispatched' });
      const forwards = await run();
      expect(heldIn(forwards)).toEqual([]);
      expect(forwards.stores['west']?.orders).toMatchObject({ updated: 1 });
      expect(main.order('W100')).toMatchObject({ OrderStatus: 'Dispatched', CompleteStatus: 'Approved' });
      west.panel.changeOrder('N100', { OrderStatus: 'Pick', CompleteStatus: 'Incomplete' });
      const backwards = await run();
      expect(heldIn(backwards)).toEqual([]);
      expect(backwards.stores['west']?.orders).toMatchObject({ updated: 0, unchanged: 1 });
      expect(main.order('W100')).toMatchObject({ OrderStatus: 'Dispatched', CompleteStatus: 'Approved' });
    });
  });

  test('is the primary’s own where it fulfils', async () => {
    const rules = { purpose: 'fulfil' };
    await withTwoStores({ orders: [order], rules }, async ({ run, west, main }) => {
      await run();
      west.panel.changeOrder('N100', { OrderStatus: 'Dispatched' });
      expect((await run()).stores['west']?.orders).toMatchObject({ updated: 0 });
      expect(main.order('W100')).toMatchObject({ OrderStatus: 'New' });
    });
  });

  test('that staff set in the primary to something off the way is quarantined, not overwritten', async () => {
    await withTwoStores({ orders: [order], main: { orders: [foreign] } }, async (stores) => {
      const { run, west, main } = stores;
      await adopt(stores);
      await run();
      main.panel.changeOrder('W100', { OrderStatus: 'On Hold' });
      west.panel.changeOrder('N100', { OrderStatus: 'Dispatched' });
      const summary = await run();
      expect(heldIn(summary)).toEqual(['orders N100: changed-on-both-sides']);
      expect(summary.quarantine[0]?.reason).toContain('status');
      expect(main.order('W100')).toMatchObject({ OrderStatus: 'On Hold' });
    });
  });
});

describe('the approval of a copy', () => {
  const waiting = { ...order, CompleteStatus: 'Incomplete' };

  test('an adopted copy is approved when its order is, if its total is its order’s', async () => {
    const unapproved = { ...foreign, CompleteStatus: 'Incomplete' };
    await withTwoStores({ orders: [waiting], main: { orders: [unapproved] } }, async (stores) => {
      const { run, west, main } = stores;
      await adopt(stores);
      await run();
      west.panel.changeOrder('N100', { CompleteStatus: 'Approved' });
      const summary = await run();
      expect(heldIn(summary)).toEqual([]);
      expect(summary.stores['west']?.orders).toMatchObject({ updated: 1 });
      expect(main.order('W100')).toMatchObject({ CompleteStatus: 'Approved', OrderStatus: 'New' });
    });
  });

  test('that staff took back is not given again', async () => {
    await withTwoStores({ orders: [order] }, async ({ run, west, main }) => {
      await run();
      west.panel.changeOrder('N100', { CompleteStatus: 'Incomplete' });
      await run();
      main.panel.changeOrder('W100', { CompleteStatus: 'Incomplete' });
      west.panel.changeOrder('N100', { CompleteStatus: 'Approved' });
      const summary = await run();
      expect(heldIn(summary)).toEqual(['orders N100: changed-on-both-sides']);
      expect(summary.quarantine[0]?.reason).toContain('approval');
      expect(main.order('W100')).toMatchObject({ CompleteStatus: 'Incomplete' });
    });
  });
});
