import type { EntityName } from '../../../src/model/entities.ts';
import type { SkipReason } from '../../../src/model/reasons.ts';
import type { Setting } from '../../rules/support/two-stores.ts';
import { nextDay, type Stage } from '../support/stage.ts';
import { MUG, order } from './parts.ts';
import { early, files, nameless, put } from './reading.ts';

/** What is left out, and what its remedy says that lets it in. */
export interface LeftOutRow {
  readonly code: SkipReason;
  readonly entity: EntityName;
  readonly sourceId?: string;
  readonly setting: Setting;
  readonly arise?: (stage: Stage) => unknown;
  /** Left out where there is nothing to be done. */
  readonly lets?: (stage: Stage) => unknown;
}

const returned = (more: Readonly<Record<string, unknown>> = {}) => ({
  OrderID: 'N100',
  DateIssued: '2026-07-12',
  RmaLine: [{ SKU: 'MUG', Quantity: 1, RefundSubtotal: '11.00' }],
  Refund: [{ RefundAmount: '11.00', PaymentMethodName: 'Cash', RefundStatus: 'Refunded', DateRefunded: '2026-07-12' }],
  ...more,
});
/** A store that shows no order at all has no rights. */
const later = order({
  ...{ OrderID: 'N99', DatePlaced: '2026-07-12 02:00:00', DateUpdated: '2026-07-12 03:00:00' },
  ...{ DateInvoiced: '2026-07-12', OrderPayment: [] },
});
const change =
  (changes: Parameters<Stage['west']['panel']['changeOrder']>[1]) =>
  ({ west }: Stage) =>
    west.panel.changeOrder('N100', changes);

export const leftOutRows: readonly LeftOutRow[] = [
  {
    code: 'row-mended',
    entity: 'orders',
    sourceId: 'line 2 of a.csv',
    setting: files,
    async arise(stage) {
      for (const text of [nameless, early])
        await stage.command('import', '<pipeline>', '--store', 'west', '--file', put(stage, 'a.csv', text));
    },
  },
  { code: 'not-yet-approved', entity: 'orders', setting: { orders: [order({ CompleteStatus: 'Incomplete' })] }, lets: change({ CompleteStatus: 'Approved' }) },
  {
    code: 'status-not-selected',
    entity: 'orders',
    setting: { orders: [order({ OrderStatus: 'On Hold' })] },
    lets: ({ edit }) => edit('west.orders.statuses', ['Dispatched', 'On Hold']),
  },
  { code: 'status-unknown', entity: 'orders', setting: { orders: [order({ OrderStatus: 'Declined' })] }, lets: change({ OrderStatus: 'Dispatched' }) },
  {
    code: 'in-accounting-already',
    entity: 'rmas',
    sourceId: '1',
    setting: { orders: [order({ DateInvoiced: '2026-05-10', DatePlaced: '2026-05-10 02:00:00', OrderPayment: [] })] },
    async arise({ command, west, run }) {
      await command('backfill', '<pipeline>', '--store', 'west', '--from', '2026-05-01', '--to', '2026-05-31', '--already-in-accounting', '--yes');
      west.panel.addRma(returned({ DateIssued: '2026-05-12' }));
      await run();
    },
  },
  {
    code: 'in-closed-period',
    entity: 'orders',
    setting: { orders: [order()], accounting: { lockDate: '2026-07-15', beforeLockDate: 'refuse' } },
    lets: ({ edit }) => edit('accounting.lockDate', '2026-06-30'),
  },
  { code: 'not-invoiced-yet', entity: 'orders', setting: { orders: [order({ OrderStatus: 'Pick', DateInvoiced: '' })] }, lets: change({ OrderStatus: 'Dispatched', DateInvoiced: '2026-07-12' }) },
  { code: 'before-since', entity: 'orders', setting: { orders: [order({ DatePlaced: '2026-07-10 15:30:00', DateInvoiced: '', DateUpdated: '2026-07-12 03:00:00' }), later], rules: { since: '2026-07-11' } }, lets: ({ edit }) => edit('west.since', '2026-07-01') },
  { code: 'cancelled-before-copy', entity: 'orders', setting: { orders: [order({ OrderStatus: 'Cancelled', OrderPayment: [] })] } },
  {
    code: 'zero-value',
    entity: 'orders',
    setting: { orders: [order({ OrderLine: [{ ...MUG, UnitPrice: '0.00' }], OrderPayment: [] })], rules: { orders: { zeroValue: 'skip' } } },
    lets: ({ edit }) => edit('west.orders.zeroValue', 'copy'),
  },
  {
    code: 'order-not-copied',
    entity: 'payments',
    sourceId: '1',
    setting: { orders: [order({ OrderType: 'dropshipping' })] },
    async arise({ run, command }) {
      await run();
      await command('quarantine', 'drop', '<pipeline>', 'N100', '--reason', 'not ours');
      await run();
    },
  },
  {
    code: 'gone-before-copy',
    entity: 'payments',
    sourceId: '1',
    setting: { orders: [order({ ShippingOption: 'Pallet' })] },
    async arise({ run, west, edit }) {
      await run();
      west.panel.removePayment('1');
      edit('west.orders.shippingMethods', { Pallet: 'Post' });
      await run();
    },
  },
  {
    code: 'gone-on-both-sides',
    entity: 'payments',
    sourceId: '1',
    setting: { orders: [order()] },
    async arise(stage) {
      await stage.run();
      stage.west.panel.removePayment('1');
      stage.main.panel.removePayment(stage.main.payments()[0]?.PaymentID ?? '');
      await nextDay(stage);
    },
  },
  {
    code: 'replaced-in-store',
    entity: 'payments',
    sourceId: '1',
    setting: { orders: [order()] },
    async arise(stage) {
      await stage.run();
      stage.west.panel.rekeyPayment('1');
      await nextDay(stage);
    },
  },
  {
    code: 'rma-open',
    entity: 'rmas',
    sourceId: '1',
    setting: { orders: [order()], west: { rmas: [returned({ RmaID: '1', RmaStatus: 'Open' })] } },
    lets: ({ west }) => west.panel.changeRma('1', { RmaStatus: 'Closed' }),
  },
  {
    code: 'rma-not-final',
    entity: 'rmas',
    sourceId: '1',
    setting: {
      orders: [order()],
      west: { rmas: [returned({ RmaID: '1', Refund: [] })] },
      rules: { rma: { staff: 'anna', warehouse: 'Virtual', waitDays: 14, taxCode: 'GST', freeTaxCode: 'FREE' } },
    },
    lets: ({ west }) => west.panel.changeRma('1', { Refund: returned().Refund }),
  },
  {
    code: 'dropped',
    entity: 'orders',
    setting: { orders: [order({ OrderType: 'dropshipping' })] },
    async arise({ run, command }) {
      await run();
      await command('quarantine', 'drop', '<pipeline>', 'N100', '--reason', 'not ours');
    },
    async lets({ west, run, command }) {
      west.panel.changeOrder('N100', { OrderType: 'sales' });
      await run();
      await command('quarantine', 'retry', '<pipeline>', 'N100');
    },
  },
]; // biome-ignore format: a table
