import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { reconcile } from '../../src/reconcile/reconcile.ts';
import { storeFeeds } from '../../src/session/store-feeds.ts';
import { csv, orderRow } from './support/importing.ts';
import { decisionsOn } from './support/staff-decisions.ts';
import { heldIn, orderSeed, type TwoStores, withTwoStores } from './support/two-stores.ts';

const HOUR = 3_600_000;
const DAY = 26 * HOUR;

/** `A`: staff key a payment, which the API shows. `F`: a file says what was paid in all. */
type Event = readonly ['A' | 'F', number, day?: number];

/** Every order of arrival of these two rows of events, each row in its own order. */
function interleaved(one: readonly Event[], other: readonly Event[]): Event[][] {
  const [a, ...restOfOne] = one;
  const [b, ...restOfOther] = other;
  if (a === undefined || b === undefined) return [[...one, ...other]];
  return [
    ...interleaved(restOfOne, other).map((rest) => [a, ...rest]),
    ...interleaved(one, restOfOther).map((rest) => [b, ...rest]),
  ];
}

interface Arriving extends TwoStores {
  /** The next event of each order: what files say first, then what staff key, and a run. */
  step(events: ReadonlyMap<string, Event | undefined>): Promise<string[]>;
  pass(milliseconds: number): void;
  /** Cents that the copy of an order is paid. */
  paid(orderId: string): number;
}

async function withOrders(ids: readonly string[], use: (stores: Arriving) => Promise<void>): Promise<void> {
  let now = Date.parse('2026-07-20T00:00:00Z');
  const OrderLine = [{ SKU: 'MUG', Quantity: 4, UnitPrice: '11.00' }];
  const orders = ids.map((OrderID) => orderSeed({ OrderID, OrderLine, OrderPayment: [] }));
  await withTwoStores({ clock: () => now, orders }, async (stores) => {
    let files = 0;
    const importing = async (sums: readonly (readonly [string, Event])[]) => {
      if (sums.length === 0) return;
      files += 1;
      const file = join(stores.home, `orders${files}.csv`);
      writeFileSync(file, csv(sums.map(([id, [, amount, day = 11]]) => rowOf(id, amount, day))));
      const feeds = storeFeeds({ kind: 'given', files: [file] }, { columns: {} });
      await stores.run({ narrowing: { stores: ['west'] }, feeds: { store: 'west', feeds } });
    };
    await use({
      ...stores,
      pass: (milliseconds) => (now += milliseconds),
      paid: (id) =>
        Math.round(
          stores.main.payments(id.replace('N', 'W')).reduce((sum, one) => sum + Number(one.AmountPaid), 0) * 100,
        ),
      async step(events) {
        const due = [...events].flatMap(([id, event]) => (event === undefined ? [] : [[id, event] as const]));
        await importing(due.filter(([, [way]]) => way === 'F'));
        for (const [OrderID, [, amount, day = 11]] of due.filter(([, [way]]) => way === 'A')) {
          const DatePaid = `2026-07-${day} 02:00:00`;
          stores.west.panel.addPayment({ OrderID, AmountPaid: amount.toFixed(2), PaymentMethodName: 'Cash', DatePaid });
        }
        now += HOUR;
        return heldIn(await stores.run());
      },
    });
  });
}

function rowOf(id: string, amount: number, day: number) {
  return orderRow(id, '11.00', {
    Username: 'jsmith', Email: 'jane@example.com', 'Bill First Name': 'Jane', 'Bill Last Name': 'Smith',
    'Date Placed': '2026-07-10 10:00:00', 'Date Invoiced': '2026-07-10', 'Payment Due Date': '',
    'Order Line Qty': '4', 'Amount Paid': amount.toFixed(2), 'Date Paid': `2026-07-${day}`, 'Payment Method': 'Cash',
  }); // biome-ignore format: a table
}

const A = (...amounts: number[]): Event[] => amounts.map((amount) => ['A', amount]);
const F = (...sums: number[]): Event[] => sums.map((sum) => ['F', sum]);

describe('Payments that come by the API and, in one sum, by files', () => {
  test('come to what their store shows in every order of arrival, with nothing left to ask once it shows all', async () => {
    const sequences = [
      ...interleaved(A(11, 5), F(11, 16)),
      ...interleaved(A(5, 11), F(16)),
      ...interleaved(A(11, 11), F(11, 22)),
      ...interleaved(A(11, 11), F(22)),
      ...interleaved(A(11, 5), F(11)),
      ...interleaved(A(11, 5, 7), F(16)),
    ].map((events, place) => [`N${100 + place}`, events] as const);
    await withOrders(
      sequences.map(([id]) => id),
      async (stores) => {
        await stores.run();
        for (let at = 0; at < 4; at += 1) {
          await stores.step(new Map(sequences.map(([id, events]) => [id, events[at]])));
          for (const [id, events] of sequences) {
            const until = events.slice(0, at + 1);
            const keyed = until.filter(([way]) => way === 'A').reduce((sum, [, amount]) => sum + amount, 0);
            const most = Math.max(keyed, ...until.filter(([way]) => way === 'F').map(([, amount]) => amount));
            expect(stores.paid(id), `${id} ${JSON.stringify(until)}`).toBeLessThanOrEqual(most * 100);
          }
        }
        stores.pass(DAY);
        const last = await stores.run();
        for (const [id, events] of sequences) {
          const keyed = events.filter(([way]) => way === 'A').reduce((sum, [, amount]) => sum + amount, 0);
          expect(stores.paid(id), `${id} ${JSON.stringify(events)}`).toBe(keyed * 100);
        }
        expect(heldIn(last)).toEqual([]);
        stores.main.clearLogs();
        await stores.run();
        expect(stores.main.requests.filter(({ write }) => write)).toEqual([]);
        const books = await reconcile({ pipeline: await stores.pipeline(), home: stores.home });
        expect(books.differences).toEqual([]);
      },
    );
  });

  test('that only the file knows of are booked, or a person is told', async () => {
    const sequences = interleaved(A(11), F(11, 16)).map((events, place) => [`N${100 + place}`, events] as const);
    await withOrders(
      sequences.map(([id]) => id),
      async (stores) => {
        await stores.run();
        for (let at = 0; at < 3; at += 1) await stores.step(new Map(sequences.map(([id, events]) => [id, events[at]])));
        const held = heldIn(await stores.run()).join(' ');
        for (const [id, events] of sequences) {
          if (stores.paid(id) !== 1600) expect(held, JSON.stringify(events)).toContain(`payments file:${id}:`);
        }
      },
    );
  });
});

describe('A file’s sum of payments of other days', () => {
  const days: readonly Event[] = [['F', 16, 12], ['A', 5, 11], ['A', 11, 12]]; // biome-ignore format: a table

  async function asked(use: (stores: Arriving, ids: string[]) => Promise<void>): Promise<void> {
    await withOrders(['N100'], async (stores) => {
      for (const event of days) await stores.step(new Map([['N100', event]]));
      expect(stores.paid('N100')).toBe(1600);
      const told = (await stores.run()).quarantine;
      expect(told.map(({ code }) => code)).toEqual(['payment-replaced', 'payment-replaced']);
      for (const { sourceId } of told) {
        const message = (await stores.find('payments', sourceId))?.message;
        for (const part of ['16.00', '(5.00)', '(11.00)']) expect(message).toContain(part);
      }
      await use(
        stores,
        told.map(({ sourceId }) => sourceId),
      );
    });
  }

  test('stands for them where a person accepts it', () =>
    asked(async (stores, ids) => {
      for (const id of ids) expect(await decisionsOn(stores, 'payments').accept(id)).toBe('settled');
      for (let day = 0; day < 3; day += 1) {
        stores.pass(DAY);
        expect(heldIn(await stores.run())).toEqual([]);
        expect(stores.paid('N100')).toBe(1600);
      }
    }));

  test('gives way to them where it is removed in the primary and they are tried again', () =>
    asked(async (stores, ids) => {
      for (const { PaymentID } of stores.main.payments()) stores.main.panel.removePayment(PaymentID);
      for (const id of ids) await decisionsOn(stores, 'payments').retry(id);
      expect(heldIn(await stores.run())).toEqual([]);
      expect(stores.main.payments().map(({ AmountPaid }) => Number(AmountPaid))).toEqual([5, 11]);
    }));
});

describe('A file’s sum for one payment of another method', () => {
  const byCard = { Id: '7', Amount: '44.00', PaymentType: 'Credit Card', DatePaid: '2026-07-11 02:00:00' };

  async function asked(use: (stores: TwoStores) => Promise<void>): Promise<void> {
    const OrderLine = [{ SKU: 'MUG', Quantity: 4, UnitPrice: '11.00' }];
    await withTwoStores(
      { orders: [orderSeed({ OrderID: 'N100', OrderLine, OrderPayment: [byCard] })] },
      async (stores) => {
        const file = join(stores.home, 'orders.csv');
        writeFileSync(file, csv([rowOf('N100', 44, 11)]));
        const feeds = storeFeeds({ kind: 'given', files: [file] }, { columns: {} });
        await stores.run({ narrowing: { stores: ['west'] }, feeds: { store: 'west', feeds } });
        const { quarantine } = await stores.run();
        expect(quarantine.map(({ sourceId, code }) => `${sourceId} ${code}`)).toEqual(['7 payment-replaced']);
        expect(quarantine[0]?.reason).toMatch(/another day or method/);
        expect(stores.main.payments().map(({ PaymentMethodName }) => PaymentMethodName)).toEqual(['Cash']);
        await use(stores);
        expect(heldIn(await stores.run())).toEqual([]);
        expect(stores.main.payments()).toHaveLength(1);
      },
    );
  }

  test('stands for it where a person accepts it', () =>
    asked(async (stores) => {
      expect(await decisionsOn(stores, 'payments').accept('7')).toBe('settled');
    }));

  test('gives way to it where it is removed in the primary and that is tried again', () =>
    asked(async (stores) => {
      for (const { PaymentID } of stores.main.payments()) stores.main.panel.removePayment(PaymentID);
      await decisionsOn(stores, 'payments').retry('7');
      expect(heldIn(await stores.run())).toEqual([]);
      expect(stores.main.payments()).toMatchObject([{ PaymentMethodName: 'Credit Card' }]);
    }));
});

describe('A payment that stands in a file’s sum', () => {
  test('is followed: deleted or changed in its store', async () => {
    const ids = ['N100', 'N101'];
    await withOrders(ids, async (stores) => {
      for (const event of [['F', 16], ['A', 5], ['A', 11]] as const) await stores.step(new Map(ids.map((id) => [id, event]))); // biome-ignore format: a table
      expect(heldIn(await stores.run())).toEqual([]);
      const [deleted, changed] = ids.map((id) => stores.west.payments(id)[0]?.PaymentID ?? '');
      stores.west.panel.removePayment(deleted ?? '');
      stores.west.panel.changePayment(changed ?? '', { AmountPaid: '4.00' });
      stores.pass(DAY);
      expect(heldIn(await stores.run()).sort()).toEqual([
        `payments ${deleted}: payment-gone`,
        `payments ${changed}: payment-changed-after-copy`,
      ]);
      expect(ids.map((id) => stores.paid(id))).toEqual([1600, 1600]);
    });
  });
});
