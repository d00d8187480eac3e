import fc from 'fast-check';
import { expect, test } from 'vitest';
import { many } from '../support/many.ts';
import { A_DAY, ORDERS, QUARTER, type Shop, withShop } from './support/payment-shop.ts';

/** Orders on which payments are keyed, whose own payments are changed, and whose own are deleted: a third of them each. */
const THIRD = ORDERS / 3;

const keyed = fc.record({
  kind: fc.constant('keyed' as const),
  place: fc.nat(THIRD - 1),
  /** Not before the beginning of what is read. */
  daysAgo: fc.constantFrom(0, 0, 0, 1, 1, 5, 15, -3),
  /** Numbers that other tables have taken before it; below zero: one from the start of the row. */
  gap: fc.constantFrom(0, 0, 0, 1, 7, 60, 97, 150, 1000, 3000, -1),
});
const changed = fc.record({ kind: fc.constant('changed' as const), place: fc.nat(THIRD - 1) });
const removed = fc.record({ kind: fc.constant('removed' as const), place: fc.nat(THIRD - 1) });
const passed = fc.record({ kind: fc.constant('passed' as const), minutes: fc.constantFrom(QUARTER, QUARTER, A_DAY) });

type Step =
  typeof keyed extends fc.Arbitrary<infer Keyed>
    ?
        | Keyed
        | { readonly kind: 'changed' | 'removed'; readonly place: number }
        | { readonly kind: 'passed'; readonly minutes: number }
    : never;

const streams: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof({ weight: 6, arbitrary: keyed }, { weight: 4, arbitrary: passed }, changed, removed),
  { minLength: 5, maxLength: 30 },
);

const switches = fc.record({
  paymentIds: fc.constantFrom('growing' as const, 'growing' as const, 'falling' as const, 'scattered' as const),
  paymentIdLists: fc.constantFrom('whole' as const, 'whole' as const, 'first-ten' as const, 'ignored' as const),
  paymentBumpsDateUpdated: fc.boolean(),
  pageBase: fc.constantFrom(0 as const, 1 as const),
  shortPages: fc.boolean(),
});

test('each payment is copied once in the end, and each change of one is found, however ids and days run', async () => {
  const property = fc.asyncProperty(switches, streams, async (how, stream) => {
    await withShop(how, async (shop) => {
      const done = await play(shop, stream, how.paymentIds === 'growing');
      await shop.runAfter(A_DAY);
      const held = await shop.runAfter(A_DAY);
      const all = [...shop.west.payments().map(({ PaymentID }) => PaymentID), ...done.removed];
      expect(all.filter((id) => shop.copied(id) !== 1)).toEqual([]);
      const expected = [
        ...[...done.changed].map((id) => `payments ${id}: payment-changed-after-copy`),
        ...[...done.removed].map((id) => `payments ${id}: payment-gone`),
      ];
      expect(held).toEqual(expected.sort());
    });
  });
  await fc.assert(property, { numRuns: many(4, 60) });
}, 600_000);

/** What staff do, in its order; a part of it between two runs. @returns ids of the payments that were changed and removed */
async function play(
  { west, key, runAfter }: Shop,
  stream: readonly Step[],
  isGrowing: boolean,
): Promise<{ readonly changed: Set<string>; readonly removed: Set<string> }> {
  const done = { changed: new Set<string>(), removed: new Set<string>() };
  let next = 101 + ORDERS;
  let low = 0;
  for (const [turn, step] of stream.entries()) {
    if (step.kind === 'passed') await runAfter(step.minutes);
    else if (step.kind === 'keyed') {
      const order = `N${100 + step.place}`;
      low += step.gap < 0 ? 1 : 0;
      next += Math.max(0, step.gap);
      const id = step.gap < 0 ? String(low) : String(next);
      const given = isGrowing ? { id } : {};
      if (step.gap >= 0) next += 1;
      key({ order, daysAgo: step.daysAgo, ...given });
    } else {
      const id = String(101 + (step.kind === 'changed' ? 1 : 2) * THIRD + step.place);
      if (step.kind === 'changed') west.panel.changePayment(id, { AmountPaid: `9.${String(turn).padStart(2, '0')}` });
      else if (!done.removed.has(id)) west.panel.removePayment(id);
      done[step.kind].add(id);
    }
  }
  return done;
}
