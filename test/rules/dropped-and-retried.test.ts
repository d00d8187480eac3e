import { expect, test } from 'vitest';
import { A_DAY, QUARTER, type Shop, withShop } from './support/payment-shop.ts';
import { decisionsOn } from './support/staff-decisions.ts';
import { heldIn } from './support/two-stores.ts';

/** A payment of days ago, of a copied order that is paid in full: no window of a run holds it any more. */
async function withNegative(use: (shop: Shop) => Promise<void>): Promise<void> {
  await withShop({}, async (shop) => {
    const id = shop.key({ id: '190', daysAgo: 40, amount: '-5.00' });
    expect(await shop.runAfter(QUARTER)).toEqual([`payments ${id}: payment-negative`]);
    // The highest ids are asked for in each run.
    for (let later = 0; later < 8; later += 1) shop.key({ order: 'N102' });
    await shop.runAfter(A_DAY);
    await shop.runAfter(QUARTER);
    const decided = decisionsOn(shop, 'payments');
    expect(await decided.drop(id)).toBe(true);
    expect(await shop.runAfter(QUARTER)).toEqual([]);
    expect(await decided.retry(id)).toBe('to-be-read');
    await use(shop);
  });
}

test('a negative payment that was dropped and then retried is judged anew by the next run', async () => {
  await withNegative(async ({ runAfter }) => {
    expect(await runAfter(QUARTER)).toEqual(['payments 190: payment-negative']);
  });
});

test('it is, too, by a run of its order alone', async () => {
  await withNegative(async ({ run }) => {
    expect(heldIn(await run({ narrowing: { orders: ['N101'] } }))).toEqual(['payments 190: payment-negative']);
  });
});

test('one that its store deleted in between is a thing to do again, and waits for no run', async () => {
  await withNegative(async ({ runAfter, west }) => {
    west.panel.removePayment('190');
    expect(await runAfter(QUARTER)).toEqual(['payments 190: vanished']);
  });
});
