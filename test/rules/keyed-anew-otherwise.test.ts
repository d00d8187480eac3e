import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Decision } from '../../src/ledger/decision.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { rebuildMap } from '../../src/operations/doctor/rebuild-map.ts';
import { storeFeeds } from '../../src/session/store-feeds.ts';
import { impatience } from '../support/impatience.ts';
import { decisionsOn } from './support/staff-decisions.ts';
import { heldIn, orderSeed, type TwoStores, withTwoStores } from './support/two-stores.ts';

const DAY = 86_400_000;
const AT = '2026-07-11 02:00:00';
const orders = ['100', '101'].map((id) =>
  orderSeed({
    OrderID: `N${id}`,
    OrderPayment: [{ Id: id, Amount: '11.00', PaymentType: 'Cash', DatePaid: AT }],
  }),
);

interface Dated extends TwoStores {
  nextDay(): void;
  clock(): number;
}

async function withDays(use: (stores: Dated) => Promise<void>): Promise<void> {
  let now = Date.parse('2026-07-20T00:00:00Z');
  const clock = () => now;
  await withTwoStores({ orders, clock }, (stores) =>
    use({
      ...stores,
      clock,
      nextDay() {
        now += DAY;
      },
    }),
  );
}

const onCopies = ({ main }: TwoStores): string[] =>
  main
    .payments()
    .map(({ OrderID, CardAuthorisation, AmountPaid }) => `${OrderID} ${CardAuthorisation} ${Number(AmountPaid)}`)
    .sort();

const unchanged = ['W100 west:100 11', 'W101 west:101 11'];

function loseLedger({ ledgerFile }: TwoStores): void {
  for (const part of ['', '-wal', '-shm']) rmSync(ledgerFile + part, { force: true });
}

async function rebuild(stores: Dated): Promise<void> {
  loseLedger(stores);
  await rebuildMap({ pipeline: await stores.pipeline(), home: stores.home, now: stores.clock });
}

describe('a payment that its store deletes and keys anew alike is copied no second time', () => {
  test.each(['before', 'after'] as const)(
    'where the ledger is lost %s the copy has passed to it, and is made anew',
    (when) =>
      withDays(async (stores) => {
        await stores.run();
        const first = stores.west.panel.rekeyPayment('100').PaymentID;
        stores.nextDay();
        if (when === 'after') {
          expect(heldIn(await stores.run())).toEqual([]);
          expect(await stores.find('payments', first)).toMatchObject({ state: 'loaded', targetId: 'west:100' });
        }
        await rebuild(stores);
        for (let day = 0; day < 3; day += 1) {
          expect(heldIn(await stores.run()), `day ${day}`).toEqual([]);
          expect(onCopies(stores)).toEqual(unchanged);
          stores.nextDay();
        }
        expect(await stores.find('payments', first)).toMatchObject({ state: 'loaded', targetId: 'west:100' });
        // Once more, by the new ledger.
        const second = stores.west.panel.rekeyPayment(first).PaymentID;
        stores.nextDay();
        expect(heldIn(await stores.run())).toEqual([]);
        expect(await stores.find('payments', second)).toMatchObject({ state: 'loaded', targetId: 'west:100' });
        expect(onCopies(stores)).toEqual(unchanged);
      }),
  );

  test.each(['before', 'after'] as const)('where the process dies right %s the copy passes to it', (when) =>
    withDays(async (stores) => {
      await stores.run();
      const anew = stores.west.panel.rekeyPayment('100').PaymentID;
      stores.nextDay();
      const between = { ...impatience, ledger: (ledger: Ledger) => dyingOnPass(ledger, when) };
      await expect(stores.run({ between })).rejects.toThrow('power cut');
      expect(await stores.find('payments', anew)).toMatchObject({ state: when === 'before' ? 'staged' : 'loaded' });
      for (let day = 0; day < 2; day += 1) {
        expect(heldIn(await stores.run())).toEqual([]);
        expect(await stores.find('payments', anew)).toMatchObject({ state: 'loaded', targetId: 'west:100' });
        expect(await stores.find('payments', '100')).toMatchObject({ state: 'skipped', reason: 'replaced-in-store' });
        expect(onCopies(stores)).toEqual(unchanged);
        stores.nextDay();
      }
    }),
  );

  test('where the store is read from files, of which the next ones name another payment in its place', () =>
    withDays(async (stores) => {
      await stores.run();
      const importing = async (ids: readonly string[]) => {
        const file = join(stores.home, 'payments.csv');
        const rows = ids.map((id, index) => `${id},N10${index},11.00,2026-07-11,Cash,,`);
        const header = 'Payment ID,Order ID,Amount Paid,Date Paid,Payment Method,Card Authorisation,Currency Code';
        writeFileSync(file, [header, ...rows, ''].join('\n'));
        const feeds = storeFeeds({ kind: 'given', files: [file] }, { columns: {} });
        return stores.run({ narrowing: { stores: ['west'] }, feeds: { store: 'west', feeds } });
      };
      expect(heldIn(await importing(['100', '101']))).toEqual([]);
      expect(heldIn(await importing(['900', '101']))).toEqual([]);
      expect(onCopies(stores)).toEqual(unchanged);
      expect(await stores.find('payments', '900')).toMatchObject({ state: 'loaded', targetId: 'west:100' });
    }));
});

describe('two payments that may each have been keyed for one copy', () => {
  test('are told together; once the old copy is removed, as the remedy says, and one is tried again, both are booked', () =>
    withTwo(async (stores, anew, pipeline) => {
      const copy = stores.main.payments('W200')[0]?.PaymentID ?? '';
      stores.main.panel.removePayment(copy);
      expect(await decisionsOn(stores, 'payments').retry(anew)).toBe('staged');
      expect(heldIn(await stores.run({ pipeline }))).toEqual([]);
      expect(onCopies(stores)).toEqual([...unchanged, `W200 west:${anew} 4`, 'W200 west:201 6'].sort());
    }));

  test('are told together; where the old copy is to stand for one, the other is judged anew beside it and not booked over what the store shows', () =>
    withTwo(async (stores, anew, pipeline) => {
      expect(await decisionsOn(stores, 'payments').accept(anew)).toBe('settled');
      const { quarantine } = await stores.run({ pipeline });
      expect(quarantine).toMatchObject([{ sourceId: '201', code: 'payment-replaced' }]);
      expect(quarantine[0]?.reason).toContain('which shows 10.00 for N200 in all; of it W200 has 5.00 already');
      expect(onCopies(stores)).toEqual([...unchanged, 'W200 west:200 5']);
    }));
});

/** One was copied and keyed anew for a dollar less; beside it stands one whose method had no name in the primary until now. */
async function withTwo(
  use: (stores: Dated, anew: string, pipeline: Awaited<ReturnType<TwoStores['pipeline']>>) => Promise<void>,
): Promise<void> {
  await withDays(async (stores) => {
    const first = { Id: '200', Amount: '5.00', PaymentType: 'Cash', DatePaid: AT };
    const unmapped = { Id: '201', Amount: '6.00', PaymentType: 'Barter', DatePaid: AT };
    stores.west.panel.addOrder(orderSeed({ OrderID: 'N200', OrderPayment: [first, unmapped] }));
    expect(heldIn(await stores.run())).toEqual(['payments 201: payment-method-unmapped']);
    const anew = stores.west.panel.rekeyPayment('200', { AmountPaid: '4.00' }).PaymentID;
    stores.nextDay();
    const pipeline = await stores.pipeline({ rules: { payments: { methods: { Barter: 'Cash' } } } });
    const { quarantine } = await stores.run({ pipeline });
    const codes = quarantine.map(({ sourceId, code }) => `${sourceId} ${code}`);
    expect(codes.sort()).toEqual(['201 payment-replaced', `${anew} payment-replaced`].sort());
    for (const { reason } of quarantine) {
      expect(reason).toContain('Payment 201 of N200 (6.00 by Barter');
      expect(reason).toContain(`Payment ${anew} of N200 (4.00 by Cash`);
      expect(reason).toContain('Decide first about one that was; the others are judged anew then');
    }
    await use(stores, anew, pipeline);
  });
}

function dyingOnPass(ledger: Ledger, when: 'before' | 'after'): Ledger {
  return new Proxy(ledger, {
    get(target, name) {
      const value = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      if (name !== 'decide') return value.bind(target);
      return async (run: number, decisions: readonly Decision[]) => {
        const passes = decisions.some(({ kind }) => kind === 'keyed-anew');
        if (passes && when === 'before') throw new Error('power cut');
        await target.decide(run, decisions);
        if (passes) throw new Error('power cut');
      };
    },
  });
}
