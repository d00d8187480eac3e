import { expect, test } from 'vitest';
import { keyless, withKeyless } from './support/keyless.ts';
import { decisionsOn } from './support/staff-decisions.ts';
import { heldIn } from './support/two-stores.ts';

const DAY = 24 * 60 + 120;

test.each(keyless)(
  'of %s, one that its store deletes while its copy was moved to another order is quarantined, and where it stands is named',
  (entity) =>
    withKeyless(
      ['11.00', '22.00', '33.00'],
      async (stores) => {
        const { west, main, later } = stores;
        await later(0);
        await later(DAY);
        if (entity === 'payments') {
          west.panel.removePayment('1');
          main.panel.changePayment(main.payments('W100')[0]?.PaymentID ?? '', { OrderID: 'W101' });
        } else {
          west.panel.removeRma('1');
          const copy = main.rmas().find(({ OrderID }) => OrderID === 'W100');
          main.panel.changeRma(copy?.RmaID ?? '', { OrderID: 'W101' });
        }
        await later(DAY);
        const summary = await later(DAY);
        expect(heldIn(summary)).toEqual([expect.stringMatching(`${entity} 1: .*gone`)]);
        expect(summary.quarantine[0]?.reason).toContain('W101');
        expect((await decisionsOn(stores, entity).record('1'))?.state).toBe('quarantined');
      },
      { only: entity },
    ),
);

test('of payments, one is quarantined too where the loading of another one of its order finds it gone', () =>
  withKeyless(
    ['11.00', '22.00', '33.00'],
    async (stores) => {
      const { west, main, later } = stores;
      await later(0);
      west.panel.removePayment('1');
      west.panel.addPayment({
        OrderID: 'N100',
        AmountPaid: '5.00',
        PaymentMethodName: 'Cash',
        DatePaid: '2026-07-20 00:30:00',
      });
      main.panel.changePayment(main.payments('W100')[0]?.PaymentID ?? '', { OrderID: 'W101' });
      const summary = await later(60);
      const told = summary.quarantine.find(({ sourceId }) => sourceId === '1');
      expect(told?.code).toBe('payment-gone');
      expect(told?.reason).toContain('moved it to W101');
    },
    { only: 'payments' },
  ));
