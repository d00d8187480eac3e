import type { OrderSeed } from '../../../src/fake-store/index.ts';
import { dailyProof } from '../../../src/proof/daily-proof.ts';
import type { RunOptions } from '../../../src/run/options.ts';
import type { Proof, StoreProof } from '../../../src/run/proof.ts';
import type { RunSummary } from '../../../src/run/summary.ts';
import { orderSeed, type Setting, type TwoStores, withTwoStores } from '../../rules/support/two-stores.ts';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

export interface Proven extends TwoStores {
  /** A whole run that proves, as `run` and `schedule` make it. */
  proving(options?: Partial<RunOptions>): Promise<RunSummary>;
  later(milliseconds: number): void;
}

/** 16:00 of 20 July in Sydney, or later. */
export async function withProof(setting: Setting, use: (stores: Proven) => Promise<void>): Promise<void> {
  let now = Date.parse('2026-07-20T06:00:00Z');
  await withTwoStores({ ...setting, clock: () => now }, (stores) =>
    use({
      ...stores,
      proving: (options = {}) => stores.run({ prover: dailyProof, ...options }),
      later: (milliseconds) => {
        now += milliseconds;
      },
    }),
  );
}

export function paidOrder(id: string, changes: Partial<OrderSeed> = {}): OrderSeed {
  return orderSeed({
    OrderID: id,
    OrderLine: [{ SKU: 'MUG', Quantity: 2, UnitPrice: '11.00' }],
    OrderPayment: [
      { Id: id.replace(/\D/g, ''), Amount: '22.00', PaymentType: 'Cash', DatePaid: '2026-07-11 02:00:00' },
    ],
    ...changes,
  });
}

export function west(proof: Proof | null): StoreProof {
  const found = proof?.stores.find(({ store }) => store === 'west');
  if (found === undefined) throw new Error('No proof of west was made');
  return found;
}

/** `different order W1 total` */
export function named({ differences }: StoreProof): string[] {
  return differences.map(({ kind, entity, targetId, sourceId, field }) =>
    [kind, entity, targetId ?? sourceId, field].filter((part) => part !== null).join(' '),
  );
}
