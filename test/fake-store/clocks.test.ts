import { describe, expect, test } from 'vitest';
import type { FakeStore } from '../../src/fake-store/index.ts';
import { addOrder, addPayment, call, updateOrder } from './support/call.ts';
import { Clock, startStore } from './support/stores.ts';

const MINUTES = 60;
const HOURS = 3600;

const timeOf = async (store: FakeStore) => (await call(store, 'GetPaymentMethods', {})).CurrentTime;

const OFFSETS = [
  [20 * MINUTES, '2026-07-01 00:20:00'],
  [-20 * MINUTES, '2026-06-30 23:40:00'],
  [8 * HOURS, '2026-07-01 08:00:00'],
  [11 * HOURS, '2026-07-01 11:00:00'],
] as const;

describe('the CurrentTime of replies', () => {
  test.each(OFFSETS)('is %i seconds off, and DateUpdated is not', async (currentTimeOffset, time) => {
    const store = await startStore({ switches: { currentTimeOffset } });
    await addOrder(store);
    expect([await timeOf(store), await timeOf(store)]).toEqual([time, time]);
    expect(store.order('W100')?.DateUpdated).toBe('2026-07-01 00:00:00');
  });

  test('is wrong in the first replies only, where that is said', async () => {
    const store = await startStore({ switches: { currentTimeOffset: 11 * HOURS, currentTimeWrongReplies: 1 } });
    expect([await timeOf(store), await timeOf(store)]).toEqual(['2026-07-01 11:00:00', '2026-07-01 00:00:00']);
  });

  test('may jump while the store runs, and the clock goes on beneath it', async () => {
    const clock = new Clock();
    const store = await startStore({ clock: clock.read });
    store.switches.currentTimeOffset = -20 * MINUTES;
    clock.advance(5);
    expect(await timeOf(store)).toBe('2026-06-30 23:40:05');
    store.switches.currentTimeOffset = 0;
    expect(await timeOf(store)).toBe('2026-07-01 00:00:05');
  });
});

describe('the DateUpdated of what is written', () => {
  test.each(OFFSETS)('is %i seconds off, and CurrentTime is not', async (dateUpdatedOffset, time) => {
    const store = await startStore({ switches: { dateUpdatedOffset }, seed: { staff: ['anna'] } });
    await addOrder(store, { DatePlacedUTC: '2026-06-29 00:00:00' });
    expect(store.order('W100')).toMatchObject({ DateUpdated: time, DatePlaced: '2026-06-29 00:00:00' });
    expect(await timeOf(store)).toBe('2026-07-01 00:00:00');
    await call(store, 'AddCustomer', { Customer: { Username: 'new', EmailAddress: 'new@example.com' } });
    await call(store, 'AddItem', { Item: { SKU: 'NEW', Name: 'New' } });
    await call(store, 'AddRma', {
      Rma: { OrderID: 'W100', StaffUsername: 'anna', RmaStatus: 'Closed', ShippingRefundAmount: '0' },
    });
    const stamps = [store.rmas().at(-1), store.customers().at(-1), store.items().at(-1)].map((one) => one?.DateUpdated);
    expect(stamps).toEqual([time, time, time]);
  });

  test('is so for staff, for payments and for updates too', async () => {
    const store = await startStore({ switches: { dateUpdatedOffset: 8 * HOURS } });
    await addOrder(store);
    for (const write of [
      () => updateOrder(store, { CustomerRef1: 'x' }),
      () => addPayment(store),
      () => store.panel.changeOrder('W100', { CustomerRef1: 'y' }),
    ]) {
      store.panel.changeOrder('W100', { DateUpdated: '2026-01-01 00:00:00' });
      await write();
      expect(store.order('W100')?.DateUpdated).toBe('2026-07-01 08:00:00');
    }
    expect(store.panel.addOrder({ OrderID: 'N5', DatePlaced: '2026-06-01 00:00:00' })).toMatchObject({
      DateUpdated: '2026-07-01 08:00:00', DatePlaced: '2026-06-01 00:00:00',
    }); // biome-ignore format: a table
  });

  test('is wrong of the first writes only, where that is said', async () => {
    const store = await startStore({ switches: { dateUpdatedOffset: -20 * MINUTES, dateUpdatedWrongWrites: 1 } });
    await addOrder(store, { OrderID: 'W1' });
    await addOrder(store, { OrderID: 'W2' });
    expect(['W1', 'W2'].map((id) => store.order(id)?.DateUpdated)).toEqual([
      '2026-06-30 23:40:00',
      '2026-07-01 00:00:00',
    ]);
  });
});
