import { expect, test } from 'vitest';
import { heldIn, orderSeed, withTwoStores } from './support/two-stores.ts';

const MINUTE = 60_000;
const COUNT = 120;
const numbers = Array.from({ length: COUNT }, (_, index) => 100 + index);
const orders = numbers.map((number) =>
  orderSeed({
    OrderID: `N${number}`,
    OrderPayment: [{ Id: String(number), Amount: '11.00', PaymentType: 'Cash', DatePaid: '2026-07-11 02:00:00' }],
  }),
);

/** How many records a write has. */
function recordsIn(body: unknown): number {
  const lists = typeof body === 'object' && body !== null ? Object.values(body) : [];
  return Math.max(1, ...lists.map((list) => (Array.isArray(list) ? list.length : 1)));
}

test.each([1, 2, 3, 7])(
  'batches of 50 that are called an Error, are stored, and show after %i reads: no order and no payment is doubled',
  async (shownAfterReads) => {
    let now = Date.parse('2026-07-20T00:00:00Z');
    const setting = { orders, clock: () => now, load: { batchSizes: [1, 50] } };
    await withTwoStores(setting, async (stores) => {
      const large: number[] = [];
      stores.main.faults.next = ({ action, body }) => {
        const isLarge = ['AddOrder', 'UpdateOrder', 'AddPayment'].includes(action) && recordsIn(body) >= 20;
        if (!isLarge) return undefined;
        large.push(recordsIn(body));
        return { kind: 'error-though-stored', shownAfterReads };
      };
      for (let run = 0; run < 4; run += 1) {
        await stores.run();
        now += 10 * MINUTE;
      }
      stores.main.faults.next = () => undefined;
      let held: readonly string[] = [];
      for (let run = 0; run < 3; run += 1) {
        held = heldIn(await stores.run());
        now += 10 * MINUTE;
      }
      expect(Math.max(...large)).toBe(50);
      const ids = stores.main.orders().map(({ OrderID }) => OrderID);
      expect(ids.sort()).toEqual(numbers.map((number) => `W${number}`).sort());
      for (const number of numbers) {
        const references = stores.main.payments(`W${number}`).map(({ CardAuthorisation }) => CardAuthorisation);
        // One that was refused in words about itself waits for a person, with its payment.
        if (held.includes(`orders N${number}: refused`)) expect(references).toEqual([]);
        else expect(references).toEqual([`west:${number}`]);
      }
      expect(held.length).toBeLessThanOrEqual(4);
    });
  },
);
