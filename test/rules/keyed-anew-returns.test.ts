import { describe, expect, test } from 'vitest';
import type { Switches } from '../../src/fake-store/index.ts';
import { decisionsOn } from './support/staff-decisions.ts';
import { heldIn, orderSeed, type TwoStores, withTwoStores } from './support/two-stores.ts';

const DAY = 86_400_000;
const ENTITIES = ['products', 'customers', 'orders', 'payments', 'rmas'];
const RULES = { entities: ENTITIES, rma: { staff: 'anna', warehouse: 'Virtual' } };

const give = ({ west }: TwoStores, orderId: string, amount = '11.00') =>
  west.panel.addRma({
    OrderID: orderId,
    DateIssued: '2026-07-12',
    RmaLine: [{ SKU: 'MUG', Quantity: 1, RefundSubtotal: amount }],
    Refund: [{ RefundAmount: amount, PaymentMethodName: 'Cash', RefundStatus: 'Refunded', DateRefunded: '2026-07-12' }],
  }).RmaID;

const onCopy = ({ main }: TwoStores, id: string) =>
  main
    .rmas()
    .filter(({ OrderID }) => OrderID === id)
    .map(({ PurchaseOrderNumber, RefundTotal }) => `${PurchaseOrderNumber} ${RefundTotal}`)
    .sort();

const changed = (amount: string) => ({
  RmaLine: [{ SKU: 'MUG', Quantity: 1, RefundSubtotal: amount }],
  Refund: [{ RefundAmount: amount, PaymentMethodName: 'Cash', RefundStatus: 'Refunded', DateRefunded: '2026-07-12' }],
});

const shown: readonly (readonly [how: string, references: Switches['references']])[] = [
  ['as they were sent', {}],
  ['with notes without their spaces', { InternalNotes: [{ how: 'spaces-lost' }] }],
  ['with their number alone', { InternalNotes: [{ how: 'dropped' }] }],
];

describe.each(shown)('where the primary shows returns %s', (_, references) => {
  const primarySwitches = { references };
  test('a return that its store deletes and keys anew alike takes the copy over; otherwise a person is asked, and nothing is credited twice', async () => {
    let now = Date.parse('2026-07-20T00:00:00Z');
    const ids = ['N100', 'N101', 'N102', 'N103', 'N104', 'N105'];
    const orders = ids.map((OrderID) => orderSeed({ OrderID }));
    const setting = { orders, rules: RULES, main: { staff: ['anna'] }, clock: () => now, primarySwitches };
    await withTwoStores(setting, async (stores) => {
      const [same, other, split, deleted, gone] = ['N100', 'N101', 'N102', 'N103', 'N104'].map((id) =>
        give(stores, id),
      );
      give(stores, 'N105');
      expect(heldIn(await stores.run())).toEqual([]);
      expect(stores.main.rmas()).toHaveLength(6);
      const { panel } = stores.west;
      const anew = panel.rekeyRma(same ?? '').RmaID;
      const less = panel.rekeyRma(other ?? '', changed('10.00')).RmaID;
      const halves = [panel.rekeyRma(split ?? '', changed('5.00')).RmaID, give(stores, 'N102', '6.00')];
      panel.removeRma(deleted ?? '');
      panel.removeRma(gone ?? '');
      stores.main.panel.removeRma(
        stores.main.rmas().find(({ PurchaseOrderNumber }) => PurchaseOrderNumber === `west:${gone}`)?.RmaID ?? '',
      );
      now += DAY;
      const summary = await stores.run();
      expect(heldIn(summary).sort()).toEqual(
        [`rmas ${deleted}: rma-gone`, ...[less, ...halves].map((id) => `rmas ${id}: rma-replaced`)].sort(),
      );
      const told = summary.quarantine.find(({ sourceId }) => sourceId === less);
      expect(told?.reason).toContain(`Return ${less} of N101 (10.00`);
      expect(told?.reason).toContain(`return ${other} (11.00`);
      for (const half of halves) {
        const reason = summary.quarantine.find(({ sourceId }) => sourceId === half)?.reason;
        for (const id of halves) expect(reason).toContain(`Return ${id} of N102`);
        expect(reason).toContain('Decide first about one that was; the others are judged anew then');
      }
      const decide = decisionsOn(stores, 'rmas');
      expect(await decide.record(anew)).toMatchObject({ state: 'loaded', targetId: `west:${same}` });
      expect(await decide.record(same ?? '')).toMatchObject({ state: 'skipped', reason: 'replaced-in-store' });
      expect(await decide.record(gone ?? '')).toMatchObject({ state: 'skipped', reason: 'gone-on-both-sides' });
      expect(stores.main.rmas()).toHaveLength(5);

      expect(await decide.accept(less)).toBe('settled');
      const copy = stores.main.rmas().find(({ PurchaseOrderNumber }) => PurchaseOrderNumber === `west:${split}`);
      stores.main.panel.removeRma(copy?.RmaID ?? '');
      for (const id of halves) expect(await decide.retry(id)).toBe('staged');
      expect(await decide.accept(deleted ?? '')).toBe('settled');
      expect(heldIn(await stores.run())).toEqual([]);
      expect(onCopy(stores, 'W101')).toEqual([`west:${other} 11.00`]);
      expect(onCopy(stores, 'W102')).toEqual([`west:${halves[0]} 5.00`, `west:${halves[1]} 6.00`].sort());
      now += DAY;
      expect(heldIn(await stores.run())).toEqual([]);
      expect(stores.main.rmas()).toHaveLength(6);
    });
  });
});
