import { beforeAll, describe, expect, test } from 'vitest';
import type { FakeStore, OrderSeed, RmaSeed } from '../../src/fake-store/index.ts';
import { reconcile } from '../../src/reconcile/reconcile.ts';
import type { Difference } from '../../src/reconcile/result.ts';
import { DAY, paidOrder, withProof } from '../proof/support/proven.ts';

interface Stores {
  readonly west: FakeStore;
  readonly main: FakeStore;
}

interface Kind {
  readonly what: string;
  /** As `reconcile` tells it: kind, entity and field. */
  readonly told: string;
  /** Of the order in its store, beside what all have. */
  readonly order?: Partial<OrderSeed>;
  /** A return of it, for 11.00. */
  readonly returned?: Partial<RmaSeed>;
  /** @param id the number of the order without its letter */
  plant(stores: Stores, id: string): unknown;
}

const onCopy = (what: string, told: string, changes: object, order: Partial<OrderSeed> = {}): Kind => ({
  what,
  told,
  order,
  plant: ({ main }, id) => main.panel.changeOrder(`W${id}`, changes),
});
const payment = (main: FakeStore, id: string) => main.payments(`W${id}`)[0]?.PaymentID ?? '';
const onPayment = (what: string, told: string, changes: object): Kind => ({
  what,
  told,
  plant: ({ main }, id) => main.panel.changePayment(payment(main, id), changes),
});
const paid = (id: string, more: object = {}) => ({
  OrderID: `W${id}`,
  AmountPaid: '22.00',
  PaymentMethodName: 'Cash',
  DatePaid: '2026-07-11 02:00:00',
  ...more,
});
const onReturn = (what: string, told: string, changes: Partial<RmaSeed>, returned: Partial<RmaSeed> = {}): Kind => ({
  what,
  told,
  returned,
  plant: ({ main }, id) => {
    const rma = main.rmas().find(({ OrderID }) => OrderID === `W${id}`);
    return main.panel.changeRma(rma?.RmaID ?? '', changes);
  },
});
const line = { SKU: 'MUG', Quantity: 2, UnitPrice: '11.00' };
const HAND = { InternalNotes: 'by hand', PurchaseOrderNumber: '' };

const kinds: readonly Kind[] = [
  {
    what: 'an order that is missing',
    told: 'missing order',
    plant: ({ main }, id) => main.panel.removeOrder(`W${id}`),
  },
  { what: 'a source that is gone', told: 'extra order', plant: ({ west }, id) => west.panel.removeOrder(`N${id}`) },
  onCopy('a cancelled copy', 'different order cancelled', { OrderStatus: 'Cancelled' }),
  {
    what: 'a cancelled source',
    told: 'different order cancelled',
    plant: ({ west }, id) => west.panel.changeOrder(`N${id}`, { OrderStatus: 'Cancelled' }),
  },
  {
    what: 'a second copy that says whose it is',
    told: 'doubled order',
    plant: ({ main }, id) =>
      main.panel.addOrder({
        ...paidOrder(`N7${id}`, { OrderPayment: [] }),
        SalesChannel: 'West',
        InternalOrderNotes: main.order(`W${id}`)?.InternalOrderNotes ?? '',
      }),
  },
  {
    what: 'a sale that was entered again',
    told: 'doubled order',
    order: { OrderLine: [{ ...line, Quantity: 3 }] },
    plant: ({ main }, id) =>
      main.panel.addOrder(paidOrder(`N8${id}`, { OrderPayment: [], OrderLine: [{ ...line, Quantity: 3 }] })),
  },
  onCopy('the total', 'different order total', { GrandTotal: '21.99' }),
  onCopy('the GST', 'different order gst', { OrderTax: '1.00' }),
  onCopy('the shipping', 'different order shipping', { ShippingTotal: '5.00', GrandTotal: '22.00' }),
  onCopy('the product of a line', 'different order line-product', { OrderLine: [{ ...line, SKU: 'BOOK' }] }),
  onCopy('the quantity of a line', 'different order line-quantity', {
    OrderLine: [{ ...line, Quantity: 4, UnitPrice: '5.50' }],
  }),
  onCopy('the price of a line', 'different order line-price', {
    OrderLine: [{ ...line, UnitPrice: '10.00' }],
    GrandTotal: '22.00',
  }),
  onCopy('the discount of a line', 'different order line-discount', {
    OrderLine: [{ ...line, PercentDiscount: '10' }],
    GrandTotal: '22.00',
    OrderTax: '2.00',
  }),
  onCopy('the tax of a line', 'different order line-tax', { OrderLine: [{ ...line, Tax: '0.00' }], OrderTax: '2.00' }),
  onCopy('the number of lines', 'different order lines', {
    OrderLine: [line, { ...line, Quantity: 1, UnitPrice: '0' }],
  }),
  onCopy('the tax mode', 'different order tax-mode', { TaxInclusive: 'False' }),
  onCopy('the day', 'different order day', { DateInvoiced: '2026-07-14' }),
  onCopy('the month', 'different order day', { DateInvoiced: '2026-06-10' }),
  onCopy('the due date', 'different order due-date', { DatePaymentDue: '2026-09-30 14:00:00' }),
  onCopy('the approval', 'different order approval', { CompleteStatus: 'Pending' }),
  onCopy('a quote', 'different order status', { OrderStatus: 'Quote', OrderType: 'quote' }),
  onCopy('a quote by its type alone', 'different order status', { OrderType: 'quote' }),
  onCopy('on hold', 'different order status', { OrderStatus: 'On Hold' }),
  onCopy('uncommitted', 'different order status', { OrderStatus: 'Uncommitted' }),
  onCopy('marked as exported and not approved', 'different order exported', {
    ExportStatus: 'Exported',
    CompleteStatus: 'Pending',
  }),
  onCopy('the customer', 'different order account', { Username: 'other' }),
  {
    what: 'a payment that is missing',
    told: 'missing payment',
    plant: ({ main }, id) => main.panel.removePayment(payment(main, id)),
  },
  {
    what: 'a payment that was entered by hand',
    told: 'extra payment',
    order: { OrderPayment: [] },
    plant: ({ main }, id) => main.panel.addPayment(paid(id)),
  },
  {
    what: 'a payment of the source that was deleted',
    told: 'extra payment',
    plant: ({ west }, id) => west.panel.removePayment(id),
  },
  {
    what: 'a payment that stands there twice',
    told: 'doubled payment',
    plant: ({ main }, id) => main.panel.addPayment(paid(id, { CardAuthorisation: `west:${id}` })),
  },
  onPayment('the amount of a payment', 'different payment amount', { AmountPaid: '21.99' }),
  onPayment('the method of a payment', 'different payment method', { PaymentMethodName: 'Credit Card' }),
  onPayment('the day of a payment', 'different payment paid-on', { DatePaid: '2026-07-12 02:00:00' }),
  onPayment('the currency of a payment', 'different payment currency', { CurrencyCode: 'USD' }),
  onPayment('the day of a payment keyed by hand', 'different payment paid-on', {
    CardAuthorisation: 'by phone',
    DatePaid: '2026-08-12 02:00:00',
  }),
  onPayment('the method of a payment keyed by hand', 'different payment method', {
    CardAuthorisation: 'by phone',
    PaymentMethodName: 'Credit Card',
  }),
  {
    what: 'a return that is missing',
    told: 'missing refund amount',
    returned: {},
    plant: ({ main }, id) => main.panel.removeRma(main.rmas().find(({ OrderID }) => OrderID === `W${id}`)?.RmaID ?? ''),
  },
  {
    what: 'a return that is too many',
    told: 'extra refund amount',
    plant: ({ main }, id) => main.panel.addRma({ ...returnOf(`W${id}`), RmaID: `9${id}` }),
  },
  onReturn('the credit of a return', 'different refund amount', {
    RmaLine: [{ SKU: 'MUG', Quantity: 1, RefundSubtotal: '10.99' }],
  }),
  onReturn('the GST of a return', 'different refund gst', { RefundTaxTotal: '0.50' }),
  onReturn('the day of a return', 'different refund date', { DateIssued: '2026-07-19' }),
  onReturn('the month of a return keyed by hand', 'different refund date', { ...HAND, DateIssued: '2026-06-18' }),
  onReturn('the GST of a return keyed by hand', 'different refund gst', { ...HAND, RefundTaxTotal: '0.50' }),
  onReturn('the currency of a return', 'different refund currency', { CurrencyCode: 'USD' }),
  onReturn('the product of a return', 'different refund line-product', {
    RmaLine: [{ SKU: 'BOOK', Quantity: 1, RefundSubtotal: '11.00' }],
  }),
  onReturn('what of a return was paid out', 'missing refund refunded', { Refund: [] }),
];

function returnOf(OrderID: string): RmaSeed {
  return {
    OrderID,
    RmaStatus: 'Closed',
    DateIssued: '2026-07-18',
    TaxInclusive: 'True',
    CurrencyCode: 'AUD',
    RmaLine: [{ SKU: 'MUG', Quantity: 1, RefundSubtotal: '11.00' }],
    Refund: [
      { RefundAmount: '11.00', PaymentMethodName: 'Cash', RefundStatus: 'Refunded', DateRefunded: '2026-07-18' },
    ],
  };
}

const idOf = (place: number) => String(100 + place);
const orders = kinds.map(({ order }, place) =>
  paidOrder(`N${idOf(place)}`, { DatePaymentDue: '2026-08-09 16:00:00', ...order }),
);
const rmas = kinds.flatMap(({ returned }, place) =>
  returned === undefined ? [] : [{ ...returnOf(`N${idOf(place)}`), RmaID: idOf(place), ...returned }],
);
const RULES = {
  entities: ['products', 'customers', 'orders', 'payments', 'rmas'],
  rma: { staff: 'anna', warehouse: 'Virtual', waitDays: 0 },
};
const other = { Username: 'other', EmailAddress: 'other@example.com', BillingAddress: { BillFirstName: 'Ann' } };

const byReconcile = new Map<string, string[]>();
/** What the proof says of an order, and what the run that made it holds of it. */
const byProof = new Map<string, string[]>();
beforeAll(() =>
  withProof(
    { orders, rules: RULES, west: { rmas }, main: { staff: ['anna'], customers: [other] } },
    async ({ west, main, pipeline, home, proving, later }) => {
      const note = (into: Map<string, string[]>, ids: readonly (string | null)[], said: string): void => {
        const [id = ''] = ids.flatMap((one) => /^[NW]?(?:[789])?(1\d\d)$/.exec(one ?? '')?.[1] ?? []);
        into.set(id, [...(into.get(id) ?? []), said]);
      };
      const said = ({ kind, entity, field }: Pick<Difference, 'kind' | 'entity'> & { field: string | null }) =>
        [kind, entity, field].filter((part) => part !== null).join(' ');
      const now = () => Date.parse('2026-07-21T06:00:00Z');
      const compared = async () => (await reconcile({ pipeline: await pipeline(), home, now })).differences;
      expect(await proving({ proof: 'never' })).toMatchObject({ status: 'good' });
      expect(await compared(), 'before anything is planted').toEqual([]);
      for (const [place, { plant }] of kinds.entries()) plant({ west, main }, idOf(place));
      for (const one of await compared()) note(byReconcile, [one.sourceId, one.targetId], said(one));
      later(DAY);
      const { proof, quarantine } = await proving({ proof: 'now' });
      for (const { differences } of proof?.stores ?? []) {
        for (const one of differences) note(byProof, [one.orderId, one.sourceId, one.targetId], said(one));
      }
      for (const { sourceId, targetId, code } of quarantine) note(byProof, [sourceId, targetId], code);
    },
  ),
);

describe('each planted error is told', () => {
  test.each(kinds.map((kind, place) => ({ ...kind, id: idOf(place) })))('by reconcile: $what', ({ id, told }) => {
    expect(byReconcile.get(id)).toContain(told);
  });

  test.each(kinds.map((kind, place) => ({ ...kind, id: idOf(place) })))(
    'by the daily proof or look: $what',
    ({ id }) => {
      expect(byProof.get(id)).toBeDefined();
    },
  );

  test('and nothing is said of what is sound', () => {
    const planted = kinds.map((_, place) => idOf(place));
    expect([...byReconcile.keys()].filter((id) => !planted.includes(id))).toEqual([]);
  });
});
