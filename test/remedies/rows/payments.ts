import { nextDay, type Stage } from '../support/stage.ts';
import type { Row, Way } from '../support/try-remedies.ts';
import { DROP, edited, LINK, order, paid } from './parts.ts';

const byHand = (more: Readonly<Record<string, string>> = {}) => ({
  ...{ OrderID: 'W100', AmountPaid: '11.00', PaymentMethodName: 'Cash', DatePaid: '2026-07-11 02:00:00' },
  ...more,
});

/** The shopper has an account in both stores. */
const known = {
  rules: { customers: { policy: 'match' } },
  west: {
    customers: [{ Username: 'jsmith', EmailAddress: 'jane@example.com', BillingAddress: { BillLastName: 'Smith' } }],
  },
  main: {
    customers: [{ Username: 'jane', EmailAddress: 'jane@example.com', BillingAddress: { BillLastName: 'Smith' } }],
  },
};

const copyOf = ({ main }: Stage): string => main.payments('W100').at(-1)?.PaymentID ?? '';
const removed: Way['first'] = (stage) => stage.main.panel.removePayment(copyOf(stage));

/** A primary that takes no negative payment. */
const asReturn =
  (amount: string): NonNullable<Way['first']> =>
  ({ main }) =>
    main.panel.addRma({
      ...{ OrderID: 'W100', StaffUsername: 'anna', DateIssued: '2026-07-19' },
      RmaLine: [{ SKU: 'MUG', Quantity: 1, RefundSubtotal: amount }],
      Refund: [
        { RefundAmount: amount, PaymentMethodName: 'Cash', RefundStatus: 'Refunded', DateRefunded: '2026-07-19' },
      ],
    });

/** Why a payment can not be copied, or does not stand as it should. */
export const paymentRows: readonly Row[] = [
  {
    code: 'payment-method-unmapped',
    entity: 'payments',
    setting: { orders: [order({ OrderPayment: [paid('1', '11.00', { PaymentType: 'Zip' })] })] },
    ways: [
      { choice: 'map', fill: 'Credit Card' },
      edited('by itself, in the file', 'west.payments', { methods: { Zip: 'Cash' } }),
      edited('retry', 'west.payments', { methods: { Zip: 'Cash' } }),
      { ...LINK, agrees: 'method' },
      DROP,
    ],
  },
  {
    code: 'payment-kind-unhandled',
    entity: 'payments',
    setting: { orders: [order({ OrderPayment: [paid('1', '11.00', { PaymentType: 'Gift Voucher' })] })] },
    ways: [
      { choice: 'map', fill: 'Cash' },
      edited('by itself, in the file', 'west.payments', { methods: { 'Gift Voucher': 'Cash' } }),
      edited('retry', 'west.payments', { methods: { 'Gift Voucher': 'Cash' } }),
      { ...LINK, agrees: 'method' },
      DROP,
    ],
  },
  {
    code: 'payment-negative',
    entity: 'payments',
    setting: { orders: [order({ OrderPayment: [paid('1', '11.00'), paid('2', '-3.00')] })] },
    ways: [
      { choice: 'by itself, mended', first: ({ west }) => west.panel.changePayment('2', { AmountPaid: '3.00' }) },
      { choice: 'drop (deleted in its store)', first: ({ west }) => west.panel.removePayment('2'), books: 'equal' },
      { ...DROP, books: 'payments 3.00' },
      LINK,
      { choice: 'drop (recorded as a return)', first: asReturn('3.00'), books: 'payments 3.00, returns 3.00' },
    ],
  },
  {
    code: 'payment-zero',
    entity: 'payments',
    setting: { orders: [order({ OrderPayment: [paid('1', '11.00'), paid('2', '0.00')] })] },
    ways: [{ choice: 'by itself, mended', first: ({ west }) => west.panel.changePayment('2', { AmountPaid: '1.00' }) }, DROP],
  },
  {
    code: 'payment-date-missing',
    entity: 'payments',
    setting: { orders: [order({ OrderPayment: [paid('1', '11.00', { DatePaid: '' })] })] },
    ways: [{ choice: 'retry', first: ({ west }) => west.panel.changePayment('1', { DatePaid: '2026-07-11 02:00:00' }) },
 LINK, DROP],
  },
  {
    code: 'payment-exceeds-order',
    entity: 'payments',
    setting: { orders: [order({ OrderPayment: [] })] },
    async arise({ run, main, west }) {
      await run();
      main.panel.addPayment(byHand({ AmountPaid: '6.00' }));
      west.panel.addPayment(byHand({ OrderID: 'N100' }));
      await run();
    },
    ways: [
      { choice: 'retry', first: removed },
      { ...LINK, first: removed },
      { ...DROP, books: 'payments -5.00' },
    ],
  },
  {
    code: 'overpayment-makes-credit',
    entity: 'payments',
    setting: { ...known, orders: [order({ OrderPayment: [paid('1', '11.00'), paid('2', '5.00')] })] },
    ways: [
      edited('retry', 'west.payments', { allowSpendableCredit: true }),
      LINK,
      DROP,
    ],
  },
  {
    code: 'payment-changed-after-copy',
    entity: 'payments',
    setting: { orders: [order()] },
    async arise(stage) {
      await stage.run();
      stage.west.panel.changePayment('1', { AmountPaid: '10.00' });
      await nextDay(stage);
    },
    ways: [
      { choice: 'accept', first: (stage) => stage.main.panel.changePayment(copyOf(stage), { AmountPaid: '10.00' }) },
      { choice: 'retry', first: (stage) => stage.main.panel.changePayment(copyOf(stage), { AmountPaid: '10.00' }) },
      { ...DROP, first: (stage) => stage.main.panel.changePayment(copyOf(stage), { AmountPaid: '10.00' }) },
    ],
  },
  {
    code: 'payment-gone',
    entity: 'payments',
    setting: { orders: [order()] },
    async arise(stage) {
      await stage.run();
      stage.west.panel.removePayment('1');
      await nextDay(stage);
    },
    ways: [{ choice: 'accept', first: removed }, { ...DROP, first: removed }],
  },
  {
    code: 'payment-replaced',
    entity: 'payments',
    setting: { orders: [order()] },
    async arise(stage) {
      await stage.run();
      stage.west.panel.rekeyPayment('1', { PaymentMethodName: 'Credit Card' });
      await nextDay(stage);
    },
    ways: [{ choice: 'accept' }, { choice: 'retry', first: removed }, DROP],
  },
  {
    code: 'payment-copy-gone',
    entity: 'payments',
    setting: { orders: [order()] },
    async arise(stage) {
      await stage.run();
      stage.main.panel.removePayment(copyOf(stage));
      await nextDay(stage);
    },
    ways: [{ choice: 'accept', books: 'payments -11.00' }, { choice: 'retry' }, DROP],
  },
  {
    code: 'payment-copy-changed',
    entity: 'payments',
    setting: { orders: [order()] },
    async arise(stage) {
      await stage.run();
      stage.main.panel.changePayment(copyOf(stage), { AmountPaid: '10.00' });
      await nextDay(stage);
    },
    ways: [
      { choice: 'accept', books: 'payments -1.00' },
      { choice: 'retry', first: (stage) => stage.main.panel.changePayment(copyOf(stage), { AmountPaid: '11.00' }) },
      { ...DROP, books: 'payments -1.00' },
    ],
  },
]; // biome-ignore format: a table
