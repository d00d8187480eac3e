import { nextDay, type Stage } from '../support/stage.ts';
import type { Row } from '../support/try-remedies.ts';
import { DROP, MUG, order } from './parts.ts';

const TWO = [{ ...MUG, Quantity: 2 }];
const unpaid = order({ OrderPayment: [] });
/** Its copy stays: a primary that shows none of the copies looks like a key without rights. */
const other = order({ OrderID: 'N99', OrderPayment: [] });
const cancelled = { OrderStatus: 'Cancelled', CompleteStatus: 'Incomplete' };

const afterCopy =
  (changes: (stage: Stage) => unknown) =>
  async (stage: Stage): Promise<void> => {
    await stage.run();
    changes(stage);
    await stage.run();
  };
const dayAfter =
  (changes: (stage: Stage) => unknown) =>
  async (stage: Stage): Promise<void> => {
    await stage.run();
    changes(stage);
    await nextDay(stage);
  };

/** What changed after a record was copied or dropped. */
export const changeRows: readonly Row[] = [
  {
    code: 'changed-after-copy',
    entity: 'orders',
    setting: { orders: [unpaid] },
    arise: afterCopy(({ west }) => west.panel.changeOrder('N100', { OrderLine: TWO })),
    ways: [
      { choice: 'accept', first: ({ main }) => main.panel.changeOrder('W100', { OrderLine: TWO }) },
      { choice: 'link', first: ({ main }) => main.panel.changeOrder('W100', cancelled) },
      { choice: 'retry', first: ({ west }) => west.panel.changeOrder('N100', { OrderLine: [MUG] }) },
      { ...DROP, first: ({ main }) => main.panel.changeOrder('W100', { OrderLine: TWO }) },
    ],
  },
  {
    code: 'changed-on-both-sides',
    entity: 'orders',
    setting: { orders: [order({ CustomerRef1: 'A', OrderPayment: [] })] },
    arise: afterCopy(({ west, main }) => {
      main.panel.changeOrder('W100', { CustomerRef1: 'B' });
      west.panel.changeOrder('N100', { CustomerRef1: 'C' });
    }),
    ways: [
      { choice: 'accept', first: ({ main }) => main.panel.changeOrder('W100', { CustomerRef1: 'C' }) },
      { choice: 'retry', first: ({ main }) => main.panel.changeOrder('W100', { CustomerRef1: 'C' }) },
      DROP,
    ],
  },
  {
    code: 'cancelled-after-copy',
    entity: 'orders',
    setting: { orders: [order()] },
    arise: afterCopy(({ west }) => west.panel.changeOrder('N100', { OrderStatus: 'Cancelled' })),
    ways: [
      { choice: 'accept', first: ({ main }) => main.panel.changeOrder('W100', cancelled) },
      { choice: 'retry', first: ({ main }) => main.panel.changeOrder('W100', cancelled) },
      { ...DROP, first: ({ main }) => main.panel.changeOrder('W100', cancelled) },
    ],
  },
  {
    code: 'copy-gone',
    entity: 'orders',
    setting: { orders: [unpaid, other] },
    arise: dayAfter(({ main }) => main.panel.changeOrder('W100', cancelled)),
    ways: [
      { choice: 'retry', first: ({ main }) => main.panel.changeOrder('W100', { OrderStatus: 'Dispatched', CompleteStatus: 'Approved' }) },
      { choice: 'link' },
      DROP,
    ],
  },
  {
    code: 'copy-changed',
    entity: 'orders',
    setting: { orders: [unpaid, other] },
    arise: dayAfter(({ main }) => main.panel.changeOrder('W100', { OrderLine: TWO })),
    ways: [
      { choice: 'accept', first: ({ main }) => main.panel.changeOrder('W100', { OrderLine: [MUG] }) },
      { choice: 'accept (as it should be)', books: 'orders 11.00' },
      { choice: 'retry', first: ({ main }) => main.panel.changeOrder('W100', { OrderLine: [MUG] }) },
      { ...DROP, books: 'orders 11.00' },
    ],
  },
  {
    code: 'source-gone',
    entity: 'orders',
    setting: { orders: [unpaid, other] },
    arise: dayAfter(({ west }) => west.panel.removeOrder('N100')),
    ways: [
      { choice: 'accept', first: ({ main }) => main.panel.changeOrder('W100', cancelled) },
      { choice: 'retry', first: ({ west }) => west.panel.addOrder(unpaid) },
      { ...DROP, first: ({ main }) => main.panel.changeOrder('W100', cancelled) },
    ],
  },
  {
    code: 'changed-after-drop',
    entity: 'orders',
    setting: { orders: [order({ OrderType: 'dropshipping' })] },
    async arise({ run, command, west }) {
      await run();
      await command('quarantine', 'drop', '<pipeline>', 'N100', '--reason', 'not ours');
      west.panel.changeOrder('N100', { OrderType: 'sales', CustomerRef1: 'now ours' });
      await run();
    },
    ways: [{ choice: 'retry' }, { choice: 'link' }, DROP],
  },
  {
    code: 'undone',
    entity: 'orders',
    setting: { orders: [unpaid] },
    async arise({ run, command }) {
      const { run: id } = await run();
      await command('undo', '<pipeline>', '--run', String(id), '--yes');
    },
    ways: [
      { choice: 'retry', first: ({ main }) => main.panel.changeOrder('W100', { OrderStatus: 'New' }) },
      DROP,
    ],
  },
  {
    code: 'vanished',
    entity: 'orders',
    setting: { orders: [unpaid, other] },
    async arise({ run, west }) {
      // Deleted between the listing and the details.
      west.faults.next = ({ action, body }) => {
        if (action === 'GetOrder' && JSON.stringify(body).includes('"N100"') && west.order('N100')) west.panel.removeOrder('N100');
        return undefined;
      };
      await run();
      west.faults.next = undefined;
    },
    ways: [
      { choice: 'by itself, shown again', first: ({ west }) => west.panel.addOrder(unpaid) },
      { choice: 'retry', first: ({ west }) => west.panel.addOrder(unpaid) },
      DROP,
    ],
  },
]; // biome-ignore format: a table
