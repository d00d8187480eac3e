import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { OrderSeed } from '../../src/fake-store/index.ts';
import { addOrder, type Row, readOrder, updateOrder } from './support/call.ts';
import { type StoreOptions, startStore } from './support/stores.ts';

const SELECTORS = ['ProductSubtotal', 'ShippingTotal', 'ShippingTax', 'OrderTax', 'GrandTotal', 'OrderLine.Tax'];

interface Totals {
  readonly subtotal: string;
  readonly shipping: string;
  readonly shippingTax: string;
  readonly tax: string;
  readonly total: string;
  readonly lines: readonly string[];
}

async function totalsOf(changes: object, options: StoreOptions = {}): Promise<Totals> {
  const store = await startStore({ ...options, switches: { collapse: 'never', ...options.switches } });
  await addOrder(store, changes);
  const order = await readOrder(store, 'W100', SELECTORS);
  return {
    subtotal: String(order.ProductSubtotal),
    shipping: String(order.ShippingTotal),
    shippingTax: String(order.ShippingTax),
    tax: String(order.OrderTax),
    total: String(order.GrandTotal),
    lines: (order.OrderLine as Row[]).map(({ Tax }) => String(Tax)),
  };
}

function lines(...prices: readonly (string | object)[]): object[] {
  return prices.map((price) => ({
    SKU: 'SHIRT',
    Quantity: 1,
    ...(typeof price === 'string' ? { UnitPrice: price } : price),
  }));
}

describe('tax inclusive', () => {
  test('contains an eleventh in tax, rounded by line', async () => {
    expect(await totalsOf({ OrderLine: lines('3.50', '3.50') })).toEqual({
      subtotal: '7.00',
      shipping: '0.00',
      shippingTax: '0.00',
      tax: '0.64',
      total: '7.00',
      lines: ['0.32', '0.32'],
    });
  });

  test('shipping adds to the total, and contains its tax', async () => {
    expect(await totalsOf({ OrderLine: lines('626.95'), ShippingCost: '26.62' })).toMatchObject({
      subtotal: '626.95',
      shipping: '26.62',
      shippingTax: '2.42',
      tax: '59.42',
      total: '653.57',
    });
  });

  test('shipping may be free of tax', async () => {
    expect(await totalsOf({ OrderLine: lines('11'), ShippingCost: '11', TaxFreeShipping: true })).toMatchObject({
      shippingTax: '0.00',
      tax: '1.00',
      total: '22.00',
    });
  });
});

describe('tax exclusive', () => {
  const exclusive = { TaxInclusive: 'False' };

  test('adds a tenth in tax, rounded half up by line', async () => {
    expect(await totalsOf({ ...exclusive, OrderLine: lines('3.15', '3.15') })).toMatchObject({
      subtotal: '6.30',
      tax: '0.64',
      total: '6.94',
      lines: ['0.32', '0.32'],
    });
  });

  test('shippingTax added: the tax of the shipping comes on top', async () => {
    const options = { switches: { shippingTax: 'added' } } as const;
    expect(await totalsOf({ ...exclusive, OrderLine: lines('10'), ShippingCost: '11' }, options)).toMatchObject({
      shippingTax: '1.10',
      tax: '2.10',
      total: '23.10',
    });
  });

  test('shippingTax included: the shipping contains its tax, which is not added again', async () => {
    const options = { switches: { shippingTax: 'included' } } as const;
    expect(await totalsOf({ ...exclusive, OrderLine: lines('10'), ShippingCost: '11' }, options)).toMatchObject({
      shippingTax: '1.00',
      tax: '1.00',
      total: '22.00',
    });
  });
});

test.each([
  ['per-line', '0.06', ['0.02', '0.02', '0.02']],
  ['per-order', '0.05', ['0.02', '0.02', '0.02']],
] as const)('taxRounding %s: three lines of 0.17 contain %s of tax', async (taxRounding, tax, perLine) => {
  const options = { switches: { taxRounding } };
  expect(await totalsOf({ OrderLine: lines('0.17', '0.17', '0.17') }, options)).toMatchObject({
    tax,
    total: '0.51',
    lines: perLine,
  });
});

test.each([
  ['per-line', '0.06', '0.57'],
  ['per-order', '0.05', '0.56'],
] as const)('taxRounding %s: adds %s of tax to three tax-exclusive lines of 0.17', async (taxRounding, tax, total) => {
  const options = { switches: { taxRounding } };
  const order = { TaxInclusive: false, OrderLine: lines('0.17', '0.17', '0.17') };
  expect(await totalsOf(order, options)).toMatchObject({ tax, total });
});

test('a line is rounded to cents as a whole, not by unit', async () => {
  const order = { OrderLine: lines({ UnitPrice: '0.3333', Quantity: 3 }, { UnitPrice: '1.115', Quantity: '2.5' }) };
  expect(await totalsOf(order)).toMatchObject({ subtotal: '3.79', total: '3.79', lines: ['0.09', '0.25'] });
});

test('a percentage comes off before an amount does', async () => {
  const line = { UnitPrice: '10', Quantity: 3, DiscountPercent: '12.5', DiscountAmount: '1.10' };
  expect(await totalsOf({ OrderLine: lines(line) })).toMatchObject({ subtotal: '25.15', lines: ['2.29'] });
});

test.each([
  ['per-line', '29.00'],
  ['per-unit', '27.00'],
] as const)('discountAmount %s: 1.00 off a line of 3 at 10.00 leaves %s', async (discountAmount, total) => {
  const order = { OrderLine: lines({ UnitPrice: '10', Quantity: 3, DiscountAmount: '1' }) };
  expect(await totalsOf(order, { switches: { discountAmount } })).toMatchObject({ subtotal: total, total });
});

test.each([
  ['before-discount', '9.95'],
  ['after-discount', '7.95'],
] as const)(
  'shippingTotal %s: 9.95 less 2.00 is read as %s, and the total is the same',
  async (shippingTotal, shipping) => {
    const order = { OrderLine: lines('11'), ShippingCost: '9.95', ShippingDiscount: '2' };
    expect(await totalsOf(order, { switches: { shippingTotal } })).toMatchObject({
      shipping,
      shippingTax: '0.72',
      total: '18.95',
    });
  },
);

test('rounding moves the total, and no tax', async () => {
  expect(await totalsOf({ OrderLine: lines('11'), OrderRounding: '-0.02' })).toMatchObject({
    tax: '1.00',
    total: '10.98',
  });
});

test('lines and items that are free of tax bear none', async () => {
  const order = { OrderLine: lines({ UnitPrice: '11', TaxFree: 'True' }, { SKU: 'BOOK', UnitPrice: '20' }, '11') };
  expect(await totalsOf(order)).toMatchObject({ tax: '1.00', total: '42.00', lines: ['0.00', '0.00', '1.00'] });
});

test('a free line and a line that takes something off add up', async () => {
  const order = { OrderLine: lines('11', '0', { UnitPrice: '-2.20' }) };
  expect(await totalsOf(order)).toMatchObject({ subtotal: '8.80', tax: '0.80', lines: ['1.00', '0.00', '-0.20'] });
});

test('the rate is the store’s', async () => {
  expect(await totalsOf({ OrderLine: lines('11.50') }, { seed: { gst: 15 } })).toMatchObject({ tax: '1.50' });
  expect(await totalsOf({ OrderLine: lines('11.50') }, { seed: { gst: 0 } })).toMatchObject({ tax: '0.00' });
});

test('amounts that a client sends with more than two decimals are kept in cents', async () => {
  expect(await totalsOf({ OrderLine: lines('11'), ShippingCost: '1.005' })).toMatchObject({
    shipping: '1.01',
    total: '12.01',
  });
});

test('what a client says that the total is, does not count', async () => {
  expect(await totalsOf({ OrderLine: lines('11'), GrandTotal: '99', OrderTax: '9' })).toMatchObject({ total: '11.00' });
});

describe('orders of the panel', () => {
  const order: OrderSeed = { OrderID: 'N1', OrderLine: [{ SKU: 'SHIRT', Quantity: 1, UnitPrice: '100' }] };

  test('have surcharges and coupons, which AddOrder can’t write', async () => {
    const store = await startStore();
    const stored = store.panel.addOrder({
      ...order,
      SurchargeTotal: '2.20',
      SurchargeTaxable: '2.20',
      CouponCode: 'TEN',
      CouponDiscount: '10',
    });
    expect(stored).toMatchObject({ GrandTotal: '92.20', OrderTax: '8.38', ProductSubtotal: '100.00' });
  });

  test('a coupon that the lines show lowers their taxes', async () => {
    const store = await startStore();
    const line = { SKU: 'SHIRT', Quantity: 1, UnitPrice: '100', CouponDiscount: '10' };
    const stored = store.panel.addOrder({ ...order, OrderLine: [line], CouponDiscount: '10' });
    expect(stored).toMatchObject({ GrandTotal: '90.00', OrderTax: '8.18', OrderLine: [{ Tax: '8.18' }] });
  });

  test('may have a total that nothing explains', async () => {
    const store = await startStore();
    expect(store.panel.addOrder({ ...order, GrandTotal: '164' })).toMatchObject({
      GrandTotal: '164',
      ProductSubtotal: '100.00',
    });
    expect(await readOrder(store, 'N1', ['GrandTotal'])).toMatchObject({ GrandTotal: '164.00' });
  });
});

test('the totals of the recorded live order come out as they were recorded', async () => {
  const path = new URL('../neto/samples/GetOrder.sfinktah-all-selectors.response.json', import.meta.url);
  const recorded = JSON.parse(readFileSync(path, 'utf8')).Order[0];
  const store = await startStore();
  const stored = store.panel.addOrder({
    OrderID: recorded.OrderID,
    OrderLine: recorded.OrderLine.map(({ SKU, Quantity, UnitPrice }: Row) => ({ SKU, Quantity, UnitPrice })),
  });
  for (const name of ['GrandTotal', 'OrderTax', 'ProductSubtotal', 'ShippingTax'] as const) {
    expect(stored[name]).toBe(recorded[name]);
  }
  expect(stored.OrderLine.map(({ Tax }) => Tax)).toEqual(['0.32', '0.32']);
});

describe('where a percentage is rounded', () => {
  // 5 % off 61.30 is 58.235: eleven of them come to 640.585.
  const eleven = { OrderLine: lines({ Quantity: 11, UnitPrice: '61.30', DiscountPercent: '5' }) };
  test.each([
    [{}, '640.59'],
    [{ lineHalfCents: 'even' }, '640.58'],
    [{ lineHalfCents: 'down' }, '640.58'],
    [{ discountRounding: 'per-unit' }, '640.64'],
    [{ discountRounding: 'per-unit', lineHalfCents: 'even' }, '640.64'],
    [{ discountRounding: 'per-unit', lineHalfCents: 'down' }, '640.53'],
    [{ discountRounding: 'per-order' }, '640.59'],
  ] as const)('%j: 11 × 61.30 less 5 per cent is %s', async (switches, total) => {
    expect(await totalsOf(eleven, { switches })).toMatchObject({ subtotal: total, total });
  });

  test.each([
    ['per-line', '2.02'],
    ['per-order', '2.01'],
  ] as const)('discountRounding %s: two lines of 1.005 are %s', async (discountRounding, total) => {
    const half = { UnitPrice: '2.01', DiscountPercent: '50' };
    expect(await totalsOf({ OrderLine: lines(half, half) }, { switches: { discountRounding } })).toMatchObject({
      total,
    });
  });

  test('per-unit leaves a price with parts of a cent alone where nothing is taken off', async () => {
    const order = { OrderLine: lines({ Quantity: 100, UnitPrice: '0.1234' }) };
    expect(await totalsOf(order, { switches: { discountRounding: 'per-unit' } })).toMatchObject({ total: '12.34' });
  });

  test.each([
    ['up', '0.32'],
    ['even', '0.32'],
    ['down', '0.31'],
  ] as const)('taxHalfCents %s: a tenth of 3.15 is %s', async (taxHalfCents, tax) => {
    const order = { TaxInclusive: 'False', OrderLine: lines('3.15') };
    expect(await totalsOf(order, { switches: { taxHalfCents } })).toMatchObject({ tax });
  });

  test('taxHalfCents even: a tenth of 3.25 is 0.32', async () => {
    const order = { TaxInclusive: 'False', OrderLine: lines('3.25') };
    expect(await totalsOf(order, { switches: { taxHalfCents: 'even' } })).toMatchObject({ tax: '0.32', total: '3.57' });
  });
});

describe('which action takes OrderRounding', () => {
  test.each([
    [{}, '11.02'],
    [{ orderRoundingOnAdd: 'ignored' }, '11.02'],
    [{ orderRoundingOnUpdate: 'ignored' }, '10.99'],
    [{ orderRoundingOnAdd: 'ignored', orderRoundingOnUpdate: 'ignored' }, '11.00'],
    [{ orderRounding: 'subtracted' }, '10.98'],
  ] as const)('%j: -0.01 on add, then 0.02: %s', async (switches, total) => {
    const store = await startStore({ switches });
    await addOrder(store, { OrderRounding: '-0.01' });
    await updateOrder(store, { OrderRounding: '0.02' });
    expect(await readOrder(store, 'W100', ['GrandTotal'])).toMatchObject({ GrandTotal: total });
  });
});
