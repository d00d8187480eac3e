import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Lie } from '../../src/fake-store/index.ts';
import { csv, held, orderRow, withImports } from './support/importing.ts';
import { decisionsOn } from './support/staff-decisions.ts';
import { heldIn, orderSeed, withTwoStores } from './support/two-stores.ts';

const paid = orderSeed({
  OrderID: 'N1',
  OrderLine: [
    { SKU: 'MUG', Quantity: 1, UnitPrice: '11.00' },
    { SKU: 'BOOK', Quantity: 2, UnitPrice: '20.00' },
  ],
  OrderPayment: [{ Id: '1', Amount: '51.00', DatePaid: '2026-07-10', PaymentType: 'Cash' }],
});

type OrderLie = Extract<Lie, { readonly on: 'add-order' | 'approve' | 'update-order' }>;
const once = { on: 'add-order', records: 1 } as const;
const lies: readonly OrderLie[] = [
  { ...once, field: 'DateInvoiced', by: '1' },
  { ...once, field: 'Email', value: 'other@example.com' },
  { ...once, field: 'TaxInclusive' },
  { ...once, field: 'OrderLine.SKU' },
  { ...once, field: 'OrderLine.Quantity', balance: 'price' },
  { ...once, field: 'OrderLine.UnitPrice', balance: 'other-line' },
];

describe('a difference that is accepted before the copy is approved', () => {
  test.each(lies)('lets the next run approve the copy, and book its payment after that: $field', async (lie) => {
    await withTwoStores({ orders: [paid], primarySwitches: { lies: [lie] } }, async (stores) => {
      const { run, main } = stores;
      expect(heldIn(await run())).toContain('orders N1: read-back-differs');
      expect(main.order('W1')?.CompleteStatus).toBe('Incomplete');
      expect(main.payments()).toEqual([]);
      expect(await decisionsOn(stores, 'orders').accept('N1')).toBe('released');
      main.clearLogs();
      expect(heldIn(await run())).toEqual([]);
      const writes = main.requests.map(({ action }) => action).filter((action) => /^(Add|Update)/.test(action));
      expect(writes).toEqual(['UpdateOrder', 'AddPayment']);
      expect(main.order('W1')).toMatchObject({ CompleteStatus: 'Approved', OrderStatus: 'Dispatched' });
      expect(await stores.find('orders', 'N1')).toMatchObject({ state: 'loaded', targetId: 'W1' });
      expect(await run()).toMatchObject({ status: 'good', differences: [] });
    });
  });

  test('lets pass nothing else that differs by then: the copy is quarantined again, and not approved', async () => {
    await withTwoStores({ orders: [paid], primarySwitches: { lies: [lies[0] as OrderLie] } }, async (stores) => {
      const { run, main } = stores;
      await run();
      await decisionsOn(stores, 'orders').accept('N1');
      main.panel.changeOrder('W1', { Email: 'staff@example.com' });
      const next = await run();
      expect(heldIn(next)).toContain('orders N1: read-back-differs');
      expect(next.quarantine.find(({ sourceId }) => sourceId === 'N1')?.reason).not.toContain('invoice date');
      expect(main.order('W1')?.CompleteStatus).toBe('Incomplete');
      expect(main.payments()).toEqual([]);
    });
  });

  test('counts for the copy as it was approved too, where the primary sets the field at that step', async () => {
    const lie: Lie = { on: 'approve', field: 'DateInvoiced', by: '1', records: 1 };
    await withTwoStores({ orders: [paid], primarySwitches: { lies: [lie] } }, async (stores) => {
      const { run, main } = stores;
      expect(heldIn(await run())).toContain('orders N1: read-back-differs');
      expect(main.order('W1')?.CompleteStatus).toBe('Approved');
      expect(await decisionsOn(stores, 'orders').accept('N1')).toBe('released');
      main.clearLogs();
      expect(await run()).toMatchObject({ status: 'good', quarantine: [] });
      expect(main.requests.filter(({ action }) => action === 'UpdateOrder')).toEqual([]);
      expect(main.payments()).toHaveLength(1);
    });
  });

  test.each(['total', 'day'])('of an order that came by a file needs no second file: %s', async (what) => {
    await withImports(async ({ stores, arrive, run }) => {
      const { primary, folder } = stores;
      primary.switches.lies = [
        what === 'day'
          ? { ...once, field: 'DateInvoiced', by: '1' }
          : { ...once, field: 'GrandTotal', by: '0.50', balance: undefined },
      ];
      expect(held(await arrive({ 'orders.csv': [csv([orderRow('N1', '11.00')]), 600] }))).toEqual([
        'N1 read-back-differs',
      ]);
      const decide = decisionsOn({ ledgerFile: join(folder, 'ledger.db') }, 'orders');
      expect(await decide.accept('N1')).toBe('released');
      expect(held(await run())).toEqual([]);
      expect(primary.order('W1')?.CompleteStatus).toBe('Approved');
      expect(primary.orders()).toHaveLength(1);
    });
  });
});
