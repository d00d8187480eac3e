import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { exitCodeOfSummary } from '../../src/run/summary.ts';
import { orderSeed } from '../rules/support/two-stores.ts';
import { DAY, HOUR, named, type Proven, paidOrder, west, withProof } from './support/proven.ts';

const orders = [paidOrder('N1'), paidOrder('N2'), paidOrder('N3')];

describe('a proof', () => {
  test('of both sides that agree says what they come to, and the run is good', () =>
    withProof({ orders }, async ({ proving }) => {
      const summary = await proving();
      expect(summary.status).toBe('good');
      expect(west(summary.proof)).toMatchObject({
        state: 'done',
        secondary: { orders: 3, payments: 3, returns: 0, total: '66' },
        primary: { orders: 3, payments: 3, returns: 0, total: '66' },
        labels: {},
        differences: [],
      });
    }));

  test('is made by the first whole run after 02:00 of the day of the primary, and by no other run of that day', () =>
    withProof({ orders }, async ({ proving, later }) => {
      expect((await proving()).proof?.day).toBe('2026-07-20');
      // 01:50 in Sydney.
      later(9 * HOUR + 50 * 60_000);
      expect((await proving()).proof).toBeNull();
      later(15 * 60_000);
      expect((await proving({ narrowing: { orders: ['N1'] } })).proof, 'narrowed').toBeNull();
      expect((await proving({ simulate: true })).proof, 'a plan').toBeNull();
      expect((await proving({ proof: 'never' })).proof, '--no-proof').toBeNull();
      expect((await proving()).proof?.day).toBe('2026-07-21');
      expect((await proving()).proof).toBeNull();
      expect((await proving({ proof: 'now' })).proof?.day, '--proof').toBe('2026-07-21');
    }));

  test.each<[string, string[], (stores: Proven) => void]>([
    [
      'a line',
      [
        'different order W1 total',
        'different order W1 gst',
        'different order W1 line-quantity',
        'different order W1 line-tax',
      ],
      ({ main }) => main.panel.changeOrder('W1', { OrderLine: [{ SKU: 'MUG', Quantity: 1, UnitPrice: '11.00' }] }),
    ],
    [
      'the date',
      ['different order W1 day'],
      ({ main }) => main.panel.changeOrder('W1', { DateInvoiced: '2026-07-14' }),
    ],
    [
      'a payment deleted',
      ['missing payment 1'],
      ({ main }) => main.panel.removePayment(main.payments('W1')[0]?.PaymentID ?? ''),
    ],
    [
      'a payment of another amount',
      ['different payment W1 amount'],
      ({ main }) => main.panel.changePayment(main.payments('W1')[0]?.PaymentID ?? '', { AmountPaid: '21.00' }),
    ],
    ['the copy deleted', ['missing order W1'], ({ main }) => main.panel.removeOrder('W1')],
    [
      'the copy cancelled',
      ['different order W1 cancelled'],
      ({ main }) => main.panel.changeOrder('W1', { OrderStatus: 'Cancelled' }),
    ],
    [
      'a second copy',
      ['doubled order Z9'],
      ({ main }) =>
        main.panel.addOrder({ ...paidOrder('Z9'), InternalOrderNotes: main.order('W1')?.InternalOrderNotes ?? '' }),
    ],
  ])('finds what staff changed in the primary: %s', (_, found, change) =>
    withProof({ orders }, async (stores) => {
      await stores.proving();
      change(stores);
      const summary = await stores.proving({ proof: 'now' });
      expect(named(west(summary.proof))).toEqual(found);
      expect([summary.status, exitCodeOfSummary(summary)]).toEqual(['differences', 4]);
      const [difference] = west(summary.proof).differences;
      expect(difference?.message).toMatch(/N1|W1/);
      expect(difference?.remedy).not.toBe('');
      const after = await stores.proving();
      expect(exitCodeOfSummary(after), 'other runs').toBe(0);
    }),
  );

  test('finds an order that the ledger has lost', () =>
    withProof({ orders: [orderSeed({ OrderID: 'N2' })] }, async ({ proving, main, ledgerFile, later }) => {
      await proving();
      later(30 * DAY);
      await proving();
      main.panel.removeOrder('W2');
      const database = new DatabaseSync(ledgerFile);
      database.exec(`DELETE FROM intent WHERE record IN (SELECT id FROM record WHERE source_id = 'N2');
        DELETE FROM record WHERE source_id = 'N2'; DELETE FROM audit WHERE source_id = 'N2'`);
      database.close();
      const { proof } = await proving({ proof: 'now' });
      expect(named(west(proof))).toEqual(['missing order W2']);
    }));
});
