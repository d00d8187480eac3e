import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { OrderSeed } from '../../src/fake-store/index.ts';
import { nothing } from '../../src/reconcile/amounts.ts';
import type { Difference } from '../../src/reconcile/result.ts';
import type { DemoStores } from '../run/demo-stores.ts';
import { someOf } from '../support/many.ts';
import { compareStores, copyOf, startBareStores, westOrder } from './pair-of-stores.ts';

let demo: DemoStores;
beforeAll(async () => {
  demo = await startBareStores();
});
afterAll(() => demo.close());
afterEach(() => {
  for (const store of [demo.main, demo.west])
    for (const { OrderID } of store.orders()) store.panel.removeOrder(OrderID);
});

function put(source: OrderSeed | null, ...copies: OrderSeed[]): void {
  if (source !== null) demo.west.panel.addOrder(source);
  for (const copy of copies) demo.main.panel.addOrder(copy);
}

async function found(): Promise<Difference[]> {
  // A sound pair beside the planted error, which must not be drawn in.
  put(westOrder('N1'), copyOf(westOrder('N1')));
  const { differences } = await compareStores(demo);
  for (const one of differences) expect(one.message, 'a sentence').toMatch(/^[A-Za-z0-9"].*\.$/);
  return differences;
}

const order = westOrder('N500');
const whole = { ...nothing, orders: 1, total: '121', gst: '11', shipping: '11', paid: '121' };
const less = { orders: -1, total: '-121', gst: '-11', shipping: '-11', paid: '-121' };

describe('two sides that agree', () => {
  test('raise nothing, and come to the same sums', async () => {
    put(order, copyOf(order));
    expect(await found()).toEqual([]);
    const { stores } = await compareStores(demo);
    const both = { orders: 2, total: '242', gst: '22', shipping: '22', paid: '242' };
    expect(stores[0]).toMatchObject({
      store: 'west',
      sums: { secondary: both, primary: both, difference: nothing },
      days: [{ day: '2026-08-10', secondary: both }],
      months: [{ month: '2026-08', primary: both }],
      payments: [{ day: '2026-08-10', method: 'West - PayPal', secondary: '242', primary: '242', difference: '0' }],
      tolerated: '0',
    });
  });

  test("raise nothing over the primary's own orders, quotes, and orders that the rules leave out", async () => {
    put(
      westOrder('N501', { OrderStatus: 'Quote', OrderType: 'quote' }),
      westOrder('N1', { OrderID: 'N502', SalesChannel: 'Website', Email: 'ben@example.com' }),
    );
    put(westOrder('N503', { OrderStatus: 'Cancelled' }));
    put(westOrder('N504', { OrderStatus: 'New', DateInvoiced: '' }));
    put(westOrder('N505', { CompleteStatus: 'Pending' }));
    put(westOrder('N506', { DatePlaced: '2026-06-20 00:00:00', DateInvoiced: '2026-06-20' }));
    expect(await found()).toEqual([]);
    const { stores } = await compareStores(demo);
    expect(stores[0]?.leftOut).toEqual({
      'status-not-selected': 1,
      'cancelled-before-copy': 1,
      'not-invoiced-yet': 1,
      'not-yet-approved': 1,
    });
  });
});

describe('a planted error is found: an order that is', () => {
  test('missing in the primary', async () => {
    put(order);
    expect(await found()).toMatchObject([
      { kind: 'missing', entity: 'order', sourceId: 'N500', targetId: 'W500', day: '2026-08-10', effect: less },
    ]);
  });

  test('missing because a rule holds it, with the rule', async () => {
    put(westOrder('N500', { OrderType: 'dropshipping' }));
    expect(await found()).toMatchObject([
      {
        kind: 'missing',
        reason: 'order-type-unhandled',
        message: expect.stringContaining('dropshipping'),
        effect: less,
      },
    ]);
  });

  test('missing because its prefix is not declared', async () => {
    put(westOrder('Z500'));
    expect(await found()).toMatchObject([
      { kind: 'missing', sourceId: 'Z500', targetId: null, message: expect.stringContaining('declared prefixes') },
    ]);
  });

  test('extra: in the number range, but unknown to its store', async () => {
    put(null, copyOf(order, { InternalOrderNotes: '', SalesChannel: 'Website' }));
    expect(await found()).toMatchObject([{ kind: 'extra', sourceId: 'N500', targetId: 'W500', effect: whole }]);
  });

  test('extra: a copy whose source is gone, under whatever number', async () => {
    put(null, copyOf(order, { OrderID: 'N77' }));
    expect(await found()).toMatchObject([{ kind: 'extra', sourceId: 'N500', targetId: 'N77', effect: whole }]);
  });

  test("extra: only the store's sales channel says that it belongs to it", async () => {
    put(null, copyOf(order, { OrderID: 'N78', InternalOrderNotes: '' }));
    expect(await found()).toMatchObject([{ kind: 'extra', sourceId: null, targetId: 'N78', effect: whole }]);
  });

  test('doubled: a second copy under another number', async () => {
    put(order, copyOf(order), copyOf(order, { OrderID: 'N79' }));
    expect(await found()).toMatchObject([{ kind: 'doubled', sourceId: 'N500', targetId: 'N79', effect: whole }]);
  });

  test('no longer doubled once the second copy is cancelled', async () => {
    put(order, copyOf(order), copyOf(order, { OrderID: 'N79', OrderStatus: 'Cancelled' }));
    expect(await found()).toEqual([]);
  });

  test.each(
    someOf(
      [
        ['total', { GrandTotal: '120.99' }, { total: '-0.01' }],
        ['gst', { OrderTax: '10.97' }, { gst: '-0.03' }],
        ['shipping', { ShippingTotal: '10.99', GrandTotal: '121.00', OrderTax: '11.00' }, { shipping: '-0.01' }],
      ],
      2,
    ),
  )('different by cents in its %s', async (field, change, effect) => {
    put(order, copyOf(order, change));
    expect(await found()).toMatchObject([
      { kind: 'different', field, sourceId: 'N500', targetId: 'W500', effect: { ...nothing, ...effect } },
    ]);
  });

  test('no difference where its GST is a cent off by rounding alone: that is summed, unless the pipeline holds it', async () => {
    put(order, copyOf(order, { OrderTax: '10.99' }));
    expect(await found()).toEqual([]);
    const { stores } = await compareStores(demo);
    expect(stores[0]).toMatchObject({
      sums: { difference: { ...nothing, gst: '-0.01' } },
      gstRounding: { orders: 1, gst: '-0.01' },
    });
    const pipeline = await demo.pipeline();
    const holding = { ...pipeline, accounting: { ...pipeline.accounting, gstRounding: 'hold' as const } };
    const held = await compareStores(demo, { pipeline: holding });
    expect(held.differences).toMatchObject([{ field: 'gst', sourceId: 'N500', effect: { gst: '-0.01' } }]);
    expect(held.stores[0]?.gstRounding).toEqual({ orders: 0, gst: '0' });
  });

  test('summed as GST by rounding beside another difference, which keeps its own effect', async () => {
    put(order, copyOf(order, { OrderTax: '10.99', DateInvoiced: '2026-09-01' }));
    const august = { from: '2026-08-01', to: '2026-08-31' } as Parameters<typeof compareStores>[1];
    put(westOrder('N1'), copyOf(westOrder('N1')));
    const { differences } = await compareStores(demo, august);
    expect(differences).toMatchObject([{ field: 'day', effect: less }]);
  });

  const line = { SKU: 'W-BATT-AA8', Quantity: 2, UnitPrice: '55.00' };
  test.each<[field: string, change: Partial<OrderSeed>]>(
    someOf(
      [
        ['line-product', { OrderLine: [{ ...line, SKU: 'W-CUP' }] }],
        ['line-quantity', { OrderLine: [{ ...line, Quantity: 4, UnitPrice: '27.50' }] }],
        ['lines', { OrderLine: [line, { ...line, Quantity: 1, UnitPrice: '0' }] }],
        ['line-tax', { OrderLine: [{ ...line, Tax: '0.00' }], OrderTax: '11.00' }],
        ['line-discount', { OrderLine: [{ ...line, PercentDiscount: '10' }], GrandTotal: '121.00', OrderTax: '11.00' }],
        ['shipping-tax', { ShippingTax: '0.00', OrderTax: '11.00' }],
      ],
      2,
    ),
  )('different in its %s, though its totals agree', async (field, change) => {
    put(order, copyOf(order, change));
    const differences = await found();
    expect(differences).toContainEqual(
      expect.objectContaining({ kind: 'different', entity: 'order', field, sourceId: 'N500', targetId: 'W500' }),
    );
    expect(differences.every((one) => one.sourceId === 'N500' && one.effect.total === '0')).toBe(true);
  });

  test('not said to differ in what one side does not show, which is counted', async () => {
    put(order, copyOf(order));
    demo.main.switches.notShown = ['OrderLine.Tax', 'Order.OrderTax'];
    try {
      const { differences, notCompared } = await compareStores(demo);
      expect(differences).toEqual([]);
      expect(notCompared).toContain('Orders of west, GST: the primary does not show it (1).');
      expect(notCompared).toContain('Orders of west, tax of lines: the primary does not show it (1).');
    } finally {
      demo.main.switches.notShown = [];
    }
  });

  test('booked on another day, even in another period', async () => {
    put(order, copyOf(order, { DateInvoiced: '2026-09-01' }));
    expect(await found()).toMatchObject([
      { kind: 'different', field: 'day', secondary: '2026-08-10', primary: '2026-09-01', effect: nothing },
    ]);
    const august = { from: '2026-08-01', to: '2026-08-31' } as Parameters<typeof compareStores>[1];
    const { differences } = await compareStores(demo, august);
    expect(differences).toMatchObject([{ field: 'day', effect: less }]);
  });

  test('cancelled in its store, while the copy counts', async () => {
    put({ ...order, OrderStatus: 'Cancelled' }, copyOf(order));
    expect(await found()).toMatchObject([{ kind: 'different', field: 'cancelled', effect: whole }]);
  });

  test('cancelled in the primary alone', async () => {
    put(order, copyOf(order, { OrderStatus: 'Cancelled' }));
    expect(await found()).toMatchObject([
      { kind: 'different', field: 'cancelled', primary: 'Cancelled', effect: less },
    ]);
  });

  test('not approved in the primary, so that it never reaches Xero', async () => {
    put(order, copyOf(order, { CompleteStatus: 'Pending' }));
    expect(await found()).toMatchObject([{ kind: 'different', field: 'approval', effect: nothing }]);
  });
});

describe('what a store works out by itself is no error', () => {
  const due = (id: string, there: string, here: string): void =>
    put(westOrder(id, { DatePaymentDue: there }), copyOf(westOrder(id), { DatePaymentDue: here }));

  test('due dates, where those of most copies are not their sources’', async () => {
    due('N500', '2026-08-20 16:00:00', '2026-09-09 14:00:00');
    due('N501', '2026-08-20 16:00:00', '2026-09-09 14:00:00');
    due('N502', '2026-08-20 16:00:00', '2026-08-20 14:00:00');
    expect(await found()).toEqual([]);
  });

  test('a copy under an account that has the buyer’s address, name or note', async () => {
    const account = (Username: string, more: object) => demo.main.panel.addCustomer({ Username, ...more });
    account('by-address', { EmailAddress: 'shopper@example.com' });
    account('by-name', { BillingAddress: { BillFirstName: 'Ann', BillLastName: 'Lee' } });
    account('by-note', { InternalNotes: 'Copied from west customer shopper by neto-consolidator' });
    account('another', {
      EmailAddress: 'ben@example.com',
      BillingAddress: { BillFirstName: 'Ben', BillLastName: 'Day' },
    });
    const named = { BillFirstName: 'Ann', BillLastName: 'Lee' };
    for (const [place, Username] of ['by-address', 'by-name', 'by-note', 'another'].entries()) {
      const own = westOrder(`N51${place}`, named);
      put(own, copyOf(own, { Username }));
    }
    expect(await found()).toMatchObject([{ field: 'account', sourceId: 'N513', primary: 'another' }]);
  });

  test('an order of the primary’s own that another buyer made on the same day for the same total', async () => {
    put(order, copyOf(order));
    put(null, westOrder('N88', { Email: 'ben@example.com', SalesChannel: 'Website', OrderPayment: [] }));
    put(null, westOrder('N89', { OrderStatus: 'Quote', SalesChannel: 'Website', OrderPayment: [] }));
    expect(await found()).toEqual([]);
  });

  test('a copy that is exported, which is said where no file from Xero is given', async () => {
    put(order, copyOf(order, { ExportStatus: 'Exported' }));
    const { differences, notCompared } = await compareStores(demo);
    expect(differences).toEqual([]);
    expect(notCompared.join(' ')).toMatch(/exported are in the books \(1: W500\)/);
  });

  test('but what the books have already must bear the mark', async () => {
    const InternalOrderNotes = `${copyOf(order).InternalOrderNotes}\nIn the books already: the days 2026-08-01 to 2026-08-31`;
    put(order, copyOf(order, { InternalOrderNotes, ExportStatus: 'Pending' }));
    expect(await found()).toMatchObject([{ field: 'exported', targetId: 'W500' }]);
  });
});

describe('a planted error is found: a payment that is', () => {
  const unpaid = westOrder('N500', { OrderPayment: [] });
  const paid = (amount: string, method: string, date: string, authorisation?: string) => ({
    Amount: amount,
    PaymentType: method,
    DatePaid: date,
    ...(authorisation === undefined ? {} : { CardAuthorisation: authorisation }),
  });
  const source = (...payments: ReturnType<typeof paid>[]) => ({
    ...unpaid,
    OrderPayment: payments.map((payment, place) => ({ ...payment, Id: `70${place}` })),
  });
  const copy = (...payments: ReturnType<typeof paid>[]) => copyOf(unpaid, { OrderPayment: payments });
  const paypal = paid('121.00', 'PayPal', '2026-08-10 01:00:00');

  test('missing', async () => {
    put(source(paypal), copy());
    expect(await found()).toMatchObject([
      { kind: 'missing', entity: 'payment', sourceId: '700', targetId: null, effect: { ...nothing, paid: '-121' } },
    ]);
  });

  test('missing: a refund that was keyed as a negative payment', async () => {
    put(
      source(paypal, paid('-20.00', 'PayPal', '2026-08-12 01:00:00')),
      copy(paid('121.00', 'West - PayPal', '2026-08-10 01:00:00', 'west:700')),
    );
    expect(await found()).toMatchObject([
      { kind: 'missing', message: expect.stringContaining('refund'), effect: { ...nothing, paid: '20' } },
    ]);
  });

  test('extra: entered by hand', async () => {
    put(source(), copy(paid('50.00', 'West - PayPal', '2026-08-10 01:00:00', 'by phone')));
    expect(await found()).toMatchObject([
      { kind: 'extra', entity: 'payment', targetId: 'W500', effect: { ...nothing, paid: '50' } },
    ]);
  });

  test('extra: a copy of one that its store has removed', async () => {
    put(source(), copy(paid('50.00', 'West - PayPal', '2026-08-10 01:00:00', 'west:4711')));
    expect(await found()).toMatchObject([{ kind: 'extra', message: expect.stringContaining('4711') }]);
  });

  test('doubled', async () => {
    const once = paid('121.00', 'West - PayPal', '2026-08-10 01:00:00', 'west:700 PP-1');
    put(source(paypal), copy(once, once));
    expect(await found()).toMatchObject([{ kind: 'doubled', sourceId: '700', effect: { ...nothing, paid: '121' } }]);
  });

  test.each(
    someOf(
      [
        ['amount', '120.99', 'West - PayPal', '2026-08-10 01:00:00', { paid: '-0.01' }],
        ['method', '121.00', 'West - Afterpay', '2026-08-10 01:00:00', {}],
        ['paid-on', '121.00', 'West - PayPal', '2026-08-11 01:00:00', {}],
      ],
      2,
    ),
  )('different in its %s', async (field, amount, method, date, effect) => {
    put(source(paypal), copy(paid(amount, method, date, 'west:700')));
    expect(await found()).toMatchObject([
      { kind: 'different', entity: 'payment', field, sourceId: '700', effect: { ...nothing, ...effect } },
    ]);
  });

  const half = (day: string) => paid('60.50', 'PayPal', `2026-08-${day} 01:00:00`);
  const copied = (day: string, authorisation?: string) =>
    paid('60.50', 'West - PayPal', `2026-08-${day} 01:00:00`, authorisation);

  test('missing, beside an equal one that differs in its day: its effect is its own', async () => {
    put(source(half('10'), half('11')), copy(copied('12', 'west:700')));
    expect((await found()).map(({ kind, sourceId, effect }) => [kind, sourceId, effect.paid])).toEqual([
      ['different', '700', '0'],
      ['missing', '701', '-60.5'],
    ]);
  });

  test('missing, beside an equal one that staff entered by hand on its own day', async () => {
    put(source(half('10'), half('11')), copy(copied('11', 'by phone')));
    expect((await found()).map(({ kind, sourceId, effect }) => [kind, sourceId, effect.paid])).toEqual([
      ['missing', '700', '-60.5'],
    ]);
  });

  test('in another currency than its copy; one that shows none is in the store’s own', async () => {
    const [payment] = source(paypal).OrderPayment;
    const foreign = { ...unpaid, OrderPayment: [{ ...payment, CurrencyCode: 'USD' }] } as OrderSeed;
    put(foreign, copy(paid('121.00', 'West - PayPal', '2026-08-10 01:00:00', 'west:700')));
    demo.west.panel.addOrder(westOrder('N507'));
    demo.main.panel.addOrder(copyOf(westOrder('N507')));
    demo.west.panel.changePayment('9507', { CurrencyCode: ' ' });
    expect(await found()).toMatchObject([
      { field: 'currency', entity: 'payment', sourceId: '700', secondary: 'USD', primary: 'AUD', effect: nothing },
    ]);
  });

  test('entered by hand for the same money is the same payment, and on another day differs in that alone', async () => {
    put(source(paypal), copy(paid('121.00', 'West - PayPal', '2026-08-10 03:00:00')));
    expect(await found()).toEqual([]);
    demo.main.panel.changePayment(demo.main.payments('W500')[0]?.PaymentID ?? '', { DatePaid: '2026-08-11 01:00:00' });
    const { differences } = await compareStores(demo);
    expect(differences).toMatchObject([
      { kind: 'different', entity: 'payment', field: 'paid-on', sourceId: '700', targetId: 'W500' },
    ]);
  });

  test('of one amount and entered by hand for two days each stand for the one of its day', async () => {
    const [monday, tuesday] = ['2026-08-10 01:00:00', '2026-08-11 01:00:00'] as const;
    put(
      source(paid('60.50', 'PayPal', monday), paid('60.50', 'PayPal', tuesday)),
      copy(paid('60.50', 'West - PayPal', tuesday), paid('60.50', 'West - PayPal', monday)),
    );
    expect(await found()).toEqual([]);
  });
});

describe('a planted error is found: a return that is', () => {
  let next = 600;
  // The store keeps a return when its order is removed, so each test has an order of its own.
  const pair = (there: readonly Partial<Rma>[], here: readonly Partial<Rma>[]): string => {
    next += 1;
    const own = westOrder(`N${next}`);
    put(own, copyOf(own));
    for (const one of there) demo.west.panel.addRma(rma(`N${next}`, one));
    for (const one of here) demo.main.panel.addRma(rma(`W${next}`, one));
    return `N${next}`;
  };
  type Rma = {
    readonly total: string;
    readonly refunded: string;
    readonly status: string;
    readonly currency: string;
  };
  const rma = (
    orderId: string,
    { total = '55.00', refunded = '0', status = 'Closed', currency = 'AUD' }: Partial<Rma>,
  ) => ({
    OrderID: orderId,
    CurrencyCode: currency,
    RmaStatus: status,
    ShippingRefundAmount: total,
    Refund: refunded === '0' ? [] : [{ RefundAmount: refunded, RefundStatus: 'Refunded' }],
    DateIssued: '2026-08-20',
  });
  const compared = async () => {
    const pipeline = await demo.pipeline();
    const secondaries = pipeline.secondaries.map((one) => ({
      ...one,
      entities: ['orders', 'payments', 'rmas'] as const,
    }));
    return compareStores(demo, { pipeline: { ...pipeline, secondaries } });
  };

  test.each(
    someOf(
      [
        ['missing', 'amount', [{}], []],
        ['extra', 'amount', [], [{}]],
        ['different', 'amount', [{}], [{ total: '54.99' }]],
        ['missing', 'refunded', [{ refunded: '55.00' }], [{}]],
        ['different', 'currency', [{ currency: 'USD' }], [{}]],
      ],
      2,
    ),
  )('%s, by its %s', async (kind, field, there, here) => {
    const sourceId = pair(there, here);
    expect((await compared()).differences).toMatchObject([
      { kind, entity: 'refund', field, sourceId, effect: nothing },
    ]);
  });

  test.each<[field: string, change: object]>(
    someOf(
      [
        ['date', { DateIssued: '2026-08-21' }],
        ['line-product', { RmaLine: [{ SKU: 'W-CUP', Quantity: 1, RefundSubtotal: '55.00' }] }],
        ['line-quantity', { RmaLine: [{ SKU: 'W-BATT-AA8', Quantity: 2, RefundSubtotal: '55.00' }] }],
        [
          'line-tax',
          {
            RmaLine: [{ SKU: 'W-BATT-AA8', Quantity: 1, RefundSubtotal: '55.00', Tax: '0.00' }],
            RefundTaxTotal: '5.00',
          },
        ],
        ['gst', { RefundTaxTotal: '4.00' }],
      ],
      2,
    ),
  )('different in its %s, though its sums agree', async (field, change) => {
    const sourceId = pair([], []);
    const own = { RmaStatus: 'Closed', DateIssued: '2026-08-20', CurrencyCode: 'AUD' };
    const of = (SKU: string) => ({ ...own, RmaLine: [{ SKU, Quantity: 1, RefundSubtotal: '55.00' }] });
    const RmaID = sourceId.slice(1);
    demo.west.panel.addRma({ ...of('BATT-AA8'), RmaID, OrderID: sourceId });
    const OrderID = sourceId.replace('N', 'W');
    demo.main.panel.addRma({ ...of('W-BATT-AA8'), OrderID, InternalNotes: `west:${RmaID} Copied`, ...change });
    expect((await compared()).differences).toMatchObject([{ kind: 'different', entity: 'refund', field, sourceId }]);
  });

  test('the same on both sides, or open still, is no error', async () => {
    pair([{ refunded: '20.00' }, { total: '9.00', status: 'Open' }], [{ refunded: '20.00' }]);
    const { differences, stores } = await compared();
    expect(differences).toEqual([]);
    expect(stores[0]?.refunds).toMatchObject({
      credit: { secondary: '55', difference: '0' },
      paidOut: { primary: '20' },
    });
  });

  test('not compared is said where the pipeline does not copy returns', async () => {
    pair([{}], []);
    const { notCompared, stores, differences } = await compareStores(demo);
    expect(notCompared[0]).toMatch(/^Returns of west: .*`rmas`/);
    expect(stores[0]?.refunds).toBeNull();
    expect(differences).toEqual([]);
  });

  test('not shown by a store is said, and the rest is compared', async () => {
    pair([{}], []);
    demo.west.faults.next = ({ action }) =>
      action === 'GetRma' ? { kind: 'status', status: 403, when: 'before' } : undefined;
    const { notCompared, differences } = await compared();
    demo.west.faults.next = undefined;
    expect(notCompared).toEqual(['Returns of west: west does not show them to this key.']);
    expect(differences).toEqual([]);
  });
});

test('what was changed within the grace time is under way, and no error', async () => {
  put(order);
  const { differences } = await compareStores(demo, { graceMinutes: 30 });
  expect(differences).toMatchObject([{ kind: 'missing', sourceId: 'N500', underWay: true }]);
});

test('an order with a date that can not be read is named, and the others are compared', async () => {
  put(order, copyOf(order));
  put(westOrder('N501'), copyOf(westOrder('N501'), { DatePlaced: 'soon' }));
  expect(await found()).toMatchObject([{ field: 'unreadable', sourceId: 'N501', targetId: 'W501', effect: less }]);
});

test('a payment or a return that can not be read is named, and all others are compared', async () => {
  put(order, copyOf(order));
  put(westOrder('N502'), copyOf(westOrder('N502'), { GrandTotal: '120.00' }));
  demo.main.panel.addRma({ RmaID: '77', OrderID: 'W500', RmaStatus: 'Closed', DateIssued: 'soon', RmaLine: [] });
  const pipeline = await demo.pipeline();
  const secondaries = pipeline.secondaries.map((one) => ({
    ...one,
    entities: ['orders', 'payments', 'rmas'] as const,
  }));
  demo.west.switches.notShown = ['Payment.AmountPaid'];
  const { differences } = await compareStores(demo, { pipeline: { ...pipeline, secondaries } });
  demo.west.switches.notShown = [];
  const unreadable = differences.filter(({ field }) => field === 'unreadable');
  expect(unreadable.map(({ entity, sourceId, targetId }) => [entity, sourceId, targetId])).toEqual(
    expect.arrayContaining([
      ['payment', '9500', null],
      ['refund', null, '77'],
    ]),
  );
  for (const { message } of unreadable) expect(message).toMatch(/AmountPaid|DateIssued/);
  expect(differences).toContainEqual(expect.objectContaining({ field: 'total', sourceId: 'N502' }));
});
