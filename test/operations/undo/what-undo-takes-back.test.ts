import { expect, test } from 'vitest';
import type { RmaSeed } from '../../../src/fake-store/index.ts';
import { adoptIntoLedger } from '../../../src/operations/adopt/open-adoption.ts';
import { undoRun } from '../../../src/operations/undo/undo-run.ts';
import { runProgram } from '../../cli/program.ts';
import { orderSeed, type TwoStores, withTwoStores } from '../../rules/support/two-stores.ts';

const orders = [orderSeed({ OrderID: 'N1' }), orderSeed({ OrderID: 'N2' })];
const RULES = {
  entities: ['products', 'customers', 'orders', 'payments', 'rmas'],
  rma: { staff: 'anna', warehouse: 'Virtual', waitDays: 0 },
};
const setting = { orders, rules: RULES, main: { staff: ['anna'] } };
const returned = (OrderID: string): RmaSeed => ({
  OrderID,
  RmaStatus: 'Closed',
  DateIssued: '2026-07-18',
  TaxInclusive: 'True',
  RmaLine: [{ SKU: 'MUG', Quantity: 1, RefundSubtotal: '11.00' }],
  Refund: [{ RefundAmount: '11.00', PaymentMethodName: 'Cash', RefundStatus: 'Refunded', DateRefunded: '2026-07-18' }],
});

const undo = async ({ pipeline, home }: TwoStores, run: number) => undoRun({ pipeline: await pipeline(), home, run });
const statusOf = ({ main }: TwoStores, id: string) => main.order(id)?.OrderStatus;
const wordsOn = ({ byHand }: Awaited<ReturnType<typeof undo>>, id: string) =>
  byHand.find(({ targetId, entity }) => targetId === id && entity === 'orders')?.message;

test('a run that only carried a change over to copies of an earlier one cancels none of them', () =>
  withTwoStores(setting, async (stores) => {
    const first = await stores.run();
    stores.west.panel.changeOrder('N1', { PurchaseOrderNumber: 'PO 77' });
    const second = await stores.run();
    expect(second.stores['west']?.orders).toMatchObject({ updated: 1 });
    const report = await undo(stores, second.run);
    expect([report.takenBack, statusOf(stores, 'W1')]).toEqual([[], 'Dispatched']);
    expect(wordsOn(report, 'W1')).toContain(`run ${first.run} made the copy`);
    // The run that made it takes it back, whatever was carried over since.
    await undo(stores, first.run);
    expect(['W1', 'W2'].map((id) => statusOf(stores, id))).toEqual(['Cancelled', 'Cancelled']);
  }));

test('nor does one that changed what was adopted', () =>
  withTwoStores(setting, async (stores) => {
    stores.main.panel.addOrder(orderSeed({ OrderID: 'W1', SalesChannel: 'West' }));
    const { adopted, different } = await adoptIntoLedger({ pipeline: await stores.pipeline(), home: stores.home });
    expect([adopted['west']?.orders, different]).toEqual([1, []]);
    stores.west.panel.changeOrder('N1', { PurchaseOrderNumber: 'PO 77' });
    const { run } = await stores.run();
    const report = await undo(stores, run);
    expect(report.takenBack.map(({ targetId }) => targetId)).toEqual(['W2']);
    expect(statusOf(stores, 'W1')).toBe('Dispatched');
    expect(wordsOn(report, 'W1')).toContain('was there before');
  }));

test.each<[what: string, plant: (stores: TwoStores) => unknown]>([
  ['a return', ({ main }) => main.panel.addRma(returned('W1'))],
  ['an open return', ({ main }) => main.panel.addRma({ ...returned('W1'), RmaStatus: 'Open' })],
  [
    'a payment',
    ({ main }) =>
      main.panel.addPayment({ OrderID: 'W1', AmountPaid: '1.00', PaymentMethodName: 'Cash', DatePaid: '2026-07-11' }),
  ],
  ['its export', ({ main }) => main.panel.changeOrder('W1', { ExportStatus: 'Exported' })],
])('a copy with %s in the books is left, and the others are cancelled', (_, plant) =>
  withTwoStores(setting, async (stores) => {
    const { run } = await stores.run();
    plant(stores);
    const report = await undo(stores, run);
    expect([statusOf(stores, 'W1'), statusOf(stores, 'W2')]).toEqual(['Dispatched', 'Cancelled']);
    expect(wordsOn(report, 'W1')).toBeDefined();
  }),
);

test('nothing is cancelled where the primary shows no returns to the key', () =>
  withTwoStores(setting, async (stores) => {
    const { run } = await stores.run();
    stores.main.faults.next = ({ action }) =>
      action === 'GetRma' ? { kind: 'status', status: 403, when: 'before' } : undefined;
    const report = await undo(stores, run);
    stores.main.faults.next = undefined;
    expect(report.takenBack).toEqual([]);
    expect(wordsOn(report, 'W1')).toContain('does not show to this key');
    expect(statusOf(stores, 'W1')).toBe('Dispatched');
  }));

test('a credit that the run made is not called harmless, and the command ends with 3', () =>
  withTwoStores(setting, async (stores) => {
    await stores.run();
    stores.west.panel.addRma(returned('N1'));
    const { run } = await stores.run();
    expect(stores.main.rmas()).toHaveLength(1);
    const environment = { MAIN_KEY: 'main-key', WEST_KEY: 'west-key', NETO_CONSOLIDATOR_HOME: stores.home };
    const words = ['undo', 'pipeline.yaml', '--run', String(run), '--dry-run', '--output', 'json'];
    const { code, stdout } = await runProgram(words, { folder: stores.home, environment });
    const { byHand } = JSON.parse(stdout) as Awaited<ReturnType<typeof undo>>;
    expect(byHand.filter(({ entity }) => entity === 'rmas').map(({ message }) => message)).toEqual([
      expect.stringMatching(/credit note in the books/),
    ]);
    expect(code).toBe(3);
  }));
