import { describe, expect, test } from 'vitest';
import { startAlteringProxy } from '../support/altering-proxy.ts';
import { heldIn, orderSeed, type TwoStores, withTwoStores } from './support/two-stores.ts';

type Raw = Record<string, unknown>;

const DAY = 86_400_000;
const rules = {
  entities: ['products', 'customers', 'orders', 'payments', 'rmas'],
  rma: { staff: 'anna', warehouse: 'Virtual', waitDays: 7 },
};
const refund = (RefundAmount: string) => ({
  RefundAmount,
  PaymentMethodName: 'Cash',
  RefundStatus: 'Refunded',
  DateRefunded: '2026-07-12',
});
const returned = (OrderID: string, changes: object = {}) => ({
  OrderID,
  DateIssued: '2026-07-12',
  RmaLine: [{ SKU: 'MUG', Quantity: 1, RefundSubtotal: '11.00' }],
  Refund: [refund('11.00')],
  ...changes,
});

/** What of a return is not shown. */
const hidings = {
  'the status of each refund': withoutStatus,
  'the status of each refund, and their sum': (row: Raw) => {
    withoutStatus(row);
    delete row['RefundedTotal'];
  },
  'the refunds': (row: Raw) => {
    delete row['Refunds'];
    delete row['Refund'];
  },
} as const;

function withoutStatus(row: Raw): void {
  for (const one of refundsIn(row)) delete one['RefundStatus'];
}

function refundsIn(row: Raw): Raw[] {
  const lists = [row['Refunds'] ?? []].flat() as Raw[];
  return lists.flatMap((list) => [list['Refund'] ?? []].flat() as Raw[]);
}

async function hiding<Result>(
  url: string,
  hide: (row: Raw) => void,
  use: (url: string) => Promise<Result>,
): Promise<Result> {
  const proxy = await startAlteringProxy(url, (action, reply) => {
    if (action === 'GetRma') for (const row of [reply['Rma'] ?? []].flat() as Raw[]) hide(row);
    return reply;
  });
  try {
    return await use(proxy.url);
  } finally {
    await proxy.close();
  }
}

const paidOut = ({ main }: TwoStores) => main.rmas().map(({ OrderID, RefundedTotal }) => `${OrderID} ${RefundedTotal}`);

async function withDays(
  ids: readonly string[],
  use: (stores: TwoStores, nextDays: (days: number) => void) => Promise<void>,
) {
  let now = Date.parse('2026-07-20T00:00:00Z');
  const orders = ids.map((OrderID) => orderSeed({ OrderID, ShippingTotal: '5.50', ShippingOption: 'Post' }));
  await withTwoStores({ orders, rules, main: { staff: ['anna'] }, clock: () => now }, async (stores) => {
    expect(heldIn(await stores.run())).toEqual([]);
    await use(stores, (days) => {
      now += days * DAY;
    });
  });
}

describe('what was paid out of a return, where its store does not show', () => {
  test.each([
    ['the status of each refund', []],
    ['the status of each refund, and their sum', ['rmas 1: unreadable']],
    ['the refunds', ['rmas 1: unreadable']],
  ] as const)('%s, is never copied as a credit that is still open', async (what, held) => {
    await withDays(['N100'], async (stores, nextDays) => {
      stores.west.panel.addRma(returned('N100'));
      await hiding(stores.west.url, hidings[what], async (url) => {
        const pipeline = await stores.pipeline();
        const secondaries = pipeline.secondaries.map((one) => ({ ...one, url }));
        // Longer than a refund is waited for.
        for (const days of [0, 10, 1]) {
          nextDays(days);
          const summary = await stores.run({ pipeline: { ...pipeline, secondaries } });
          expect(heldIn(summary)).toEqual(held);
          expect(paidOut(stores)).toEqual(held.length === 0 ? ['W100 11.00'] : []);
        }
      });
      // Shown again it goes by itself, and nothing that was copied looks changed.
      expect(heldIn(await stores.run())).toEqual([]);
      expect(paidOut(stores)).toEqual(['W100 11.00']);
    });
  });

  test('a refund that is pending by the sum of those paid out is waited for, though its status is not shown', async () => {
    await withDays(['N100'], async (stores) => {
      stores.west.panel.addRma(returned('N100', { Refund: [{ ...refund('11.00'), RefundStatus: 'Pending' }] }));
      await hiding(stores.west.url, hidings['the status of each refund'], async (url) => {
        const pipeline = await stores.pipeline();
        const secondaries = pipeline.secondaries.map((one) => ({ ...one, url }));
        expect(heldIn(await stores.run({ pipeline: { ...pipeline, secondaries } }))).toEqual([]);
        expect(await stores.find('rmas', '1')).toMatchObject({ state: 'skipped', reason: 'rma-not-final' });
      });
    });
  });

  test('refunds of a copy, of which the primary shows the sum alone, are said and hold nothing', async () => {
    await withDays(['N100'], async (stores) => {
      stores.west.panel.addRma(returned('N100'));
      await hiding(stores.main.url, hidings['the refunds'], async (url) => {
        const pipeline = await stores.pipeline();
        const summary = await stores.run({ pipeline: { ...pipeline, primary: { ...pipeline.primary, url } } });
        expect(heldIn(summary)).toEqual([]);
        expect(summary.warnings.map(({ code }) => code)).toContain('not-shown');
        expect(paidOut(stores)).toEqual(['W100 11.00']);
      });
    });
  });
});

test('a return that is deleted and keyed anew alike takes its copy over, whatever its copy is made of', async () => {
  await withDays(['N100', 'N101', 'N102'], async (stores, nextDays) => {
    const { panel } = stores.west;
    const made = [
      // No line of its own: a product of the primary carries it.
      returned('N100', { RmaLine: [], ShippingRefundAmount: '5.50', Refund: [refund('5.50')] }),
      // A cent of GST that the primary rounds otherwise.
      returned('N101', { RefundTaxTotal: '1.01' }),
      returned('N102', { SurchargeRefundAmount: '1.10', Refund: [refund('12.10')] }),
    ].map((one) => panel.addRma(one).RmaID);
    expect(heldIn(await stores.run())).toEqual([]);
    const before = stores.main.rmas();
    for (const id of made) panel.rekeyRma(id);
    for (let day = 0; day < 2; day += 1) {
      nextDays(1);
      expect(heldIn(await stores.run())).toEqual([]);
      expect(stores.main.rmas()).toEqual(before);
    }
  });
});
