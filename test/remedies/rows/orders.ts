import type { Row } from '../support/try-remedies.ts';
import { DROP, edited, LINK, MUG, mended, order, paid } from './parts.ts';

const kit = [
  { SKU: 'MUG', Quantity: 1, UnitPrice: '11.00' },
  { SKU: 'BOOK', Quantity: 1, UnitPrice: '5.00', ComponentOfKit: 'MUG', KitPartID: '1', TaxFree: true },
];
const unkitted = [MUG, { SKU: 'BOOK', Quantity: 1, UnitPrice: '0', ComponentOfKit: 'MUG', KitPartID: '1' }];
const line = (SKU: string, UnitPrice: string) => ({ SKU, Quantity: 1, UnitPrice });

/** What makes an order as it stands in its store no copy. */
export const orderRows: readonly Row[] = [
  {
    code: 'total-unexplained',
    entity: 'orders',
    setting: { orders: [order({ GrandTotal: '11.64', OrderPayment: [paid('1', '11.64')] })] },
    ways: [{ choice: 'accept', books: 'orders -0.64' }, mended('retry', { GrandTotal: '11.00' }), LINK, DROP],
  },
  {
    code: 'surcharge-unmapped',
    entity: 'orders',
    setting: {
      orders: [order({ SurchargeTotal: '0.22', SurchargeTaxable: '0.22' })],
      rules: { orders: { surchargeSku: undefined } },
    },
    ways: [edited('by itself, with a product', 'west.orders.surchargeSku', 'FEE'), edited('retry', 'west.orders.surchargeSku', 'FEE'), LINK, DROP],
  },
  {
    code: 'surcharge-part-taxed',
    entity: 'orders',
    setting: { orders: [order({ SurchargeTotal: '0.44', SurchargeTaxable: '0.22' })] },
    ways: [mended('retry', { SurchargeTaxable: '0.44' }), LINK, DROP],
  },
  {
    code: 'coupon-exceeds-lines',
    entity: 'orders',
    setting: { orders: [order({ CouponDiscount: '20.00', CouponCode: 'TWENTY', ShippingTotal: '20.00', ShippingOption: 'Post' })] },
    ways: [mended('retry', { CouponDiscount: '5.00' }), LINK, DROP],
  },
  {
    code: 'kit-unhandled',
    entity: 'orders',
    setting: {
      orders: [order({ OrderLine: kit, GrandTotal: '11.00' })],
      switches: { kitComponents: 'always' },
      primarySwitches: {},
    },
    ways: [mended('retry', { OrderLine: unkitted }), LINK, DROP],
  },
  {
    code: 'split-after-copy',
    entity: 'orders',
    setting: { orders: [order({ OrderID: 'N1354', OrderPayment: [], OrderLine: [MUG, line('BOOK', '20.00')] })] },
    async arise({ run, west }) {
      await run();
      west.panel.changeOrder('N1354', { OrderLine: [MUG] });
      west.panel.addOrder(
        order({ OrderID: 'N1354-1', RelatedOrderID: 'N1354', OrderPayment: [], OrderLine: [line('BOOK', '20.00')], DateUpdated: '' }),
      );
      await run();
    },
    ways: [
      {
        choice: 'retry',
        first: async ({ main, command }) => {
          main.panel.changeOrder('W1354', { OrderLine: [MUG] });
          // What is said of the other order, which waits too.
          await command('quarantine', 'accept', '<pipeline>', 'N1354', '--entity', 'orders', '--reason', 'done');
        },
      },
      {
        choice: 'drop',
        books: 'equal',
        first: async ({ main, command }) => {
          main.panel.changeOrder('W1354', { OrderLine: [MUG] });
          await command('quarantine', 'accept', '<pipeline>', 'N1354', '--entity', 'orders', '--reason', 'done');
          // The difference.
          main.panel.addOrder(order({ OrderID: 'N7002', OrderPayment: [], OrderLine: [line('BOOK', '20.00')] }));
        },
      },
    ],
  },
  {
    code: 'gst-rate-differs',
    entity: 'orders',
    setting: { orders: [order()], west: { gst: '15' } },
    ways: [mended('retry', { OrderLine: [{ ...MUG, TaxFree: true }] }), { ...LINK, agrees: 'GST: 1.43 in its store, 1.00' }, DROP],
  },
  {
    code: 'line-tax-unexplained',
    entity: 'orders',
    setting: { orders: [order({ OrderTax: '0.50', OrderLine: [{ ...MUG, Tax: '0.50' }] })] },
    ways: [mended('retry', { OrderLine: [MUG] }), { ...LINK, agrees: 'GST: 0.50 in its store, 1.00' }, DROP],
  },
  {
    code: 'tax-not-shown',
    entity: 'orders',
    setting: {
      orders: [
        order({
          OrderLine: [{ ...MUG, TaxFree: true }, line('BOOK', '20.00')],
          OrderPayment: [paid('1', '31.00')],
        }),
      ],
      switches: { notShown: ['OrderLine.Tax'] },
      primarySwitches: {},
    },
    ways: [{ choice: 'retry', first: ({ west }) => { west.switches.notShown = []; } }, LINK, DROP],
  },
  {
    code: 'line-without-sku',
    entity: 'orders',
    setting: { orders: [order({ OrderLine: [{ ...MUG, SKU: '' }] })] },
    ways: [
      edited('by itself, with a placeholder', 'west.products', { policy: 'placeholder', placeholderSku: 'FEE' }),
      mended('retry', { OrderLine: [MUG] }),
      LINK,
      DROP,
    ],
  },
  {
    code: 'too-many-lines',
    entity: 'orders',
    setting: {
      orders: [
        order({
          OrderLine: Array.from({ length: 256 }, () => line('MUG', '1.10')),
          OrderPayment: [paid('1', '281.60')],
        }),
      ],
    },
    ways: [
      mended('retry', { OrderLine: [{ SKU: 'MUG', Quantity: 256, UnitPrice: '1.10' }] }),
      LINK,
      DROP,
    ],
  },
  {
    code: 'text-too-long',
    entity: 'orders',
    setting: { orders: [order({ PurchaseOrderNumber: 'P'.repeat(60) })] },
    ways: [
      mended('by itself, shortened', { PurchaseOrderNumber: 'P' }),
      mended('retry', { PurchaseOrderNumber: 'P' }),
      LINK,
      DROP,
    ],
  },
  {
    code: 'shipping-method-unmapped',
    entity: 'orders',
    setting: { orders: [order({ ShippingOption: 'Pallet' })] },
    ways: [
      { choice: 'map', fill: 'Post' },
      edited('by itself, in the file', 'west.orders.shippingMethods', { Pallet: 'Post' }),
      edited('retry', 'west.orders.shippingMethods', { Pallet: 'Post' }),
      LINK,
      DROP,
    ],
  },
  {
    code: 'accounting-date-missing',
    entity: 'orders',
    setting: {
      orders: [order({ DateInvoiced: '' })],
      switches: { shownEmpty: ['Order.DatePlaced'] },
      primarySwitches: {},
    },
    ways: [mended('retry', { DateInvoiced: '2026-07-10' }), LINK, DROP],
  },
  {
    code: 'before-lock-date',
    entity: 'orders',
    setting: { orders: [order()], accounting: { lockDate: '2026-07-15', beforeLockDate: 'hold' } },
    ways: [edited('retry', 'accounting.lockDate', '2026-06-30'), DROP],
  },
  {
    code: 'order-type-unhandled',
    entity: 'orders',
    setting: { orders: [order({ OrderType: 'dropshipping' })] },
    ways: [mended('retry', { OrderType: 'sales' }), LINK, DROP],
  },
  {
    code: 'due-date-missing',
    entity: 'orders',
    setting: { orders: [order()], guards: { dueDates: 'hold' } },
    ways: [
      mended('by itself, with a date of its own', { DatePaymentDue: '2026-07-24' }),
      edited('by itself, by a rule', 'west.orders.dueDate', { days: 14 }),
      edited('by itself, without one', 'guards.dueDates', 'warn'),
      mended('retry', { DatePaymentDue: '2026-07-24' }),
      LINK,
      DROP,
    ],
  },
  {
    code: 'currency-differs',
    entity: 'orders',
    setting: { orders: [order({ OrderPayment: [paid('1', '11.00', { CurrencyCode: 'NZD' })] })] },
    ways: [
      { choice: 'retry', first: ({ west }) => west.panel.changePayment('1', { CurrencyCode: 'AUD' }) },
      DROP,
    ],
  },
  {
    code: 'negative-total',
    entity: 'orders',
    setting: { orders: [order({ OrderLine: [line('MUG', '-11.00')], OrderPayment: [] })] },
    ways: [mended('retry', { OrderLine: [MUG] }), DROP],
  },
]; // biome-ignore format: a table
