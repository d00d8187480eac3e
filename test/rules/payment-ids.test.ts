import { describe, expect, test } from 'vitest';
import { A_DAY, ORDERS, orders, QUARTER, withShop } from './support/payment-shop.ts';

describe('payments whose ids grow', () => {
  test('are found by their ids: a run with nothing new asks little, however many there are', async () => {
    await withShop({}, async ({ runAfter, west, listsByDays }) => {
      const asked = async () => {
        await runAfter(QUARTER);
        return west.requests.filter(({ action }) => action === 'GetPayment').length;
      };
      expect(await asked()).toBeLessThanOrEqual(5);
      expect(listsByDays()).toBe(false);
      expect(await asked()).toBeLessThanOrEqual(5);
    });
  });

  test('are found by the next run, whatever day they bear', async () => {
    await withShop({}, async ({ runAfter, key, copied, listsByDays }) => {
      const ids = [key({}), key({ daysAgo: 10 }), key({ daysAgo: 300 }), key({ daysAgo: -40 })];
      await runAfter(QUARTER);
      expect(ids.map(copied)).toEqual([1, 1, 1, 1]);
      expect(listsByDays()).toBe(false);
    });
  });

  test('are found after gaps of any size, and within them', async () => {
    await withShop({}, async ({ runAfter, key, copied, listsByDays }) => {
      const found = [key({ id: '190', daysAgo: 10 }), key({ id: '280', daysAgo: 10 })];
      await runAfter(QUARTER);
      expect(found.map(copied)).toEqual([1, 1]);
      // More than a request's 100 ids on, and told by the payments of today.
      const leapt = [key({ id: '700', daysAgo: 10 }), key({ id: '950' })];
      await runAfter(QUARTER);
      expect([...leapt.map(copied), listsByDays()]).toEqual([1, 1, false]);
      // Further on than ids are worth asking for.
      const far = [key({ id: '50000', daysAgo: 10 }), key({ id: '90000' })];
      await runAfter(QUARTER);
      expect([...far.map(copied), listsByDays()]).toEqual([1, 1, true]);
      const next = key({ daysAgo: 10 });
      await runAfter(QUARTER);
      expect([next, copied(next), listsByDays()]).toEqual(['90001', 1, false]);
      // None of them is of today: the ids do not reach it, and the days of all payments do.
      const alone = key({ id: '95000', daysAgo: 10 });
      await runAfter(A_DAY);
      expect(copied(alone)).toBe(1);
      await runAfter(QUARTER);
      expect(listsByDays()).toBe(false);
    });
  });

  test('are found when they show later than the ones after them', async () => {
    await withShop({}, async ({ runAfter, key, copied, listsByDays }) => {
      key({ id: '130' });
      await runAfter(QUARTER);
      const late = [key({ id: '127' }), key({ id: '128', daysAgo: 10 })];
      await runAfter(QUARTER);
      expect([...late.map(copied), listsByDays()]).toEqual([1, 1, false]);
    });
  });

  test('are seen to be changed with their order at once, and alone within a day', async () => {
    await withShop({}, async ({ runAfter, west }) => {
      await runAfter(QUARTER);
      west.panel.changePayment('105', { AmountPaid: '10.00' });
      west.panel.changePayment('106', { AmountPaid: '10.00' });
      west.panel.changeOrder('N104', { InternalOrderNotes: 'part came back' });
      expect(await runAfter(QUARTER)).toEqual(['payments 105: payment-changed-after-copy']);
      expect(await runAfter(A_DAY)).toEqual([
        'payments 105: payment-changed-after-copy',
        'payments 106: payment-changed-after-copy',
      ]);
    });
  });

  test('are seen to be deleted within a day, the latest ones as well', async () => {
    await withShop({}, async ({ runAfter, west, key, copied }) => {
      await runAfter(QUARTER);
      for (const id of ['105', '122', '123', '124']) west.panel.removePayment(id);
      const next = key({});
      await runAfter(QUARTER);
      expect(copied(next)).toBe(1);
      const held = await runAfter(A_DAY);
      expect(held).toEqual(['105', '122', '123', '124'].map((id) => `payments ${id}: payment-gone`));
    });
  });
});

describe('copies of payments whose ids grow', () => {
  test('are compared once a day with what the listing of all days has shown, and no payment is asked for again', async () => {
    await withShop({}, async ({ runAfter, main, isAsked }) => {
      await runAfter(QUARTER);
      await runAfter(A_DAY);
      const copyOf = (id: string) =>
        main.payments().find(({ CardAuthorisation }) => CardAuthorisation === `west:${id}`)?.PaymentID ?? '';
      main.panel.changePayment(copyOf('105'), { AmountPaid: '10.00' });
      main.panel.changePayment(copyOf('106'), { PaymentMethodName: 'Credit Card' });
      main.panel.changePayment(copyOf('107'), { CurrencyCode: 'USD' });
      main.panel.removePayment(copyOf('108'));
      expect(await runAfter(A_DAY)).toEqual([
        ...['105', '106', '107'].map((id) => `payments ${id}: payment-copy-changed`),
        'payments 108: payment-copy-gone',
      ]);
      expect(['105', '106', '107', '110', '115'].filter(isAsked)).toEqual([]);
    });
  });
});

describe('payments whose ids do not grow', () => {
  test('are found by the daily listing of all days, and by their days in each run from then on', async () => {
    await withShop({}, async ({ runAfter, key, copied, listsByDays }) => {
      for (let day = 0; day < 12; day += 1) await runAfter(A_DAY);
      await runAfter(QUARTER);
      expect(listsByDays()).toBe(false);
      const low = key({ id: '17', daysAgo: 10 });
      await runAfter(QUARTER);
      expect([copied(low), listsByDays()]).toEqual([0, false]);
      await runAfter(A_DAY);
      expect(copied(low)).toBe(1);
      const lower = key({ id: '16', daysAgo: 10 });
      await runAfter(QUARTER);
      expect([copied(lower), listsByDays()]).toEqual([1, true]);
    });
  });

  test.each(['falling', 'scattered'] as const)(
    'are found by the next run where they are of today (%s)',
    async (paymentIds) => {
      await withShop({ paymentIds }, async ({ runAfter, key, copied, listsByDays }) => {
        await runAfter(QUARTER);
        await runAfter(2 * A_DAY);
        // The first of them looks like a leap, the next ones do not.
        for (let run = 0; run < 3; run += 1) {
          const ids = [key({}), key({ daysAgo: 1 }), key({})];
          await runAfter(QUARTER);
          expect(ids.map(copied)).toEqual([1, 1, 1]);
        }
        const late = key({ daysAgo: 10 });
        await runAfter(QUARTER);
        expect([copied(late), listsByDays()]).toEqual([1, true]);
      });
    },
  );

  test('are listed by their days from the beginning where the copies tell so', async () => {
    const scattered = orders.map((order, place) => ({
      ...order,
      OrderPayment: order.OrderPayment?.map((one) => ({ ...one, Id: String(1 + ((place * 7) % ORDERS)) })) ?? [],
    }));
    await withShop(
      {},
      async ({ runAfter, key, copied, listsByDays }) => {
        const late = key({ daysAgo: 10 });
        await runAfter(QUARTER);
        expect([copied(late), listsByDays()]).toEqual([1, true]);
      },
      { orders: scattered },
    );
  });
});

describe('a store that does not keep to lists of ids', () => {
  test.each(['first-ten', 'ignored'] as const)('is read by the days of its payments (%s)', async (paymentIdLists) => {
    await withShop({ paymentIdLists }, async ({ runAfter, key, copied, listsByDays, west }) => {
      for (let run = 0; run < 4; run += 1) {
        const ids = Array.from({ length: 12 }, () => key({ daysAgo: 10 }));
        await runAfter(QUARTER);
        expect([...new Set(ids.map(copied)), listsByDays()]).toEqual([1, true]);
      }
      // It is known of it, and nothing is asked in vain any more.
      const asked = west.requests.filter(({ action }) => action === 'GetPayment').length;
      await runAfter(QUARTER);
      expect(west.requests.filter(({ action }) => action === 'GetPayment').length).toBeLessThanOrEqual(asked);
    });
  });

  test('for once is read by the days in that run alone', async () => {
    await withShop({}, async ({ runAfter, key, copied, listsByDays, west }) => {
      await runAfter(QUARTER);
      Object.assign(west.switches, { paymentIdLists: 'first-ten' });
      const first = key({ daysAgo: 10 });
      await runAfter(QUARTER);
      expect([copied(first), listsByDays()]).toEqual([1, true]);
      Object.assign(west.switches, { paymentIdLists: 'whole' });
      const second = key({ daysAgo: 10 });
      await runAfter(QUARTER);
      expect([copied(second), listsByDays()]).toEqual([1, false]);
    });
  });
});
