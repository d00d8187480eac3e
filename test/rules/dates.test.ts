import { describe, expect, test } from 'vitest';
import type { OrderSeed } from '../../src/fake-store/index.ts';
import { heldIn, orderSeed, withTwoStores } from './support/two-stores.ts';

/** Moments in UTC, and the days that they are in their store. */
interface Moment {
  readonly what: string;
  readonly zone: string;
  readonly paid: string;
  readonly paidOn: string;
  readonly invoiced: string;
  /** The midnight at which the due day begins. */
  readonly due: string;
  readonly dueOn: string;
}

const moments: readonly Moment[] = [
  {
    what: 'the last half hour of the year', zone: 'Australia/Perth', invoiced: '2026-06-30',
    paid: '2026-06-30 15:30:00', paidOn: '2026-06-30', due: '2026-07-13 16:00:00', dueOn: '2026-07-14',
  },
  {
    what: 'the first minutes of the year', zone: 'Australia/Perth', invoiced: '2026-07-01',
    paid: '2026-06-30 16:21:00', paidOn: '2026-07-01', due: '2026-07-30 16:00:00', dueOn: '2026-07-31',
  },
  {
    what: 'the night in which summer time begins', zone: 'Australia/Sydney', invoiced: '2026-10-04',
    paid: '2026-10-03 15:59:00', paidOn: '2026-10-04', due: '2026-10-04 13:00:00', dueOn: '2026-10-05',
  },
  {
    what: 'the minute after it has begun', zone: 'Australia/Sydney', invoiced: '2026-10-04',
    paid: '2026-10-03 16:00:00', paidOn: '2026-10-04', due: '2026-10-03 14:00:00', dueOn: '2026-10-04',
  },
  {
    what: 'the evening before it begins', zone: 'Australia/Sydney', invoiced: '2026-10-03',
    paid: '2026-10-03 13:59:00', paidOn: '2026-10-03', due: '2026-10-02 14:00:00', dueOn: '2026-10-03',
  },
  {
    what: 'the hour that comes twice, for the first time', zone: 'Australia/Sydney', invoiced: '2026-04-05',
    paid: '2026-04-04 15:30:00', paidOn: '2026-04-05', due: '2026-04-05 14:00:00', dueOn: '2026-04-06',
  },
  {
    what: 'the hour that comes twice, for the second time', zone: 'Australia/Sydney', invoiced: '2026-04-05',
    paid: '2026-04-04 16:30:00', paidOn: '2026-04-05', due: '2026-04-04 13:00:00', dueOn: '2026-04-05',
  },
  {
    what: 'half past midnight', zone: 'Pacific/Auckland', invoiced: '2026-07-01',
    paid: '2026-06-30 12:30:00', paidOn: '2026-07-01', due: '2026-07-13 12:00:00', dueOn: '2026-07-14',
  },
  {
    what: 'half past eleven at night', zone: 'Pacific/Auckland', invoiced: '2026-06-30',
    paid: '2026-06-30 11:30:00', paidOn: '2026-06-30', due: '2026-12-13 11:00:00', dueOn: '2026-12-14',
  },
]; // biome-ignore format: a table

const dayIn = (utc: string, timeZone: string) =>
  new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(
    new Date(`${utc.replace(' ', 'T')}Z`),
  );

const ordersOf = (all: readonly Moment[]): OrderSeed[] =>
  all.map(({ paid, invoiced, due }, place) =>
    orderSeed({
      OrderID: `N${100 + place}`,
      DatePlaced: paid,
      DateUpdated: paid,
      DateInvoiced: invoiced,
      DatePaymentDue: due,
      OrderPayment: [{ Id: String(place + 1), Amount: '11.00', PaymentType: 'Cash', DatePaid: paid }],
    }),
  );

describe.each(['Australia/Perth', 'Australia/Sydney', 'Pacific/Auckland'])('from a store in %s', (zone) => {
  const own = moments.filter((moment) => moment.zone === zone);

  describe.each(['Australia/Sydney', 'Australia/Perth', 'Pacific/Auckland'])('to a primary in %s', (primaryZone) => {
    test.each(['local', 'utc'] as const)(
      'every invoice, payment and due date is the day it was, where plain dates are read as %s',
      async (plainDates) => {
        const setting = {
          orders: ordersOf(own),
          switches: { plainDates },
          west: { timezone: zone },
          main: { timezone: primaryZone },
          rules: { timezone: zone, since: '2026-01-01' },
          primary: { timezone: primaryZone },
        };
        await withTwoStores(setting, async ({ run, main }) => {
          expect(heldIn(await run())).toEqual([]);
          for (const [place, { what, invoiced, paidOn, dueOn }] of own.entries()) {
            const copy = main.order(`W${100 + place}`);
            expect(copy?.DateInvoiced, what).toBe(invoiced);
            expect(dayIn(copy?.DatePaymentDue ?? '', primaryZone), what).toBe(dueOn);
            const [payment] = main.payments(`W${100 + place}`);
            expect(dayIn(payment?.DatePaid ?? '', primaryZone), what).toBe(paidOn);
          }
        });
      },
    );
  });
});

describe('the day on which an order counts', () => {
  /** 23:30 on 30 June in Perth, sent and never invoiced. */
  const lastOfJune = orderSeed({ OrderID: 'N100', DatePlaced: '2026-06-30 15:30:00', DateInvoiced: '' });
  /** 00:21 on 1 July in Perth, which is 30 June in UTC. */
  const firstOfJuly = orderSeed({ OrderID: 'N101', DatePlaced: '2026-06-30 16:21:00', DateInvoiced: '' });

  test('is its store’s own: `since` takes the first minutes of July in Perth, and not the last of June', async () => {
    await withTwoStores({ orders: [lastOfJune, firstOfJuly] }, async ({ run, main, find }) => {
      expect(heldIn(await run())).toEqual([]);
      expect(await find('orders', 'N100')).toMatchObject({ state: 'skipped', reason: 'before-since' });
      expect(main.orders().map(({ OrderID }) => OrderID)).toEqual(['W101']);
    });
  });

  test('is the invoice date that its copy gets where it was sent without one, not the day of the run', async () => {
    await withTwoStores({ orders: [firstOfJuly] }, async ({ run, main }) => {
      await run();
      expect(main.order('W101')).toMatchObject({ DateInvoiced: '2026-07-01', OrderStatus: 'Dispatched' });
    });
  });

  test.each([
    ['hold', 'quarantined', 'before-lock-date'],
    ['refuse', 'skipped', 'in-closed-period'],
  ])('decides about the lock date: %s', async (beforeLockDate, state, reason) => {
    const setting = {
      orders: [lastOfJune, firstOfJuly],
      rules: { since: '2026-01-01' },
      accounting: { lockDate: '2026-06-30', beforeLockDate },
    };
    await withTwoStores(setting, async ({ run, main, find }) => {
      await run();
      expect(await find('orders', 'N100')).toMatchObject({ state, reason });
      expect(main.orders().map(({ OrderID }) => OrderID)).toEqual(['W101']);
    });
  });
});
