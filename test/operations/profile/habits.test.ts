import { expect, test } from 'vitest';
import type { Switches } from '../../../src/fake-store/index.ts';
import type { HabitName } from '../../../src/model/habits.ts';
import { readProfile } from '../../../src/operations/profile/profile.ts';
import { orderSeed, type Setting, type TwoStores, withTwoStores } from '../../rules/support/two-stores.ts';
import { someOf } from '../../support/many.ts';
import { openLedger } from '../../support/open-ledger.ts';

const now = Date.parse('2026-07-20T00:00:00Z');
const paid = (OrderID: string) => ({
  ...{ OrderID, AmountPaid: '11.00', PaymentMethodName: 'Cash', DatePaid: '2026-07-11 01:00:00' },
});
const orders = ['N100', 'N101', 'N102'].map((OrderID) => orderSeed({ OrderID }));

/** What is known of a store after one run, as `habit seen in: value`. */
async function learned(setting: Setting, store: 'primary' | 'west', during?: (stores: TwoStores) => void) {
  return withTwoStores({ orders, clock: () => now, ...setting }, async (stores) => {
    for (const { OrderID } of setting.orders ?? orders) stores.west.panel.addPayment(paid(OrderID));
    during?.(stores);
    await stores.run();
    const ledger = openLedger(stores.ledgerFile);
    try {
      const { stores: profiles } = await readProfile(ledger, await stores.pipeline());
      const profile = profiles.find((one) => one.store === store);
      if (profile === undefined) throw new RangeError(`No profile of ${store}`);
      return {
        ...profile,
        values: new Map(profile.habits.map(({ habit, seenIn, value }) => [`${habit} ${seenIn}`, value])),
      };
    } finally {
      await ledger.close();
    }
  });
}

test('a run that goes well leaves what its stores are like, with since when and from which records', async () => {
  const { habits, values, open } = await learned({}, 'primary');
  expect(Object.fromEntries(values)).toMatchObject({
    'reference payments': 'whole',
    'externalReference orders': 'as-sent',
    'firstCopy orders': 'as-meant',
    'firstCopy payments': 'as-meant',
    'invoiceDateWhenAdded orders': 'as-sent',
    'invoiceDateWhenDispatched orders': 'kept',
    'newRecord orders': 'at-once',
    'clock stores': 0,
    'writeSize orders': 2,
  });
  expect(new Set(habits.map(({ since }) => since))).toEqual(new Set(['2026-07-20T00:00:00Z']));
  const ids = open.map(({ id }) => id);
  expect(ids).toContain('U1');
  // Short references that come back and an invoice date that stays answer a part of these.
  expect(ids).toEqual(expect.arrayContaining(['U12', 'U35']));
});

/** What a switch of the fake store, which is set for one store, teaches of it. */
const taught: readonly (readonly [name: string, 'primary' | 'west', Partial<Switches>, HabitName, string, unknown])[] = [
  ['pages from 1', 'west', { pageBase: 1 }, 'firstPage', 'orders', 'one'],
  ['pages from 1, nothing on page 0', 'west', { pageBase: 1, pageZeroOfBaseOne: 'empty' }, 'firstPage', 'orders', 'one-and-zero-is-empty'],
  ['pages from 0', 'west', { pageBase: 0 }, 'firstPage', 'orders', 'zero'],
  ['rows that are repeated', 'west', { repeatRows: true }, 'firstPage', 'orders', 'zero'],
  ['orders that show later', 'primary', { visibleAfterReads: 2 }, 'newRecord', 'orders', 'some-reads-later'],
  ['payments that show much later', 'primary', { paymentVisibleAfterReads: 9 }, 'newRecord', 'payments', 'later'],
  ['references that are cut', 'primary', { references: { CardAuthorisation: [{ how: 'cut', characters: 5 }] } }, 'referenceCut', 'payments', 5],
  ['references that are not shown', 'primary', { cardAuthorisationReadable: false }, 'reference', 'payments', 'not-shown'],
  ['a clock that is ahead', 'primary', { currentTimeOffset: 90 }, 'clock', 'stores', 90],
]; // biome-ignore format: a table

test.each(someOf(taught, 3))('%s', async (_, store, switches, habit, seenIn, value) => {
  const setting = store === 'west' ? { switches, primarySwitches: {} } : { primarySwitches: switches };
  const { values } = await learned(setting, store);
  expect(values.get(`${habit} ${seenIn}`)).toBe(value);
});

test('what changes is kept anew, and what stays so keeps the day on which it was first seen', async () => {
  let time = now;
  await withTwoStores({ orders, clock: () => time }, async (stores) => {
    const profile = async () => {
      const ledger = openLedger(stores.ledgerFile);
      const read = await readProfile(ledger, await stores.pipeline()).finally(() => ledger.close());
      const [{ habits = [] } = {}] = read.stores;
      return new Map(habits.map(({ habit, seenIn, value, since }) => [`${habit} ${seenIn}`, { value, since }]));
    };
    await stores.run();
    time += 86_400_000;
    stores.main.switches.currentTimeOffset = 30;
    stores.west.panel.addOrder(orderSeed({ OrderID: 'N200' }));
    await stores.run();
    const known = await profile();
    expect(known.get('clock stores')).toEqual({ value: 30, since: '2026-07-21T00:00:00Z' });
    expect(known.get('newRecord orders')).toEqual({ value: 'at-once', since: '2026-07-20T00:00:00Z' });
  });
});

test('a run asks its stores nothing for it', async () => {
  const sent: (readonly string[])[] = [];
  for (const keeps of [true, false]) {
    await withTwoStores({ orders, clock: () => now }, async (stores) => {
      const { StoreHabits } = await import('../../../src/session/store-habits.ts');
      const { note } = StoreHabits.prototype;
      if (!keeps) StoreHabits.prototype.note = () => {};
      await stores.run();
      StoreHabits.prototype.note = note;
      sent.push([...stores.main.requests, ...stores.west.requests].map(({ action }) => action));
    });
  }
  expect(sent[0]).toEqual(sent[1]);
});

test('what a ledger of before has learned without keeping since when is shown as it is', async () => {
  await withTwoStores({ orders, clock: () => now }, async (stores) => {
    await stores.run();
    const ledger = openLedger(stores.ledgerFile);
    try {
      const { host } = new URL(stores.main.url);
      await ledger.learn('order rounding', host, 'subtracted');
      // Of all readings the first alone is left.
      await ledger.learn('readings', host, '0');
      const { stores: profiles } = await readProfile(ledger, await stores.pipeline());
      const [{ habits = [], open = [] } = {}] = profiles;
      const earlier = habits.filter(({ since }) => since === null).map(({ habit, value }) => `${habit} ${value}`);
      expect(earlier).toEqual(expect.arrayContaining(['orderRounding subtracted', 'discountAmount per-line']));
      expect(open.map(({ id }) => id)).not.toContain('U24');
    } finally {
      await ledger.close();
    }
  });
});
