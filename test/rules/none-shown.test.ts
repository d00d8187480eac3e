import { expect, test } from 'vitest';
import type { RunSummary } from '../../src/run/summary.ts';
import { heldIn, orderSeed, type TwoStores, withTwoStores } from './support/two-stores.ts';

const DAY = 86_400_000;

/** A store with a paid order each for so many, the first ones of them returned; the copies are there. */
async function withCopies(
  counts: { readonly payments: number; readonly returns: number },
  body: (stores: {
    readonly aDayLater: () => Promise<RunSummary>;
    readonly stores: TwoStores;
    readonly returned: readonly string[];
  }) => Promise<void>,
): Promise<void> {
  let now = Date.parse('2026-07-20T00:00:00Z');
  const ids = Array.from({ length: counts.payments }, (_, index) => String(100 + index));
  const orders = ids.map((id) =>
    orderSeed({
      OrderID: `N${id}`,
      OrderPayment: [{ Id: id, Amount: '11.00', PaymentType: 'Cash', DatePaid: '2026-07-11 02:00:00' }],
    }),
  );
  const rules = {
    entities: ['products', 'customers', 'orders', 'payments', 'rmas'],
    rma: { staff: 'anna', warehouse: 'Virtual' },
  };
  await withTwoStores({ orders, rules, main: { staff: ['anna'] }, clock: () => now }, async (stores) => {
    const returned = ids.slice(0, counts.returns).map((id) => stores.west.panel.addRma(returnOf(`N${id}`)).RmaID);
    expect(heldIn(await stores.run())).toEqual([]);
    const aDayLater = () => {
      now += DAY;
      stores.main.clearLogs();
      return stores.run();
    };
    await body({ aDayLater, stores, returned });
  });
}

function returnOf(OrderID: string) {
  const refund = { RefundAmount: '11.00', PaymentMethodName: 'Cash', RefundStatus: 'Refunded' };
  return {
    OrderID,
    DateIssued: '2026-07-12',
    RmaLine: [{ SKU: 'MUG', Quantity: 1, RefundSubtotal: '11.00' }],
    Refund: [{ ...refund, DateRefunded: '2026-07-12' }],
  };
}

test('the last returns of a store that deletes them are quarantined within a day', async () => {
  await withCopies({ payments: 3, returns: 2 }, async ({ aDayLater, stores: { west, main }, returned }) => {
    for (const id of returned) west.panel.removeRma(id);
    const summary = await aDayLater();
    expect(heldIn(summary).sort()).toEqual(returned.map((id) => `rmas ${id}: rma-gone`).sort());
    expect(main.rmas()).toHaveLength(2);
  });
});

test('the last payments of a store that deletes them are quarantined within a day', async () => {
  await withCopies({ payments: 3, returns: 0 }, async ({ aDayLater, stores: { west, main } }) => {
    for (const id of ['100', '101', '102']) west.panel.removePayment(id);
    const summary = await aDayLater();
    expect(heldIn(summary).sort()).toEqual(['100', '101', '102'].map((id) => `payments ${id}: payment-gone`));
    expect(main.payments()).toHaveLength(3);
  });
});

test('a store that shows none of its many payments, or returns, any more fails until it does, and no copy is touched', async () => {
  await withCopies({ payments: 8, returns: 6 }, async ({ aDayLater, stores: { west, main }, returned }) => {
    for (const id of returned) west.panel.removeRma(id);
    for (let id = 100; id < 108; id += 1) west.panel.removePayment(String(id));
    const summary = await aDayLater();
    expect([summary.status, heldIn(summary)]).toEqual(['failed', []]);
    const told = summary.problems.map(({ code, message }) => `${code}: ${message}`).sort();
    expect(told).toEqual([
      expect.stringMatching(/^shows-none: west shows none of its payments any more, 8 .* lost the right/),
      expect.stringMatching(/^shows-none: west shows none of its returns any more, 6 .* lost the right/),
    ]);
    expect(main.requests.filter(({ write }) => write)).toEqual([]);
    expect([main.payments().length, main.rmas().length]).toEqual([8, 6]);
    // As the message says: what was really deleted is removed in the primary by hand, and that is the end of it.
    for (const { PaymentID } of main.payments()) main.panel.removePayment(PaymentID);
    for (const { RmaID } of main.rmas()) main.panel.removeRma(RmaID);
    const after = await aDayLater();
    expect([after.status, after.problems, heldIn(after)]).toEqual(['good', [], []]);
  });
});
