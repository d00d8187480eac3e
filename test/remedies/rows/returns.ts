import { nextDay, type Stage } from '../support/stage.ts';
import type { Row, Way } from '../support/try-remedies.ts';
import { DROP, edited, LINK, order } from './parts.ts';

const returned = (amount = '11.00', more: Readonly<Record<string, unknown>> = {}) => ({
  OrderID: 'N100',
  DateIssued: '2026-07-12',
  RmaLine: [{ SKU: 'MUG', Quantity: 1, RefundSubtotal: amount }],
  Refund: [{ RefundAmount: amount, PaymentMethodName: 'Cash', RefundStatus: 'Refunded', DateRefunded: '2026-07-12' }],
  ...more,
});

const idOf = ({ west }: Stage): string => west.rmas().at(-1)?.RmaID ?? '';
const copyOf = ({ main }: Stage): string => main.rmas().at(-1)?.RmaID ?? '';
const removed: Way['first'] = (stage) => stage.main.panel.removeRma(copyOf(stage));
/** Other returns stay shown: a store that shows none of all has taken rights away. */
const other = { ...returned(), OrderID: 'N99' };

async function copied(stage: Stage): Promise<void> {
  stage.west.panel.addRma(other);
  stage.west.panel.addRma(returned());
  await stage.run();
}
const orders = [order(), order({ OrderID: 'N99', OrderPayment: [] })];

/** Why a return can not be copied, or does not stand as it should. */
export const returnRows: readonly Row[] = [
  {
    code: 'rma-unconfigured',
    entity: 'rmas',
    setting: { orders: [order()], rules: { rma: { staff: 'bert', warehouse: 'Nowhere', waitDays: 0, taxCode: 'GST', freeTaxCode: 'FREE' } }, west: { rmas: [returned()] } },
    ways: [
      edited('by itself, with staff and warehouse', 'west.rma', { staff: 'anna', warehouse: 'Virtual', taxCode: 'GST', freeTaxCode: 'FREE' }),
      edited('retry', 'west.rma', { staff: 'anna', warehouse: 'Virtual', taxCode: 'GST', freeTaxCode: 'FREE' }),
      LINK,
      DROP,
    ],
  },
  {
    code: 'credit-exceeds-order',
    entity: 'rmas',
    setting: { orders: [order()] },
    async arise({ run, west, main }) {
      await run();
      main.panel.addRma({ ...returned('8.00'), OrderID: 'W100' });
      west.panel.addRma(returned('5.00'));
      await run();
    },
    ways: [{ choice: 'retry', first: removed }, { ...LINK, first: removed }, { ...DROP, books: 'returns 3.00' }],
  },
  {
    code: 'credit-spendable',
    entity: 'rmas',
    setting: {
      orders: [order()],
      rules: { customers: { policy: 'match' } },
      west: {
        customers: [{ Username: 'jsmith', EmailAddress: 'jane@example.com', BillingAddress: { BillLastName: 'Smith' } }],
        rmas: [returned('5.50', { Refund: [] })],
      },
      main: { customers: [{ Username: 'jane', EmailAddress: 'jane@example.com', BillingAddress: { BillLastName: 'Smith' } }] },
    },
    ways: [edited('retry', 'west.rma.allowSpendableCredit', true), LINK, DROP],
  },
  {
    code: 'refund-after-copy',
    entity: 'rmas',
    setting: { orders: [order()], west: { rmas: [returned('11.00', { Refund: [] })] } },
    async arise(stage) {
      await stage.run();
      stage.west.panel.changeRma(idOf(stage), { Refund: returned().Refund });
      await stage.run();
    },
    ways: [
      { ...DROP, books: 'equal', first: (stage) => stage.main.panel.changeRma(copyOf(stage), { Refund: returned().Refund }) },
      { choice: 'accept', first: (stage) => stage.main.panel.changeRma(copyOf(stage), { Refund: returned().Refund }) },
      { choice: 'retry', first: (stage) => stage.main.panel.changeRma(copyOf(stage), { Refund: returned().Refund }) },
    ],
  },
  {
    code: 'rma-gone',
    entity: 'rmas',
    setting: { orders },
    async arise(stage) {
      await copied(stage);
      stage.west.panel.removeRma(idOf(stage));
      await nextDay(stage);
    },
    ways: [{ choice: 'accept', first: removed }, { ...DROP, first: removed }],
  },
  {
    code: 'rma-replaced',
    entity: 'rmas',
    setting: { orders },
    async arise(stage) {
      await copied(stage);
      stage.west.panel.rekeyRma(idOf(stage), returned('10.00'));
      await nextDay(stage);
    },
    ways: [
      { choice: 'accept', books: 'returns 1.00' },
      { choice: 'retry', first: removed },
      { ...DROP, books: 'returns 1.00' },
    ],
  },
  {
    code: 'rma-copy-gone',
    entity: 'rmas',
    setting: { orders },
    async arise(stage) {
      await copied(stage);
      stage.main.panel.removeRma(copyOf(stage));
      await nextDay(stage);
    },
    ways: [{ choice: 'accept', books: 'returns -11.00' }, { choice: 'retry' }, DROP],
  },
  {
    code: 'rma-copy-changed',
    entity: 'rmas',
    setting: { orders },
    async arise(stage) {
      await copied(stage);
      stage.main.panel.changeRma(copyOf(stage), returned('10.00', { OrderID: 'W100' }));
      await nextDay(stage);
    },
    ways: [
      { choice: 'accept', books: 'returns -1.00' },
      { choice: 'retry', first: (stage) => stage.main.panel.changeRma(copyOf(stage), returned('11.00', { OrderID: 'W100' })) },
      { ...DROP, books: 'returns -1.00' },
    ],
  },
]; // biome-ignore format: a table
