import { describe, expect, test } from 'vitest';
import { type ByHand, enteredAsCopy, paid, withHands } from './support/by-hand.ts';
import { heldIn, orderSeed } from './support/two-stores.ts';

const DAY = 86_400_000;
const order = orderSeed({ OrderID: 'N100', OrderPayment: [paid('1', '11.00')] });
const flat = ({ stdout, stderr }: { stdout: string; stderr: string }) => (stdout + stderr).replace(/\s+/g, ' ');

async function cancelled(use: (stores: ByHand, later: () => void) => Promise<void>) {
  let now = Date.parse('2026-07-20T06:00:00Z');
  await withHands({ orders: [order], clock: () => now }, async (stores) => {
    expect(heldIn(await stores.run())).toEqual([]);
    stores.main.panel.changeOrder('S100', { OrderStatus: 'Cancelled' });
    await use(stores, () => {
      now += DAY;
    });
  });
}

function enter({ main }: ByHand): string {
  main.panel.addOrder(enteredAsCopy('N5500'));
  const payment = { OrderID: 'N5500', AmountPaid: '11.00', PaymentMethodName: 'Cash', DatePaid: '2026-07-11 02:00:00' };
  return String(main.panel.addPayment(payment).PaymentID);
}

describe('A copy that was cancelled in the primary', () => {
  test('does not reach Xero, says trace, which names both ways back', () =>
    cancelled(async ({ command }) => {
      const trace = flat(await command('trace', 'N100', '<pipeline>'));
      expect(trace).not.toContain('can reach Xero');
      expect(trace).toContain('S100 is cancelled in the primary, so it does not count in the books.');
      expect(trace).toContain('set it back to the status that it had, or enter the order by hand and `link` N100');
    }));

  test.each([
    ['before a run has found it', false],
    ['once it is quarantined', true],
  ])('can be linked to what was entered in its place, %s, with its payment', (_, afterRun) =>
    cancelled(async (stores, later) => {
      const { main, run, link, command, find } = stores;
      if (afterRun) {
        later();
        expect(heldIn(await run())).toContain('orders N100: copy-gone');
        const shown = flat(await command('quarantine', 'show', '<pipeline>', 'N100', '--entity', 'orders'));
        expect(shown).toContain('set a cancelled copy back to the status that it had');
        expect(shown).toContain('neto-consolidator link ');
      }
      const payment = enter(stores);
      const linked = await link('N100', '--as', 'N5500');
      expect([linked.code, flat(linked)]).toEqual([0, expect.stringContaining('Linked: N5500 stands for')]);
      expect(await find('orders', 'N100')).toMatchObject({ state: 'loaded', targetId: 'N5500' });
      expect(await find('payments', '1')).toMatchObject({ state: 'loaded', byHand: [payment] });
      for (const _day of [1, 2]) {
        later();
        expect(heldIn(await run())).toEqual([]);
      }
      expect(main.orders().map(({ OrderID }) => OrderID)).toEqual(['S100', 'N5500']);
      expect(main.payments('N5500')).toHaveLength(1);
      const trace = flat(await command('trace', 'N100', '<pipeline>'));
      expect(trace).toContain(`payment 1 11.00 linked to ${payment}, entered by hand`);
    }),
  );

  test('that is set back to the status that it had counts again after a retry', () =>
    cancelled(async ({ main, run, command }, later) => {
      later();
      expect(heldIn(await run())).toContain('orders N100: copy-gone');
      main.panel.changeOrder('S100', { OrderStatus: 'Dispatched' });
      expect((await command('quarantine', 'retry', '<pipeline>', 'N100')).code).toBe(0);
      expect(heldIn(await run())).toEqual([]);
    }));

  test('one that stands is not replaced', () =>
    withHands({ orders: [order] }, async (stores) => {
      await stores.run();
      enter(stores);
      const refused = await stores.link('N100', '--as', 'N5500');
      expect([refused.code, flat(refused)]).toEqual([
        2,
        expect.stringContaining('its copy S100 stands in the primary'),
      ]);
    }));
});
