import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { heldIn, orderSeed, type TwoStores, withTwoStores } from '../../rules/support/two-stores.ts';
import { notingFormerSnapshots } from '../../support/former-snapshots.ts';
import { storedSnapshots } from '../../support/stored-snapshots.ts';

/** Two orders of one shopper, word for word. */
const orders = ['N100', 'N101'].map((OrderID) =>
  orderSeed({
    OrderID,
    DeliveryInstruction: 'at the door',
    InternalOrderNotes: 'call first',
    PurchaseOrderNumber: 'PO 7',
    ShipPhone: '0400 000 001',
    OrderLine: [
      { SKU: 'MUG', Quantity: 1, UnitPrice: '11.00', ProductName: 'Mug', ItemNotes: 'blue', ShippingTracking: 'T 1' },
    ],
  }),
);

type Json = Readonly<Record<string, unknown>>;

function snapshots({ ledgerFile }: TwoStores): Map<string, Json> {
  return new Map([...storedSnapshots(ledgerFile)].map(([id, { copiedAs }]) => [id, JSON.parse(copiedAs) as Json]));
}

/** Every text in it that is no plain field: each part of what is made of several. */
function hashesIn(value: unknown, name = ''): string[] {
  if (typeof value === 'string') {
    const isPlain = ['salt', 'status', 'id', 'service'].includes(name);
    return isPlain ? [] : value.split(',').filter((part) => part !== '');
  }
  if (Array.isArray(value)) return value.flatMap((one) => hashesIn(one));
  if (typeof value !== 'object' || value === null || name === 'fields') return [];
  return Object.entries(value).flatMap(([inner, one]) => hashesIn(one, inner));
}

test('what two orders of one shopper have in common can not be seen in the ledger', () =>
  withTwoStores({ orders }, async (stores) => {
    await stores.run();
    const [first, second] = [...snapshots(stores).values()].map((snapshot) => hashesIn(snapshot));
    expect(first?.length).toBeGreaterThan(15);
    expect(first?.filter((hash) => second?.includes(hash))).toEqual([]);
  }));

describe.each([
  ['without salt', 'unsalted', [undefined, undefined]],
  ['with long hashes', 'long', ['west N100', 'west N101']],
] as const)('snapshots that an earlier version kept %s', (_, form, formerSalts) => {
  let now = Date.parse('2026-07-20T06:00:00Z');
  const withOldLedger = (use: (stores: TwoStores) => Promise<void>) =>
    withTwoStores({ orders, clock: () => now }, async (stores) => {
      const former = new Map<string, string>();
      await stores.run({ between: notingFormerSnapshots(form, former) });
      expect(former.size).toBe(2);
      const database = new DatabaseSync(stores.ledgerFile);
      const statement = database.prepare(
        'UPDATE snapshot SET copied_as = ?, read_as = ? WHERE record = (SELECT id FROM record WHERE source_id = ?)',
      );
      for (const [id, text] of former) statement.run(text, text, id);
      database.close();
      expect([...snapshots(stores).values()].map(({ salt }) => salt)).toEqual(formerSalts);
      stores.main.clearLogs();
      now += 60_000;
      await use(stores);
    });

  const written = ({ main }: TwoStores) => main.requests.filter(({ action }) => /^(Add|Update)/.test(action));
  const salts = (stores: TwoStores) => [...snapshots(stores).values()].map(({ salt }) => salt);

  test('are replaced when the order is read again, and no copy counts as changed', () =>
    withOldLedger(async (stores) => {
      for (const { OrderID } of orders) stores.west.panel.changeOrder(OrderID, { OnHoldType: 'Layby' });
      const summary = await stores.run();
      expect(heldIn(summary)).toEqual([]);
      expect(summary.stores['west']?.orders).toMatchObject({ read: 2, unchanged: 2, updated: 0 });
      expect(written(stores)).toEqual([]);
      expect(salts(stores)).toEqual(['*west N100', '*west N101']);
    }));

  test('are replaced by the daily look where nothing is read again', () =>
    withOldLedger(async (stores) => {
      now += 25 * 3_600_000;
      expect(heldIn(await stores.run())).toEqual([]);
      expect(written(stores)).toEqual([]);
      expect(salts(stores)).toEqual(['*west N100', '*west N101']);
    }));

  test('tell what has changed since, which goes over by the three-way rule, before they are replaced', () =>
    withOldLedger(async (stores) => {
      stores.west.panel.changeOrder('N100', { DeliveryInstruction: 'ring the bell', ShipPhone: '0400 000 002' });
      expect(heldIn(await stores.run())).toEqual([]);
      expect(stores.main.order('W100')).toMatchObject({
        DeliveryInstruction: 'ring the bell',
        ShipPhone: '0400 000 002',
      });
      now += 60_000;
      stores.west.panel.changeOrder('N100', { OnHoldType: 'Layby' });
      expect(heldIn(await stores.run())).toEqual([]);
      expect(snapshots(stores).get('N100')?.['salt']).toBe('*west N100');
    }));

  test('still tell what its store does not show any more, until it is shown again', () =>
    withOldLedger(async (stores) => {
      stores.west.switches.notShown = ['Order.OrderTax'];
      stores.west.panel.changeOrder('N100', { OnHoldType: 'Layby' });
      expect(heldIn(await stores.run())).toEqual([]);
      expect(snapshots(stores).get('N100')).toMatchObject({ fields: { tax: '1.00' } });
      now += 60_000;
      stores.west.switches.notShown = [];
      stores.west.panel.changeOrder('N100', { OnHoldType: '' });
      expect(heldIn(await stores.run())).toEqual([]);
      expect(written(stores)).toEqual([]);
      expect(snapshots(stores).get('N100')).toMatchObject({ salt: '*west N100', fields: { tax: '1.00' } });
    }));
});
