import { describe, expect, test } from 'vitest';
import { type FakeStore, type Lie, lieSchema, type Switches } from '../../src/fake-store/index.ts';
import { addOrder, addPayment, call, readOrder, rowsOf, updateOrder } from './support/call.ts';
import { Clock, startStore } from './support/stores.ts';

const LINES = [
  { SKU: 'SHIRT', Quantity: '2', UnitPrice: '11.00' },
  { SKU: 'HAT', Quantity: '1', UnitPrice: '5.50' },
];

/** 26 July 2026, nine in the evening in Sydney. */
const LATER = 25 * 86_400 + 11 * 3600;

async function storeOf(lies: readonly Lie[], switches: Partial<Switches> = {}, clock = new Clock()) {
  return startStore({
    clock: clock.read,
    switches: { collapse: 'never', ...switches, lies: [...lies] },
    seed: {
      staff: ['anna'],
      customers: [{ Username: 'jsmith' }, { Username: 'other' }],
      orders: [{ OrderID: 'N1', OrderLine: [] }],
    },
  });
}

async function added(lies: readonly Lie[], changes: object = {}) {
  const store = await storeOf(lies);
  await addOrder(store, { OrderLine: LINES, ShippingCost: '11.00', Username: 'jsmith', ...changes });
  const order = store.order('W100');
  if (order === undefined) throw new Error('The order was not stored');
  return order;
}

const ORDER_LIES: [Lie, string, string][] = [
  [{ on: 'add-order', field: 'OrderTax' }, '3.50', '4.50'],
  [{ on: 'add-order', field: 'OrderTax', by: '0.01' }, '3.50', '3.51'],
  [{ on: 'add-order', field: 'GrandTotal', by: '-0.01' }, '38.50', '38.49'],
  [{ on: 'add-order', field: 'ShippingTotal', value: '10.00' }, '11', '10.00'],
  [{ on: 'add-order', field: 'ShippingTax' }, '1.00', '2.00'],
  [{ on: 'add-order', field: 'DateInvoiced' }, '2026-06-30', '2026-07-01'],
  [{ on: 'add-order', field: 'DateInvoiced', by: '-3' }, '2026-06-30', '2026-06-27'],
  [{ on: 'add-order', field: 'DateInvoiced', value: 'today' }, '2026-06-30', '2026-07-01'],
  [{ on: 'add-order', field: 'DateInvoiced', value: '' }, '2026-06-30', ''],
  [{ on: 'add-order', field: 'DatePlaced' }, '2026-06-29 01:02:03', '2026-06-30 01:02:03'],
  [{ on: 'add-order', field: 'DatePaymentDue' }, '2026-07-14 14:00:00', '2026-07-15 14:00:00'],
  [{ on: 'add-order', field: 'Username' }, 'jsmith', 'other'],
  [{ on: 'add-order', field: 'TaxInclusive' }, 'True', 'False'],
  [{ on: 'add-order', field: 'SalesChannel' }, 'Website', 'Website altered'],
  [{ on: 'add-order', field: 'CurrencyCode' }, 'AUD', 'USD'],
  [{ on: 'add-order', field: 'BillLastName', value: 'Else' }, 'Sample', 'Else'],
];

const DATED = {
  DateInvoiced: '2026-06-30',
  DatePlacedUTC: '2026-06-29 01:02:03',
  DateDueUTC: '2026-07-14 14:00:00',
  SalesChannel: 'Website',
};

describe('a lie about an order', () => {
  test.each(ORDER_LIES)('%j: that field is stored otherwise, and nothing else', async (lie, right, wrong) => {
    const field = lie.field as 'OrderTax';
    const honest = await added([], DATED);
    const told = await added([lie], DATED);
    expect([honest[field], told[field]]).toEqual([right, wrong]);
    expect({ ...told, [field]: '' }).toEqual({ ...honest, [field]: '' });
  });

  const lineLies: [Lie, number, string, string][] = [
    [{ on: 'add-order', field: 'OrderLine.SKU' }, 0, 'SHIRT', 'HAT'],
    [{ on: 'add-order', field: 'OrderLine.UnitPrice', by: '0.01', line: 1 }, 1, '5.5', '5.51'],
    [{ on: 'add-order', field: 'OrderLine.Quantity' }, 0, '2', '4'],
    [{ on: 'add-order', field: 'OrderLine.Quantity', by: '0.5' }, 0, '2', '2.5'],
    [{ on: 'add-order', field: 'OrderLine.Tax', line: 1 }, 1, '0.50', '1.50'],
    [{ on: 'add-order', field: 'OrderLine.TaxCode' }, 0, 'GST', 'FREE'],
  ];
  test.each(lineLies)(
    '%j: of one line that field is stored otherwise, and nothing else',
    async (lie, at, right, wrong) => {
      const field = lie.field.slice('OrderLine.'.length) as 'SKU';
      const honest = await added([]);
      const told = await added([lie]);
      expect([honest.OrderLine[at]?.[field], told.OrderLine[at]?.[field]]).toEqual([right, wrong]);
      const rest = told.OrderLine.map((line, index) => (index === at ? { ...line, [field]: right } : line));
      expect({ ...told, OrderLine: rest }).toEqual(honest);
    },
  );

  test('shows over the socket', async () => {
    const store = await storeOf([{ on: 'add-order', field: 'OrderLine.Quantity' }]);
    await addOrder(store);
    const order = await readOrder(store, 'W100', ['GrandTotal', 'OrderLine']);
    expect(order).toMatchObject({ GrandTotal: '11.00', OrderLine: [{ Quantity: '2.000' }] });
  });

  test('balance: price keeps the value of the line', async () => {
    const [line] = (await added([{ on: 'add-order', field: 'OrderLine.Quantity', value: '4', balance: 'price' }]))
      .OrderLine;
    expect([line?.Quantity, line?.UnitPrice]).toEqual(['4', '5.5']);
  });

  test('balance: other-line keeps the sum of two lines, whatever the discounts', async () => {
    const { OrderLine, GrandTotal } = await added(
      [{ on: 'add-order', field: 'OrderLine.UnitPrice', by: '1', balance: 'other-line' }],
      { OrderLine: [LINES[0], { ...LINES[1], UnitPrice: '10.00', DiscountPercent: '50' }] },
    );
    // Two dollars more on two shirts, two less on a hat at half price.
    expect(OrderLine.map(({ UnitPrice }) => UnitPrice)).toEqual(['12.00', '6']);
    expect(GrandTotal).toBe('38.00');
  });

  test('balance: totals lets all totals follow', async () => {
    const told = await added([{ on: 'add-order', field: 'OrderLine.Quantity', value: '1', balance: 'totals' }]);
    expect([told.ProductSubtotal, told.GrandTotal, told.OrderTax]).toEqual(['16.50', '27.50', '2.50']);
  });

  test.each([
    ['dropped', ['HAT']],
    ['repeated', ['SHIRT', 'SHIRT', 'HAT']],
  ])('OrderLine: a line is %s at the same total', async (value, skus) => {
    const told = await added([{ on: 'add-order', field: 'OrderLine', value }]);
    expect(told.OrderLine.map(({ SKU }) => SKU)).toEqual(skus);
    expect(told.GrandTotal).toBe('38.50');
  });

  test('OrderLine.TaxFree and TaxFreeShipping: the taxes follow, the total does not', async () => {
    const line = await added([{ on: 'add-order', field: 'OrderLine.TaxFree' }]);
    expect([line.OrderLine[0]?.TaxCode, line.OrderLine[0]?.Tax]).toEqual(['FREE', '0.00']);
    expect([line.OrderTax, line.GrandTotal]).toEqual(['1.50', '38.50']);
    const shipping = await added([{ on: 'add-order', field: 'TaxFreeShipping' }]);
    expect([shipping.ShippingTax, shipping.OrderTax, shipping.GrandTotal]).toEqual(['0.00', '2.50', '38.50']);
  });
});

describe('a lie on approval', () => {
  async function approved(lies: readonly Lie[], switches: Partial<Switches> = {}) {
    const clock = new Clock();
    const store = await storeOf(lies, switches, clock);
    await addOrder(store, { Username: 'jsmith', DateInvoiced: '2026-06-30' });
    const before = store.order('W100');
    clock.advance(LATER);
    return { store, before, at: (id = 'W100') => store.order(id) };
  }
  const anew: Lie[] = [
    { on: 'approve', field: 'DateInvoiced' },
    { on: 'approve', field: 'OrderTax', by: '-0.01' },
    { on: 'approve', field: 'Username' },
  ];

  test('is not told before', async () => {
    const { before } = await approved(anew);
    expect(before).toMatchObject({ DateInvoiced: '2026-06-30', OrderTax: '1.00', Username: 'jsmith' });
  });

  test('of UpdateOrder sets date, tax and account anew', async () => {
    const { store, at } = await approved(anew);
    await updateOrder(store, { CustomerRef1: 'seen' });
    expect(at()).toMatchObject({ DateInvoiced: '2026-06-30', OrderTax: '1.00' });
    await updateOrder(store, { OrderApproval: 'True' });
    expect(at()).toMatchObject({
      DateInvoiced: '2026-07-26', OrderTax: '0.99', Username: 'other', GrandTotal: '11.00', CompleteStatus: 'Approved',
    }); // biome-ignore format: a table
  });

  test('of a full payment, and of AddOrder itself, is told too', async () => {
    const { store, at } = await approved(anew);
    await addPayment(store);
    expect(at()).toMatchObject({ DateInvoiced: '2026-07-26', OrderTax: '0.99', CompleteStatus: 'Approved' });
    await addOrder(store, { OrderID: 'W101', OrderApproval: 'True', DateInvoiced: '2026-06-30' });
    expect(at('W101')).toMatchObject({ DateInvoiced: '2026-07-26', OrderTax: '0.99' });
  });

  test('is told once: an order that is approved already is not approved anew', async () => {
    const { store, at } = await approved([{ on: 'approve', field: 'OrderTax', by: '-0.01' }]);
    for (let time = 0; time < 2; time += 1) await updateOrder(store, { OrderApproval: 'True' });
    expect(at()).toMatchObject({ OrderTax: '0.99' });
  });

  test('update-order: any UpdateOrder is lied about', async () => {
    const { store, at } = await approved([{ on: 'update-order', field: 'CustomerRef1', value: 'x' }]);
    await updateOrder(store, { CustomerRef1: 'seen' });
    expect(at()?.CustomerRef1).toBe('x');
  });
});

describe('a lie about a payment', () => {
  async function paid(lie?: Lie): Promise<FakeStore> {
    const store = await storeOf(lie === undefined ? [] : [lie]);
    await addOrder(store, { UnitPrice: '22' });
    await addPayment(store, { AmountPaid: '5.00', CardAuthorisation: 'west:1' });
    return store;
  }
  const cases: [Lie, string, string][] = [
    [{ on: 'add-payment', field: 'AmountPaid' }, '5', '6.00'],
    [{ on: 'add-payment', field: 'AmountPaid', value: '4.99' }, '5', '4.99'],
    [{ on: 'add-payment', field: 'DatePaid', by: '-1' }, '2026-06-30 14:00:00', '2026-06-29 14:00:00'],
    [{ on: 'add-payment', field: 'PaymentMethodName' }, 'Visa', 'Bank Transfer'],
    [{ on: 'add-payment', field: 'CurrencyCode' }, 'AUD', 'USD'],
    [{ on: 'add-payment', field: 'OrderID' }, 'W100', 'N1'],
    [{ on: 'add-payment', field: 'CardAuthorisation', value: '' }, 'west:1', ''],
  ];
  test.each(cases)('%j: that field is stored otherwise, and nothing else', async (lie, right, wrong) => {
    const field = lie.field as 'AmountPaid';
    const [honest] = (await paid()).payments();
    const [told] = (await paid(lie)).payments();
    expect([honest?.[field], told?.[field]]).toEqual([right, wrong]);
    const method = field === ('PaymentMethodName' as string) ? { PaymentMethod: '2' } : {};
    expect(told).toEqual({ ...honest, [field]: wrong, ...method });
  });

  test('on another order it is booked there', async () => {
    const store = await paid({ on: 'add-payment', field: 'OrderID' });
    expect([store.payments('W100').length, store.payments('N1').length]).toEqual([0, 1]);
  });
});

describe('a lie about an RMA', () => {
  const RMA = {
    OrderID: 'W100', InvoiceNumber: 'W100', CustomerUsername: 'jsmith', StaffUsername: 'anna',
    PurchaseOrderNumber: 'west:7', InternalNotes: 'west:7', RmaStatus: 'Closed', ShippingRefundAmount: '2.20',
    ShippingRefundTaxCode: 'GST', TaxInclusive: 'True', DateIssued: '2026-06-30',
    RmaLines: { RmaLine: [{ Quantity: '1', SKU: 'SHIRT', RefundSubtotal: '11.00', TaxCode: 'GST', WarehouseID: '1' }] },
    Refunds: { Refund: [{ PaymentMethod: 'Visa', RefundAmount: '11.00', DateRefunded: '2026-07-01 00:00:00' }] },
  }; // biome-ignore format: a table

  async function returned(lie?: Lie) {
    const store = await storeOf(lie === undefined ? [] : [lie]);
    await addOrder(store, { Username: 'jsmith' });
    await call(store, 'AddRma', { Rma: RMA });
    const [rma] = store.rmas();
    if (rma === undefined) throw new Error('The RMA was not stored');
    return rma;
  }
  const cases: [Lie, string, string][] = [
    [{ on: 'add-rma', field: 'RmaLine.SKU' }, 'SHIRT', 'HAT'],
    [{ on: 'add-rma', field: 'RmaLine.Quantity' }, '1', '2'],
    [{ on: 'add-rma', field: 'RmaLine.RefundSubtotal', by: '-1' }, '11.00', '10.00'],
    [{ on: 'add-rma', field: 'RmaLine.TaxCode' }, 'GST', 'FREE'],
    [{ on: 'add-rma', field: 'RmaLine.Tax', value: '' }, '1.00', ''],
    [{ on: 'add-rma', field: 'RefundTaxTotal' }, '1.20', '2.20'],
    [{ on: 'add-rma', field: 'RefundTotal' }, '13.20', '14.20'],
    [{ on: 'add-rma', field: 'ShippingRefundAmount' }, '2.20', '3.20'],
    [{ on: 'add-rma', field: 'ShippingRefundTaxCode' }, 'GST', 'FREE'],
    [{ on: 'add-rma', field: 'CurrencyCode' }, 'AUD', 'USD'],
    [{ on: 'add-rma', field: 'RmaStatus' }, 'Closed', 'Open'],
    [{ on: 'add-rma', field: 'DateIssued' }, '2026-06-30 00:00:00', '2026-07-01 00:00:00'],
    [{ on: 'add-rma', field: 'OrderID' }, 'W100', 'N1'],
    [{ on: 'add-rma', field: 'Refund.RefundAmount' }, '11.00', '12.00'],
    [{ on: 'add-rma', field: 'Refund.PaymentMethodName' }, 'Visa', 'Bank Transfer'],
    [{ on: 'add-rma', field: 'Refund.DateRefunded' }, '2026-06-30 14:00:00', '2026-07-01 14:00:00'],
  ];
  test.each(cases)('%j: that field is stored otherwise, and nothing else', async (lie, right, wrong) => {
    const honest = await returned();
    const told = await returned(lie);
    const [part = '', field = part] = lie.field.split('.');
    const partOf = (rma: typeof told) => ({ RmaLine: rma.RmaLine[0], Refund: rma.Refund[0] })[part] ?? rma;
    const [before, after] = [partOf(honest), partOf(told)].map((one) => one as unknown as Record<string, string>);
    expect([before?.[field], after?.[field]]).toEqual([right, wrong]);
    Object.assign(after ?? {}, { [field]: right, ...(field === 'PaymentMethodName' ? { PaymentMethodID: '1' } : {}) });
    expect(told).toEqual(honest);
  });

  test('balance: totals lets its totals follow', async () => {
    const lie: Lie = { on: 'add-rma', field: 'RmaLine.TaxCode', balance: 'totals' };
    expect(await returned(lie)).toMatchObject({ RefundTaxTotal: '0.20', RefundTotal: '13.20' });
  });
});

describe('whom a lie is told of', () => {
  const taxesOf = async (lie: Lie): Promise<(string | undefined)[]> => {
    const store = await storeOf([lie]);
    for (const id of ['W1', 'W2', 'W3']) await addOrder(store, { OrderID: id });
    return ['W1', 'W2', 'W3'].map((id) => store.order(id)?.OrderTax);
  };
  const lie: Lie = { on: 'add-order', field: 'OrderTax' };
  test.each([
    [{}, ['2.00', '2.00', '2.00']],
    [{ records: 1 }, ['2.00', '1.00', '1.00']],
    [{ records: [2, 3] }, ['1.00', '2.00', '2.00']],
    [{ orders: ['w2'] }, ['1.00', '2.00', '1.00']],
    [{ orders: ['W2', 'W3'], records: 2 }, ['1.00', '1.00', '2.00']],
  ])('%j', async (which, taxes) => {
    expect(await taxesOf({ ...lie, ...which })).toEqual(taxes);
  });

  test('a lie may be set while the store runs, and counts from then on', async () => {
    const store = await storeOf([]);
    await addOrder(store, { OrderID: 'W1' });
    store.switches.lies = [{ ...lie, records: 1 }];
    await addOrder(store, { OrderID: 'W2' });
    await addOrder(store, { OrderID: 'W3' });
    expect(['W1', 'W2', 'W3'].map((id) => store.order(id)?.OrderTax)).toEqual(['1.00', '2.00', '1.00']);
  });

  test('staff is never lied about', async () => {
    const store = await storeOf([
      { on: 'add-order', field: 'OrderTax' },
      { on: 'add-payment', field: 'AmountPaid' },
    ]);
    store.panel.addOrder({ OrderID: 'N9', OrderLine: [{ SKU: 'SHIRT', Quantity: 1, UnitPrice: '11' }] });
    store.panel.addPayment({ OrderID: 'N9', AmountPaid: '5', PaymentMethodName: 'Visa', DatePaid: '2026-07-01' });
    expect([store.order('N9')?.OrderTax, store.payments('N9')[0]?.AmountPaid]).toEqual(['1.00', '5']);
  });

  test.each([
    { on: 'add-order', field: 'OrderID' },
    { on: 'add-order', field: 'OrderLine.Colour' },
    { on: 'add-payment', field: 'OrderTax' },
    { on: 'never', field: 'OrderTax' },
    { on: 'add-rma', field: 'RmaLine.SKU', balance: 'price' },
  ])('%j is no lie that a store can tell', (given) => {
    expect(lieSchema.safeParse(given).success).toBe(false);
  });

  test('the payments of an order are read as they were lied about', async () => {
    const store = await storeOf([{ on: 'add-payment', field: 'AmountPaid', value: '4.00' }]);
    await addOrder(store);
    await addPayment(store, { AmountPaid: '5' });
    const reply = await call(store, 'GetPayment', { Filter: { OrderID: 'W100', OutputSelector: ['AmountPaid'] } });
    expect(rowsOf(reply, 'Payment')).toMatchObject([{ AmountPaid: '4.00' }]);
  });
});
