import { expect, test } from 'vitest';
import type { LocalDate } from '../../src/model/time.ts';
import { backfill } from '../../src/operations/backfill/backfill.ts';
import { dailyProof } from '../../src/proof/daily-proof.ts';
import { heldIn, orderSeed, type TwoStores, withTwoStores } from '../rules/support/two-stores.ts';
import { impatience } from '../support/impatience.ts';

const orders = ['N100', 'N101'].map((OrderID) => orderSeed({ OrderID }));
const now = () => Date.parse('2026-07-20T00:00:00Z');

const first: readonly (readonly [by: string, since: string, (stores: TwoStores) => Promise<unknown>])[] = [
  ['a run of one order', '2026-07-01', ({ run }) => run({ narrowing: { orders: ['N100'] }, prover: dailyProof })],
  ['a run with a limit', '2026-07-01', ({ run }) => run({ narrowing: { limit: 2 }, prover: dailyProof })],
  [
    'a back-fill',
    '2026-07-16',
    async ({ pipeline, home }) => {
      const days = { from: '2026-07-01' as LocalDate, to: '2026-07-15' as LocalDate };
      await backfill({ pipeline: await pipeline(), home, store: 'west', ...days, prover: dailyProof, now, between: impatience, yes: true });
    },
  ],
]; // biome-ignore format: a table

test.each(first)(
  'what %s copied into a new ledger is of this version: what staff book on it twice is unexplained',
  async (_, since, begin) => {
    await withTwoStores({ orders, clock: now, rules: { since } }, async (stores) => {
      await begin(stores);
      expect(stores.main.order('W100')).toBeDefined();
      const payment = { AmountPaid: '11.00', PaymentMethodName: 'Cash', DatePaid: '2026-07-11 02:00:00' };
      stores.main.panel.addPayment({ OrderID: 'W100', ...payment });
      const summary = await stores.run({
        // Of the days before `since` nothing is proven.
        pipeline: await stores.pipeline({ rules: { since: '2026-07-01' } }),
        prover: dailyProof,
        proof: 'now',
      });
      expect(heldIn(summary)).toEqual([]);
      const [proof] = summary.proof?.stores ?? [];
      expect(proof?.beforeThisVersion).toEqual({});
      expect(proof?.differences).toMatchObject([{ entity: 'payment', kind: 'extra', targetId: 'W100' }]);
    });
  },
);
