import { describe, expect, test } from 'vitest';
import { heldIn, orderSeed, type TwoStores, withTwoStores } from '../../rules/support/two-stores.ts';
import { openLedger } from '../../support/open-ledger.ts';

const DAY = 86_400_000;
const ids = ['N98', 'N99', 'N100', 'N101', 'N102'];
const orders = ids.map((OrderID) => orderSeed({ OrderID }));

interface Dated extends TwoStores {
  later(): void;
}

/** On 20 July, and a day later each time. */
async function withDays(use: (stores: Dated) => Promise<void>): Promise<void> {
  let now = Date.parse('2026-07-20T00:00:00Z');
  await withTwoStores({ orders, clock: () => now }, (stores) => use({ ...stores, later: () => (now += DAY) }));
}

describe('a copy that staff of the primary', () => {
  test('deletes, cancels, changes or takes the approval off is quarantined within a day, though its order never changes', () =>
    withDays(async ({ run, main, later }) => {
      await run();
      main.panel.removeOrder('W98');
      main.panel.changeOrder('W99', { OrderStatus: 'Cancelled' });
      main.panel.changeOrder('W100', { OrderLine: [{ SKU: 'MUG', Quantity: 3, UnitPrice: '11.00' }] });
      main.panel.changeOrder('W101', { CompleteStatus: 'Incomplete' });
      later();
      expect(heldIn(await run()).sort()).toEqual([
        'orders N100: copy-changed',
        'orders N101: copy-changed',
        'orders N98: copy-gone',
        'orders N99: copy-gone',
      ]);
      // Nothing was made again, and nothing put right behind their back.
      expect(main.order('W98')).toBeUndefined();
      expect(main.order('W100')?.GrandTotal).toBe('33.00');
    }));

  test('adds notes to, or packs, is left in peace', () =>
    withDays(async ({ run, main, later }) => {
      await run();
      for (const { OrderID } of main.orders()) main.panel.changeOrder(OrderID, { CustomerRef1: 'seen' });
      later();
      expect(heldIn(await run())).toEqual([]);
    }));

  test('changes, and that a person has accepted, is not quarantined again', () =>
    withDays(async ({ run, main, later, ledgerFile }) => {
      await run();
      main.panel.changeOrder('W100', { OrderLine: [{ SKU: 'MUG', Quantity: 3, UnitPrice: '11.00' }] });
      later();
      const { run: number } = await run();
      const ledger = openLedger(ledgerFile);
      expect(await ledger.accept(number, { store: 'west', entity: 'orders', sourceId: 'N100' }, 'a gift')).toBe(
        'settled',
      );
      await ledger.close();
      later();
      expect(heldIn(await run())).toEqual([]);
    }));

  test('is looked for once a day, with a handful of requests for a hundred', () =>
    withDays(async ({ run, main, later }) => {
      const requestsOf = async (): Promise<number> => {
        main.clearLogs();
        await run();
        return main.requests.filter(({ action }) => action === 'GetOrder').length;
      };
      await run();
      later();
      await run();
      const plain = await requestsOf();
      later();
      // Those that were changed and the end of them, and all in full.
      expect(await requestsOf()).toBe(plain + 3);
      expect(await requestsOf()).toBe(plain);
    }));
});
