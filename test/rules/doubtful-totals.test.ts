import { describe, expect, test } from 'vitest';
import type { Switches } from '../../src/fake-store/index.ts';
import { openLedger } from '../../src/ledger/sqlite-ledger.ts';
import { KnownReadings } from '../../src/transform/known-readings.ts';
import { heldIn, orderSeed, type TwoStores, withTwoStores } from './support/two-stores.ts';

/** 61.30 less 5 % is 58.235 a piece: half a cent, which each store rounds in its own way. */
const halfCents = (id: string, quantity: number) =>
  orderSeed({
    OrderID: id,
    OrderLine: [{ SKU: 'MUG', Quantity: quantity, UnitPrice: '61.30', PercentDiscount: '5' }],
  });

const ids = ['N100', 'N101', 'N102', 'N103'];
const orders = ids.map((id) => halfCents(id, 1));

const copies = ({ main }: TwoStores) =>
  ids.map((id) => main.order(id.replace('N', 'W'))).map((copy) => `${copy?.CompleteStatus} ${copy?.GrandTotal}`);
const roundings = ({ main }: TwoStores) =>
  ids.map((id) => String((main.order(id.replace('N', 'W')) as Record<string, unknown> | undefined)?.['OrderRounding']));

const source: Partial<Switches> = { lineHalfCents: 'down' };

describe('orders whose total depends on how a store rounds', () => {
  test('go as their fields say, and need nothing where both ends round alike', async () => {
    for (const lineHalfCents of ['up', 'even', 'down'] as const) {
      await withTwoStores({ orders, switches: { lineHalfCents } }, async (stores) => {
        expect(heldIn(await stores.run())).toEqual([]);
        const total = stores.west.order('N100')?.GrandTotal;
        expect(copies(stores)).toEqual(ids.map(() => `Approved ${total}`));
        expect(roundings(stores).every((rounding) => Number(rounding) === 0)).toBe(true);
      });
    }
  });

  test.each(['added', 'subtracted'] as const)(
    'are set right by a rounding that is %s where the ends round in different ways',
    async (orderRounding) => {
      const setting = { orders, switches: source, primarySwitches: { lineHalfCents: 'up', orderRounding } as const };
      await withTwoStores(setting, async (stores) => {
        expect(heldIn(await stores.run())).toEqual([]);
        expect(copies(stores)).toEqual(ids.map(() => 'Approved 58.23'));
      });
    },
  );

  test('go in prices that are discounted already where the ends may part by more than cents', async () => {
    const many = ids.map((id) => halfCents(id, 24));
    for (const [discountRounding, ofPrimary] of [
      ['per-unit', 'per-line'],
      ['per-line', 'per-unit'],
    ] as const) {
      await withTwoStores(
        { orders: many, switches: { discountRounding }, primarySwitches: { discountRounding: ofPrimary } },
        async (stores) => {
          expect(heldIn(await stores.run())).toEqual([]);
          expect(copies(stores)).toEqual(ids.map(() => `Approved ${stores.west.order('N100')?.GrandTotal}`));
        },
      );
    }
  });

  test('stay unapproved and are told where the primary takes no rounding', async () => {
    const setting = {
      orders,
      switches: source,
      primarySwitches: { lineHalfCents: 'up', orderRounding: 'ignored' } as const,
    };
    await withTwoStores(setting, async (stores) => {
      const summary = await stores.run();
      expect(heldIn(summary)).toEqual(ids.map((id) => `orders ${id}: read-back-differs`));
      expect(copies(stores).some((copy) => copy.startsWith('Approved'))).toBe(false);
    });
  });

  test('are not set right by a rounding where something else than cents differs', async () => {
    const lies = [{ on: 'add-order', field: 'GrandTotal', by: '0.06' }] as const;
    await withTwoStores({ orders, primarySwitches: { lies: [...lies] } }, async (stores) => {
      await stores.run();
      expect(copies(stores).some((copy) => copy.startsWith('Approved'))).toBe(false);
    });
  });
});

describe('what copies show of the primary', () => {
  test('is kept, so that later orders are no doubt any more and need no rounding of their price', async () => {
    const setting = { orders: [halfCents('N100', 1)], switches: source };
    await withTwoStores(setting, async (stores) => {
      await stores.run();
      const { DateUpdated: _, ...later } = halfCents('N101', 24);
      stores.west.panel.addOrder(later);
      expect(heldIn(await stores.run())).toEqual([]);
      const ledger = openLedger(stores.ledgerFile);
      const known = KnownReadings.parse(await ledger.learned('readings', new URL(stores.main.url).host));
      await ledger.close();
      const halves = known.in(new Set(['lineHalfCents'])).map(({ lineHalfCents }) => lineHalfCents);
      expect(halves).toEqual(['down']);
    });
  });
});
