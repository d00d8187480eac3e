import { describe, expect, test } from 'vitest';
import { type WithBooks, withBooks } from '../reconcile/with-books.ts';
import { decisionsOn } from './support/staff-decisions.ts';
import { heldIn, orderSeed } from './support/two-stores.ts';

const orders = [
  orderSeed({ OrderID: 'N1', DateInvoiced: '2026-07-03' }),
  orderSeed({ OrderID: 'N2', DateInvoiced: '2026-07-08' }),
];
const copies = ({ stores }: WithBooks): string[] => stores.main.orders().map(({ OrderID }) => OrderID);
const ran = async (given: WithBooks) => given.stores.run({ pipeline: await given.pipeline() });

describe('the lock dates of the organisation in Xero', () => {
  test.each([
    ['of all', { periodLockDate: '2026-07-05' }],
    ['of the year', { endOfYearLockDate: '2026-07-05', periodLockDate: '2026-06-30' }],
  ] as const)('keep an order of that time from being copied, without a word in the file: %s', (_what, locks) =>
    withBooks({ orders }, {}, async (given) => {
      given.xero.control.setOrganisation(locks);
      const summary = await ran(given);
      expect(heldIn(summary)).toEqual(['orders N1: before-lock-date']);
      expect(summary.quarantine[0]?.reason).toContain('the books are closed up to 2026-07-05');
      expect(copies(given)).toEqual(['W2']);
    }),
  );

  test.each([
    ['the file', '2026-07-09', '2026-07-05', ['orders N1: before-lock-date', 'orders N2: before-lock-date']],
    ['Xero', '2026-07-02', '2026-07-05', ['orders N1: before-lock-date']],
  ])('the later one holds: that of %s', (_whose, lockDate, periodLockDate, held) =>
    withBooks({ orders, accounting: { lockDate } }, {}, async (given) => {
      given.xero.control.setOrganisation({ periodLockDate });
      expect(heldIn(await ran(given)).sort()).toEqual(held);
    }),
  );

  test('a payment of that time waits, too', () =>
    withBooks({ orders }, {}, async (given) => {
      await ran(given);
      given.xero.control.setOrganisation({ periodLockDate: '2026-07-09' });
      given.stores.west.panel.addPayment({
        OrderID: 'N1',
        Id: '91',
        AmountPaid: '11.00',
        PaymentMethodName: 'Cash',
        DatePaid: '2026-07-08 03:00:00',
      });
      given.pass(2);
      expect(heldIn(await ran(given))).toEqual(['payments 91: before-lock-date']);
    }));

  test('moved back in Xero, and the record retried, it goes on at once', () =>
    withBooks({ orders }, {}, async (given) => {
      given.xero.control.setOrganisation({ periodLockDate: '2026-07-05' });
      await ran(given);
      given.xero.control.setOrganisation({ periodLockDate: '2026-06-30' });
      await decisionsOn(given.stores, 'orders').retry('N1');
      expect(heldIn(await ran(given))).toEqual([]);
      expect(copies(given).sort()).toEqual(['W1', 'W2']);
    }));

  test('hold on where Xero can not be read any more, and are asked for once an hour', () =>
    withBooks({ orders }, {}, async (given) => {
      given.xero.control.setOrganisation({ periodLockDate: '2026-07-05' });
      const asked = (): number => given.xero.requests.filter(({ path }) => path.endsWith('/Organisation')).length;
      await ran(given);
      await ran(given);
      expect(asked()).toBe(1);
      given.xero.disconnect();
      given.pass(2);
      given.stores.west.panel.addOrder(
        orderSeed({ OrderID: 'N3', DateInvoiced: '2026-07-04', DateUpdated: '2026-07-12 01:00:00' }),
      );
      expect(heldIn(await ran(given)).sort()).toEqual(['orders N1: before-lock-date', 'orders N3: before-lock-date']);
      expect(asked()).toBe(2);
    }));

  test.each([
    ['a demo company', { isDemoCompany: true }, {}],
    ['another organisation', {}, { organisation: '00000000-0000-4000-8000-000000000000' }],
  ])('of %s lock nothing', (_what, changes, keys) =>
    withBooks({ orders }, { keys }, async (given) => {
      given.xero.control.setOrganisation({ periodLockDate: '2026-07-05', ...changes });
      expect(heldIn(await ran(given))).toEqual([]);
    }),
  );
});
