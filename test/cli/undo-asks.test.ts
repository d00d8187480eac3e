import { describe, expect, test } from 'vitest';
import { execute } from '../../src/cli/execute.ts';
import { orderSeed, type TwoStores, withTwoStores } from '../rules/support/two-stores.ts';

const orders = [orderSeed({ OrderID: 'N100' }), orderSeed({ OrderID: 'N101' })];

/** @param answer what the person at the terminal says; undefined: nobody is there */
async function undo(stores: TwoStores, words: readonly string[], answer?: (question: string) => Promise<boolean>) {
  const { file } = await stores.pipeline();
  const said: string[] = [];
  const code = await execute(['undo', file, ...words], {
    environment: { MAIN_KEY: 'main-key', WEST_KEY: 'west-key', NETO_CONSOLIDATOR_HOME: stores.home },
    folder: stores.home,
    signal: new AbortController().signal,
    terminal: undefined,
    ask: answer,
    now: Date.now,
    print: (text) => void said.push(text),
    note: (text) => void said.push(text),
  });
  return { code, said: said.join('\n') };
}

const statuses = ({ main }: TwoStores) => main.orders().map(({ OrderStatus }) => OrderStatus);

describe('undo', () => {
  test('tells by kind what it would cancel and what is left, an order with its payments in a line, and not all of many', async () => {
    const paid = { Id: '7', Amount: '11.00', DatePaid: '2026-07-11', PaymentType: 'Cash' };
    const many = Array.from({ length: 14 }, (_, index) => orderSeed({ OrderID: `N${200 + index}` }));
    await withTwoStores({ orders: [orderSeed({ OrderID: 'N100', OrderPayment: [paid] }), ...many] }, async (stores) => {
      await stores.run();
      const { said } = await undo(stores, ['--run', '1', '--dry-run']);
      expect(said).toContain('Run 1: 14 copies would be cancelled in the primary.');
      expect(said).toContain('  west: 14 orders: unpaid, and not in the books yet\n    N200 (W200)\n');
      expect(said).toContain('    ... and 4 more of these');
      expect(said).not.toContain('W213');
      expect(said).toMatch(/ {2}west: 1 order: It has payments.*\n {4}N100 \(W100\) with payment 7\n/);
      expect(said).not.toMatch(/payment: Neto lets nobody/);
      const all = await undo(stores, ['--run', '1', '--dry-run', '--output', 'json']);
      const { takenBack, byHand } = JSON.parse(all.said);
      expect(takenBack).toHaveLength(14);
      expect(byHand).toEqual(
        expect.arrayContaining([expect.objectContaining({ entity: 'payments', orderId: 'N100' })]),
      );
    });
  });

  test('is told by status, which calls no run good that was undone', async () => {
    await withTwoStores({ orders }, async (stores) => {
      await stores.run();
      await undo(stores, ['--run', '1', '--yes']);
      const { file } = await stores.pipeline();
      const { executeHere } = await import('./execute-here.ts');
      const environment = { MAIN_KEY: 'main-key', WEST_KEY: 'west-key' };
      const { stdout } = await executeHere(['status', file], { folder: stores.home, home: stores.home, environment });
      expect(stdout).toMatch(/^ +1 .* undone by 2$/m);
      expect(stdout).not.toMatch(/^ +1 .* good/m);
    });
  });

  test('changes nothing without a terminal and without --yes, and says what it would cancel', async () => {
    await withTwoStores({ orders }, async (stores) => {
      await stores.run();
      const { code, said } = await undo(stores, ['--run', '1']);
      expect(code).toBe(2);
      expect(said).toContain('2 copies');
      expect(statuses(stores)).toEqual(['Dispatched', 'Dispatched']);
      expect((await undo(stores, ['--run', '1', '--yes'])).code).toBe(0);
      expect(statuses(stores)).toEqual(['Cancelled', 'Cancelled']);
    });
  });

  test('shows on a terminal what it would cancel, and does so only after a yes', async () => {
    await withTwoStores({ orders }, async (stores) => {
      await stores.run();
      const asked: string[] = [];
      const no = await undo(stores, ['--run', '1'], async (question) => asked.push(question) < 0);
      expect(asked).toEqual(['Cancel 2 copies in the primary?']);
      expect(no.said).toContain('W100');
      expect(statuses(stores)).toEqual(['Dispatched', 'Dispatched']);
      await undo(stores, ['--run', '1'], async () => true);
      expect(statuses(stores)).toEqual(['Cancelled', 'Cancelled']);
    });
  });

  test('looks anew after the question: what was paid meanwhile is not cancelled', async () => {
    await withTwoStores({ orders }, async (stores) => {
      await stores.run();
      const { said } = await undo(stores, ['--run', '1'], async () => {
        const payment = { AmountPaid: '11.00', PaymentMethodName: 'Cash', DatePaid: '2026-07-12 02:00:00' };
        stores.main.panel.addPayment({ OrderID: 'W100', ...payment });
        return true;
      });
      expect(said).toContain('credit it by an RMA');
      expect(stores.main.order('W100')).toMatchObject({ OrderStatus: 'Dispatched' });
      expect(stores.main.order('W101')).toMatchObject({ OrderStatus: 'Cancelled' });
    });
  });

  test('of a run whose copy was taken back, and copied after all by a later one, leaves that copy to the later run', async () => {
    await withTwoStores({ orders }, async (stores) => {
      await stores.run();
      await undo(stores, ['--run', '1', '--yes']);
      stores.main.panel.changeOrder('W100', { OrderStatus: 'New' });
      const { openLedger } = await import('../support/open-ledger.ts');
      const ledger = openLedger(stores.ledgerFile);
      await ledger.retry(0, { store: 'west', entity: 'orders', sourceId: 'N100' });
      await ledger.close();
      const { run } = await stores.run();
      expect(stores.main.order('W100')).toMatchObject({ OrderStatus: 'Dispatched', CompleteStatus: 'Approved' });
      const { said } = await undo(stores, ['--run', '1', '--yes']);
      expect(said).toContain(`Run ${run} has copied it again since`);
      expect(stores.main.order('W100')).toMatchObject({ OrderStatus: 'Dispatched' });
      await undo(stores, ['--run', String(run), '--yes']);
      expect(stores.main.order('W100')).toMatchObject({ OrderStatus: 'Cancelled' });
    });
  });
});
