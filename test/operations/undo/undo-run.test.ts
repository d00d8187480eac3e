import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { undoRun } from '../../../src/operations/undo/undo-run.ts';
import type { DemoStores } from '../../run/demo-stores.ts';
import { smallSeed, startSmallStores } from '../../run/small-stores.ts';
import { openLedger } from '../../support/open-ledger.ts';

let stores: DemoStores;
beforeEach(async () => {
  stores = await startSmallStores({ west: { seed: smallSeed('west', 8) }, south: { seed: smallSeed('south', 8) } });
});
afterEach(() => stores.close());

async function undo(run: number, dryRun = false) {
  return undoRun({ pipeline: await stores.pipeline(), home: stores.home, run, dryRun });
}

const copiesNow = () => stores.main.orders().filter(({ OrderID }) => /^[WXS]/.test(OrderID));
const live = () => copiesNow().filter(({ OrderStatus }) => OrderStatus !== 'Cancelled');

describe('undo', () => {
  test('cancels the unpaid copies of a run that were not exported, lists the rest, and leaves all others as they are', async () => {
    const own = JSON.stringify(stores.main.orders());
    const { run } = await stores.run({ narrowing: { stores: ['west'], limit: 40 } });
    const copied = copiesNow().length;
    const unpaid = copiesNow().filter(({ OrderID }) => stores.main.payments(OrderID).length === 0);
    expect(unpaid.length).toBeGreaterThan(0);

    const report = await undo(run);
    expect(report.takenBack.map(({ targetId }) => targetId).sort()).toEqual(
      unpaid.map(({ OrderID }) => OrderID).sort(),
    );
    expect(live()).toHaveLength(copied - unpaid.length);
    const paid = report.byHand.filter(({ entity }) => entity === 'orders');
    expect(paid).toHaveLength(copied - unpaid.length);
    expect(paid.every(({ message }) => /RMA/.test(message))).toBe(true);
    const ids = new Set(copiesNow().map(({ OrderID }) => OrderID));
    expect(JSON.stringify(stores.main.orders().filter(({ OrderID }) => !ids.has(OrderID)))).toBe(own);
  });

  test('a dry run says the same and changes nothing', async () => {
    const { run } = await stores.run({ narrowing: { stores: ['west'], limit: 20 } });
    const before = JSON.stringify(stores.main.orders());
    const planned = await undo(run, true);
    expect(JSON.stringify(stores.main.orders())).toBe(before);
    const done = await undo(run);
    expect(done.takenBack).toEqual(planned.takenBack);
  });

  test('what was taken back is quarantined, not copied again by the next run, nor approved by a retry', async () => {
    const { run } = await stores.run({ narrowing: { stores: ['west'], limit: 40 } });
    const { takenBack } = await undo(run);
    const [first] = takenBack;
    if (first === undefined) throw new RangeError('nothing was taken back');
    const summary = await stores.run({ narrowing: { stores: ['west'], limit: 40 } });
    expect(summary.quarantine.filter(({ code }) => code === 'undone')).toHaveLength(takenBack.length);
    const ledger = openLedger((await stores.pipeline()).ledger);
    try {
      await ledger.retry(run, { store: 'west', entity: 'orders', sourceId: first.sourceId });
    } finally {
      await ledger.close();
    }
    const retried = await stores.run({ narrowing: { stores: ['west'], orders: [first.sourceId] } });
    expect(retried.quarantine).toContainEqual(
      expect.objectContaining({ sourceId: first.sourceId, code: 'read-back-differs' }),
    );
    expect(stores.main.order(first.targetId)).toMatchObject({ OrderStatus: 'Cancelled', CompleteStatus: 'Incomplete' });
  });

  test('an exported copy is left, for a person to credit', async () => {
    const { run } = await stores.run({ narrowing: { stores: ['west'], limit: 40 } });
    const unpaid = copiesNow().find(({ OrderID }) => stores.main.payments(OrderID).length === 0);
    if (unpaid === undefined) throw new RangeError('every copy is paid');
    stores.main.panel.changeOrder(unpaid.OrderID, { ExportStatus: 'Exported' });
    const report = await undo(run);
    expect(report.byHand.find(({ targetId }) => targetId === unpaid.OrderID)?.message).toMatch(/exported/);
    expect(stores.main.order(unpaid.OrderID)?.OrderStatus).toBe('Dispatched');
  });

  test('a store that does not let them be cancelled: each is listed for a person', async () => {
    const { run } = await stores.run({ narrowing: { stores: ['west'], limit: 20 } });
    stores.main.switches.statusRules = 'panel';
    const report = await undo(run);
    expect(report.takenBack).toEqual([]);
    expect(report.byHand.some(({ message }) => /did not cancel/.test(message))).toBe(true);
  });

  test('a run that there never was is said to be none', async () => {
    await stores.run({ narrowing: { stores: ['west'], limit: 1 } });
    await expect(undo(7)).rejects.toMatchObject({ code: 'not-found' });
  });

  test('that ends half way says of no copy that it is cancelled before the primary shows it', async () => {
    const { run } = await stores.run({ narrowing: { stores: ['west'], limit: 20 } });
    stores.main.faults.next = ({ action }) =>
      action === 'UpdateOrder' ? { kind: 'redirect', location: 'https://elsewhere.example' } : undefined;
    await expect(undo(run)).rejects.toMatchObject({ code: 'redirected' });
    stores.main.faults.next = undefined;
    const ledger = openLedger((await stores.pipeline()).ledger);
    const held = (await ledger.quarantined()).filter(({ reason }) => reason === 'undone');
    await ledger.close();
    expect(held.length).toBeGreaterThan(0);
    for (const { message } of held) expect(message).toMatch(/began to take it back/);

    const { takenBack } = await undo(run);
    expect(takenBack.map(({ targetId }) => targetId)).toEqual(
      expect.arrayContaining(held.map(({ targetId }) => targetId)),
    );
  });
});
