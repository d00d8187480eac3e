import { describe, expect, test } from 'vitest';
import type { Lie } from '../../src/fake-store/index.ts';
import { dailyProof } from '../../src/proof/daily-proof.ts';
import { isLong } from '../support/many.ts';
import { type ByHand, paid, withHands } from './support/by-hand.ts';
import { heldIn, orderSeed } from './support/two-stores.ts';

const DAY = 86_400_000;
const flat = ({ stdout, stderr }: { stdout: string; stderr: string }) => (stdout + stderr).replace(/\s+/g, ' ');
const order = orderSeed({ OrderID: 'N100', OrderPayment: [paid('1', '11.00')] });

/** Copied and paid, then changed in its store in a way that no program may carry over. */
async function held(change: (stores: ByHand) => void, use: (stores: ByHand, later: () => void) => Promise<void>) {
  let now = Date.parse('2026-07-20T06:00:00Z');
  await withHands({ orders: [order], clock: () => now }, async (stores) => {
    const later = () => {
      now += DAY;
    };
    expect(heldIn(await stores.run())).toEqual([]);
    later();
    change(stores);
    await stores.run();
    await use(stores, later);
  });
}

const accept = (stores: ByHand, id: string, ...words: string[]) =>
  stores.command('quarantine', 'accept', '<pipeline>', id, '--reason', 'says the bookkeeper', ...words);
const cancelled = ({ west }: ByHand) => west.panel.changeOrder('N100', { OrderStatus: 'Cancelled' });

describe('accept, where something is to be done in the primary first,', () => {
  test('refuses while a copy counts whose source is cancelled, until a person says that it is to stay; proof and status name it', () =>
    held(cancelled, async (stores, later) => {
      const counts = 'S100 (11.00) counts, though N100 is cancelled.';
      const refused = await accept(stores, 'N100');
      expect(refused.code).toBe(2);
      expect(flat(refused)).toContain(counts);
      expect(flat(refused)).toContain('--leave-in-books');
      expect((await stores.find('orders', 'N100'))?.state).toBe('quarantined');

      const left = await accept(stores, 'N100', '--leave-in-books');
      expect(left.code).toBe(0);
      expect(flat(left)).toContain(`stays in the books: ${counts}`);
      for (const _ of [1, 2]) {
        const { proof, quarantine } = await stores.run({ prover: dailyProof, proof: 'now' });
        expect(quarantine).toEqual([]);
        expect(proof?.stores[0]?.accepted).toMatchObject([{ orderId: 'N100', targetId: 'S100', message: counts }]);
        expect(proof?.stores[0]?.labels['under-way']).toBeUndefined();
        expect(flat(await stores.command('status', '<pipeline>'))).toContain(`Accepted by a person: ${counts}`);
        later();
      }
    }));

  test('of GST alone says and keeps no other total, and the proof names it each time: a return is filed by it', async () => {
    let now = Date.parse('2026-07-20T06:00:00Z');
    const lies: Lie[] = [{ on: 'add-order', field: 'OrderTax', by: '-0.30', records: 1 }];
    await withHands({ orders: [order], clock: () => now, primarySwitches: { lies } }, async (stores) => {
      expect(heldIn(await stores.run())).toContain('orders N100: read-back-differs');
      const said = await accept(stores, 'N100');
      expect(said, flat(said)).toMatchObject({ code: 0 });
      expect(flat(said)).not.toContain('10.70');
      expect(flat(said)).not.toContain('overpayment');
      for (const _ of [1, 2]) {
        now += DAY;
        const { proof } = await stores.run({ prover: dailyProof, proof: 'now' });
        const accepted = proof?.stores[0]?.accepted?.map(({ message }) => message);
        expect(accepted).toEqual(['The GST of N100 is 1.00 in west, but 0.70 on its copy S100.']);
      }
      // What it comes to by the ledger is what stands in the primary.
      const [{ GrandTotal } = { GrandTotal: '' }] = stores.main.orders();
      expect([GrandTotal, (await stores.find('orders', 'N100'))?.accepted]).toEqual(['11.00', null]);
    });
  });

  test('goes at once where the copy was cancelled, and names nothing afterwards', () =>
    held(cancelled, async (stores) => {
      stores.main.panel.changeOrder('S100', { OrderStatus: 'Cancelled' });
      expect(flat(await accept(stores, 'N100'))).not.toContain('stays in the books');
      const { proof } = await stores.run({ prover: dailyProof, proof: 'now' });
      expect(proof?.stores[0]?.accepted).toBeUndefined();
    }));

  test('refuses while the copy bears what its source did before, and while the payment of a deleted one is there', async () => {
    const dearer = { OrderLine: [{ SKU: 'MUG', Quantity: 2, UnitPrice: '11.00' }], GrandTotal: '22.00' };
    await held(
      ({ west }) => west.panel.changeOrder('N100', dearer),
      async (stores) => {
        const refused = await accept(stores, 'N100');
        expect(refused.code).toBe(2);
        expect(flat(refused)).toContain('The total of N100 is 22.00 in west, but 11.00 on its copy S100.');
        expect((await accept(stores, 'N100', '--leave-in-books')).code).toBe(0);
      },
    );
    await held(
      ({ west }) => west.panel.removePayment('1'),
      async (stores, later) => {
        later();
        expect(heldIn(await stores.run())).toEqual(['payments 1: payment-gone']);
        const refused = await accept(stores, '1');
        expect(refused.code).toBe(2);
        expect(flat(refused)).toContain('The payment of 11.00 (Cash) on S100 in the primary stands for payment 1');
        expect((await accept(stores, '1', '--leave-in-books')).code).toBe(0);
      },
    );
  });

  test.runIf(isLong)('says so where the primary could not be looked at', () =>
    held(cancelled, async (stores) => {
      await stores.main.close();
      const said = await accept(stores, 'N100');
      expect(said.code).toBe(0);
      expect(flat(said)).toContain('How its copy stands now could not be looked at');
    }),
  );
});
