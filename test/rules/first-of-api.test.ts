import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { OrderSeed } from '../../src/fake-store/index.ts';
import type { RunSummary } from '../../src/run/summary.ts';
import { storeFeeds } from '../../src/session/store-feeds.ts';
import { csv, orderRow, type Row } from './support/importing.ts';
import { decisionsOn } from './support/staff-decisions.ts';
import { heldIn, orderSeed, type Setting, startTwoStores, type TwoStores } from './support/two-stores.ts';

type Line = NonNullable<OrderSeed['OrderLine']>[number];

const mug: Line = { SKU: 'MUG', Quantity: 1, UnitPrice: '11.00', ProductName: 'Mug' };
let stores: TwoStores;
afterEach(() => stores?.close());

/** What the file says of order N101: as the API shows it where nothing of it has changed since. */
function rowOf(more: Row = {}): Row {
  return orderRow('N101', '11.00', {
    Username: 'jsmith', Email: 'jane@example.com', 'Bill First Name': 'Jane', 'Bill Last Name': 'Smith',
    'Ship First Name': 'Jane', 'Ship Last Name': 'Smith', 'Date Placed': '2026-07-10 10:00:00',
    'Date Invoiced': '2026-07-10', 'Payment Due Date': '', ...more,
  }); // biome-ignore format: a table
}

async function importing(...rows: readonly Row[]): Promise<RunSummary> {
  const file = join(stores.home, `orders-${Math.random()}.csv`);
  writeFileSync(file, csv(rows));
  const feeds = storeFeeds({ kind: 'given', files: [file] }, { columns: {} });
  return stores.run({ narrowing: { stores: ['west'] }, feeds: { store: 'west', feeds } });
}

/** Order N101 is copied from a file; its store's API shows it as it is given. */
async function copiedFromFile(order: Partial<OrderSeed>, row: Row = {}, setting: Setting = {}): Promise<void> {
  const seed = orderSeed({ OrderID: 'N101', OrderLine: [mug], ...order });
  stores = await startTwoStores({ orders: [seed], ...setting });
  const imported = await importing(rowOf(row));
  expect([heldIn(imported), imported.stores['west']?.orders?.created]).toEqual([[], 1]);
}

const updates = () => stores.main.requests.filter(({ action, write }) => write && action === 'UpdateOrder');

const carried: [string, Partial<OrderSeed>, Row, object][] = [
  ['a tracking number', { OrderLine: [{ ...mug, ShippingTracking: 'T1' }] }, {}, { OrderLine: [{ ShippingTracking: 'T1' }] }],
  ['a delivery instruction', { DeliveryInstruction: 'ring' }, {}, { DeliveryInstruction: 'ring' }],
  ['another delivery instruction', { DeliveryInstruction: 'knock' }, { 'Delivery Instruction': 'ring' }, { DeliveryInstruction: 'knock' }],
  ['an address', { ShipStreetLine1: '1 High St' }, {}, { ShipStreetLine1: '1 High St' }],
  ['another address', { ShipStreetLine1: '2 High St' }, { 'Ship Street Line 1': '1 High St' }, { ShipStreetLine1: '2 High St' }],
  ['references that no file has', { PurchaseOrderNumber: '4711', CustomerRef1: 'A' }, { 'Purchase Order Number': '4711' }, { PurchaseOrderNumber: '4711', CustomerRef1: 'A' }],
  ['another purchase order number', { PurchaseOrderNumber: '4712' }, { 'Purchase Order Number': '4711' }, { PurchaseOrderNumber: '4712' }],
  ['a date required', { DateRequired: '2026-07-20 02:00:00' }, {}, { DateRequired: '2026-07-20 02:00:00' }],
  ['notes', { InternalOrderNotes: 'call' }, {}, { InternalOrderNotes: expect.stringMatching(/\ncall$/) }],
  ['other notes', { InternalOrderNotes: 'write' }, { 'Internal Notes': 'call' }, { InternalOrderNotes: expect.stringMatching(/\nwrite$/) }],
  ['notes of a line', { OrderLine: [{ ...mug, ItemNotes: 'red' }] }, {}, { OrderLine: [{ ItemNotes: 'red' }] }],
  ['a further status', {}, { 'Order Status': 'Pick' }, { OrderStatus: 'Dispatched' }],
]; // biome-ignore format: a table

describe('The first that the API shows of an order that was copied from a file', () => {
  test.each(carried)('goes over to the copy as any change, once: %s', async (_, order, row, shown) => {
    await copiedFromFile(order, row);
    const written = updates().length;
    const run = await stores.run();
    expect([heldIn(run), run.status]).toEqual([[], 'good']);
    expect(run.warnings.filter(({ code }) => code === 'copy-differs')).toEqual([]);
    expect(stores.main.order('W101')).toMatchObject(shown);
    expect(updates().length - written).toBeLessThanOrEqual(1);
    const after = updates().length;
    expect((await stores.run()).status).toBe('good');
    expect(updates()).toHaveLength(after);
  });

  test('writes nothing and tells nothing where both say the same in different forms', async () => {
    const same = {
      DeliveryInstruction: 'ring', ShipStreetLine1: '1 High St', ShipCity: 'Perth', PurchaseOrderNumber: '4711',
      InternalOrderNotes: 'call', DateRequired: '2026-07-20 02:00:00', DatePaymentDue: '2026-07-24 02:00:00',
      OrderLine: [{ ...mug, ItemNotes: 'red' }],
    }; // biome-ignore format: a table
    await copiedFromFile(same, {
      'Delivery Instruction': 'ring', 'Ship Street Line 1': '1 High St', 'Ship City': 'PERTH', 'Purchase Order Number': '4711',
      'Internal Notes': 'call', 'Date Required': '2026-07-20', 'Payment Due Date': '2026-07-24', 'Order Line Notes': 'red',
    }); // biome-ignore format: a table
    const written = updates().length;
    const run = await stores.run();
    expect([heldIn(run), run.status, run.stores['west']?.orders?.unchanged]).toEqual([[], 'good', 1]);
    expect(run.warnings.filter(({ code }) => ['copy-differs', 'change-left-alone'].includes(code))).toEqual([]);
    expect(updates()).toHaveLength(written);
    expect(stores.main.order('W101')).toMatchObject({ DeliveryInstruction: 'ring' });
  });

  const waiting: [string, Partial<OrderSeed>, Row, RegExp][] = [
    ['another day', { DateInvoiced: '2026-07-12' }, {}, /invoice date/],
    ['another due date', { DatePaymentDue: '2026-07-30 02:00:00' }, { 'Payment Due Date': '2026-07-24' }, /due date/],
    ['other goods at the same price', { OrderLine: [{ ...mug, SKU: 'BOOK' }] }, {}, /SKU is mug, and book in its store/],
    ['the money in other lines', { OrderLine: [{ ...mug, UnitPrice: '5.00' }, { ...mug, UnitPrice: '6.00' }] }, {}, /line/],
    ['other tax', { OrderLine: [{ ...mug, TaxFree: true }] }, {}, /GST|tax/],
  ]; // biome-ignore format: a table
  test.each(waiting)('waits for a person where it reaches the books, once: %s', async (_, order, row, said) => {
    await copiedFromFile(order, row);
    const written = stores.main.requests.filter(({ write }) => write).length;
    const run = await stores.run();
    expect(heldIn(run)).toEqual(['orders N101: changed-after-copy']);
    expect(run.quarantine[0]?.reason).toMatch(said);
    expect(heldIn(await stores.run())).toEqual(['orders N101: changed-after-copy']);
    await decisionsOn(stores, 'orders').accept('N101');
    expect(heldIn(await stores.run())).toEqual([]);
    expect(stores.main.requests.filter(({ write }) => write)).toHaveLength(written);
    expect(stores.main.orders()).toHaveLength(1);
  });

  test('cancels the copy of one that was cancelled since', async () => {
    await copiedFromFile({ OrderStatus: 'Cancelled' });
    expect(heldIn(await stores.run())).toEqual([]);
    expect(stores.main.order('W101')).toMatchObject({ OrderStatus: 'Cancelled' });
  });

  test('has a person decide what goods would go out by, where somebody else has changed it', async () => {
    const rules = { purpose: 'fulfil', orders: { statusMap: { Pick: 'Pick' }, warehouses: {}, finalStatus: 'Pick' } };
    const order = { OrderStatus: 'Pick', DateInvoiced: '', ShipStreetLine1: '2 High St' };
    const row = { 'Order Status': 'Pick', 'Date Invoiced': '', 'Ship Street Line 1': '1 High St' };
    await copiedFromFile(order, row, { rules });
    stores.main.panel.changeOrder('W101', { ShipStreetLine1: '3 High St' });
    expect(heldIn(await stores.run())).toEqual(['orders N101: changed-on-both-sides']);
    expect(stores.main.order('W101')).toMatchObject({ ShipStreetLine1: '3 High St' });
  });

  test('leaves what staff of the primary wrote into the copy, and tells it', async () => {
    await copiedFromFile({ DeliveryInstruction: 'knock' }, { 'Delivery Instruction': 'ring' });
    stores.main.panel.changeOrder('W101', { DeliveryInstruction: 'of staff' });
    const run = await stores.run();
    expect(run.warnings.filter(({ code }) => code === 'copy-differs').map(({ message }) => message)).toEqual([
      expect.stringContaining('delivery instruction'),
    ]);
    expect(stores.main.order('W101')).toMatchObject({ DeliveryInstruction: 'of staff' });
  });
});

describe('A file of an order that was copied by the API', () => {
  async function copiedByApi(order: Partial<OrderSeed> = {}): Promise<void> {
    stores = await startTwoStores({ orders: [orderSeed({ OrderID: 'N101', OrderLine: [mug], ...order })] });
    expect((await stores.run()).status).toBe('good');
  }
  const texts = {
    DeliveryInstruction: 'ring', ShipStreetLine1: '1 High St', ShipCity: 'Perth', PurchaseOrderNumber: '4711', CustomerRef1: 'A',
    InternalOrderNotes: 'call', DateRequired: '2026-07-20 02:00:00', DatePaymentDue: '2026-07-24 02:00:00',
    OrderLine: [{ ...mug, ItemNotes: 'red' }],
  }; // biome-ignore format: a table
  const said = {
    'Delivery Instruction': 'ring', 'Ship Street Line 1': '1 High St', 'Ship City': 'PERTH', 'Purchase Order Number': '4711',
    'Internal Notes': 'call', 'Date Required': '2026-07-20', 'Payment Due Date': '2026-07-24', 'Order Line Notes': 'red',
  }; // biome-ignore format: a table

  test('is no change where it says the same in its own form', async () => {
    await copiedByApi(texts);
    for (const row of [rowOf(), rowOf(said), rowOf({ ...said, 'Grand Total': '11.00', 'Total Tax': '1.00' })]) {
      const run = await importing(row);
      expect([heldIn(run), run.stores['west']?.orders?.unchanged]).toEqual([[], 1]);
      expect(run.warnings.filter(({ code }) => code === 'change-left-alone')).toEqual([]);
    }
  });

  test('is no change where it writes an SKU in other letters', async () => {
    await copiedByApi({ OrderLine: [{ ...mug, SKU: 'mug' }] });
    expect(heldIn(await importing(rowOf({ 'Order Line SKU': 'MUG' })))).toEqual([]);
  });

  const waiting: [string, Row, RegExp][] = [
    ['another day', { 'Date Invoiced': '2026-07-12' }, /invoice date: 2026-07-10 → 2026-07-12/],
    ['another due date', { 'Payment Due Date': '2026-07-30' }, /due date/],
    ['other goods at the same price', { 'Order Line SKU': 'BOOK' }, /SKU: MUG → BOOK/],
    ['no tax', { 'Order Line Tax Free': 'Yes', 'Tax Free Shipping': 'Yes' }, /tax: 1.00 → 0.00/],
  ]; // biome-ignore format: a table
  test.each(waiting)(
    'waits for a person where it says another thing that reaches the books, until the API says it: %s',
    async (_, row, words) => {
      await copiedByApi(texts);
      const run = await importing(rowOf({ ...said, ...row }));
      expect(heldIn(run)).toEqual(['orders N101: changed-after-copy']);
      expect(run.quarantine[0]?.reason).toMatch(words);
      stores.west.panel.changeOrder('N101', {});
      expect(heldIn(await stores.run())).toEqual([]);
      expect(stores.main.orders()).toHaveLength(1);
    },
  );

  test('is told where a text is another one, and the copy stays as the API had it', async () => {
    await copiedByApi(texts);
    const run = await importing(
      rowOf({ ...said, 'Delivery Instruction': 'knock', 'Internal Notes': 'write', 'Ship Street Line 1': '2 High St' }),
    );
    expect(heldIn(run)).toEqual([]);
    const told = run.warnings
      .filter(({ code }) => code === 'change-left-alone')
      .map(({ message }) => message)
      .join(' ');
    for (const words of ['delivery instruction', 'internal notes', 'shipping']) expect(told).toContain(words);
    expect(stores.main.order('W101')).toMatchObject({ DeliveryInstruction: 'ring', ShipStreetLine1: '1 High St' });
  });
});

describe('What a later file says of an order', () => {
  const later: [string, Row, Row, RegExp][] = [
    ['another currency', { 'Currency Code': 'AUD' }, { 'Currency Code': 'NZD' }, /currency: AUD → NZD/],
    ['another currency than that of the books', {}, { 'Currency Code': 'NZD' }, /currency: AUD → NZD/],
    ['no tax, where the one before said nothing of tax', {}, { 'Order Line Tax Free': 'Yes', 'Tax Free Shipping': 'Yes' }, /tax: 1.00 → 0.00/],
    ['another day, where the one before had none', { 'Date Invoiced': '' }, { 'Date Invoiced': '2026-07-12' }, /invoice date: 2026-07-10 → 2026-07-12/],
  ]; // biome-ignore format: a table

  test.each(later)(
    'waits where it reaches the books, until a file takes it back: %s',
    async (_, first, second, said) => {
      stores = await startTwoStores({ orders: [] });
      expect(heldIn(await importing(rowOf(first)))).toEqual([]);
      for (let time = 0; time < 2; time += 1) {
        const run = await importing(rowOf(second));
        expect(heldIn(run)).toEqual(['orders N101: changed-after-copy']);
        expect(run.quarantine[0]?.reason).toMatch(said);
      }
      expect(heldIn(await importing(rowOf(first)))).toEqual([]);
      expect(heldIn(await importing(rowOf(second)))).toHaveLength(1);
      await decisionsOn(stores, 'orders').accept('N101');
      expect(heldIn(await importing(rowOf(second)))).toEqual([]);
      expect(stores.main.orders()).toHaveLength(1);
    },
  );

  test('is no change where it says what the copy stands for already', async () => {
    stores = await startTwoStores({ orders: [] });
    expect(heldIn(await importing(rowOf({ 'Date Invoiced': '' })))).toEqual([]);
    const same = { 'Currency Code': 'aud', 'Total Tax': '1', 'Date Invoiced': '2026-07-10' };
    expect(heldIn(await importing(rowOf(same)))).toEqual([]);
    expect(heldIn(await importing(rowOf()))).toEqual([]);
  });

  test('is told once where the copy was made without it, or bears another number of a parcel', async () => {
    stores = await startTwoStores({ orders: [] });
    const parcel = (ShippingTracking: string) => {
      const line = `<OrderLine><SKU>MUG</SKU><ProductName>Mug</ProductName><Quantity>1</Quantity><UnitPrice>11.00</UnitPrice><Tax>1.00</Tax><ShippingTracking>${ShippingTracking}</ShippingTracking></OrderLine>`;
      return `<?xml version="1.0"?><GetOrderResponse><Order><OrderID>N101</OrderID><OrderStatus>Dispatched</OrderStatus><CompleteStatus>Approved</CompleteStatus><Username>jsmith</Username><TaxInclusive>True</TaxInclusive><GrandTotal>11.00</GrandTotal><OrderTax>1.00</OrderTax><ShippingTotal>0.00</ShippingTotal><DatePlaced>2026-07-10 02:00:00</DatePlaced><DateInvoiced>2026-07-10</DateInvoiced>${line}</Order></GetOrderResponse>`;
    };
    const importingDocument = async (text: string): Promise<RunSummary> => {
      const file = join(stores.home, `orders-${Math.random()}.xml`);
      writeFileSync(file, text);
      const feeds = storeFeeds({ kind: 'given', files: [file] }, { columns: {} });
      return stores.run({ narrowing: { stores: ['west'] }, feeds: { store: 'west', feeds } });
    };
    const told = ({ warnings }: RunSummary) =>
      warnings.filter(({ code }) => code === 'change-left-alone').map(({ message }) => message);
    expect(heldIn(await importingDocument(parcel('')))).toEqual([]);
    for (const number of ['T1', 'T2']) {
      const run = await importingDocument(parcel(number));
      expect(heldIn(run)).toEqual([]);
      expect(told(run)).toEqual([expect.stringContaining('tracking number')]);
      expect(told(await importingDocument(parcel(number)))).toEqual([]);
    }
  });
});

describe('The currency that a file names of an order', () => {
  test('stays known where the API, which shows none, reads the order next', async () => {
    stores = await startTwoStores({ orders: [orderSeed({ OrderID: 'N101', OrderLine: [mug] })] });
    const foreign = ['orders N101: currency-differs'];
    expect(heldIn(await importing(rowOf({ 'Currency Code': 'NZD' })))).toEqual(foreign);
    expect(heldIn(await stores.run())).toEqual(foreign);
    stores.west.panel.changeOrder('N101', {});
    expect(heldIn(await stores.run())).toEqual(foreign);
    expect(stores.main.orders()).toEqual([]);
    expect(heldIn(await importing(rowOf({ 'Currency Code': 'AUD' })))).toEqual([]);
    expect(stores.main.orders()).toHaveLength(1);
  });

  test('waits where the API has shown the order before, and the books are in another one', async () => {
    stores = await startTwoStores({ orders: [orderSeed({ OrderID: 'N101', OrderLine: [mug] })] });
    expect(heldIn(await stores.run())).toEqual([]);
    expect(heldIn(await importing(rowOf({ 'Currency Code': 'AUD' })))).toEqual([]);
    const run = await importing(rowOf({ 'Currency Code': 'NZD' }));
    expect(heldIn(run)).toEqual(['orders N101: changed-after-copy']);
    expect(run.quarantine[0]?.reason).toMatch(/currency: AUD → NZD/);
  });
});

describe('A payment that came by both ways, under one id', () => {
  const paid = (id: string, more: Row = {}): Row => ({
    'Payment ID': id, 'Order ID': 'N101', 'Amount Paid': '11.00', 'Date Paid': '2026-07-11', 'Payment Method': 'Cash', ...more,
  }); // biome-ignore format: a table
  const shown = (more: object = {}) => [
    { Id: '1', Amount: '11.00', PaymentType: 'Cash', DatePaid: '2026-07-11 02:00:00', ...more },
  ];
  async function importingPayments(row: Row): Promise<RunSummary> {
    const file = join(stores.home, `payments-${Math.random()}.csv`);
    writeFileSync(file, csv([row]));
    const feeds = storeFeeds({ kind: 'given', files: [file] }, { columns: {} });
    return stores.run({ narrowing: { stores: ['west'] }, feeds: { store: 'west', feeds } });
  }
  const differences: [string, Row, object, string[]][] = [
    ['the same', {}, {}, []],
    ['no method in the file', { 'Payment Method': '' }, {}, []],
    ['another day', {}, { DatePaid: '2026-07-12 02:00:00' }, ['payments 1: payment-changed-after-copy']],
    ['another method', {}, { PaymentType: 'Credit Card' }, ['payments 1: payment-changed-after-copy']],
  ]; // biome-ignore format: a table

  // Without a method a payment of a file waits.
  const bookable = differences.filter(([, row]) => row['Payment Method'] !== '');
  test.each(bookable)('is compared in what both give, first in a file: %s', async (_, row, more, said) => {
    await copiedFromFile({ OrderPayment: shown(more) });
    expect(heldIn(await importingPayments(paid('1', row)))).toEqual([]);
    const booked = stores.main.payments().length;
    expect(heldIn(await stores.run())).toEqual(said);
    expect(stores.main.payments()).toHaveLength(booked);
  });

  test.each(differences)('is compared in what both give, first by the API: %s', async (_, row, more, said) => {
    stores = await startTwoStores({
      orders: [orderSeed({ OrderID: 'N101', OrderLine: [mug], OrderPayment: shown(more) })],
    });
    expect(heldIn(await stores.run())).toEqual([]);
    expect(heldIn(await importingPayments(paid('1', row)))).toEqual(said);
    expect(stores.main.payments()).toHaveLength(1);
  });
});

describe('A customer and a product that came by a file and by the API', () => {
  const every = { policy: 'match', scope: 'all' };
  const jane = {
    Username: 'jsmith',
    'Email Address': 'jane@example.com',
    'Bill First Name': 'Jane',
    'Bill Last Name': 'Smith',
  };
  const paper = { 'SKU*': 'NEW', Name: 'Paper', 'Price (A)': '3.00', 'Price (Default)': '3.00' };
  const shownJane = {
    Username: 'jsmith',
    EmailAddress: 'jane@example.com',
    BillingAddress: { BillFirstName: 'Jane', BillLastName: 'Smith' },
  };
  const shownPaper = { SKU: 'NEW', Name: 'Paper', DefaultPrice: '3.00' }; // biome-ignore format: a table

  interface Other {
    readonly person?: object;
    readonly article?: object;
    readonly policies?: object;
  }
  async function starting({ person, article, policies = {} }: Other): Promise<void> {
    stores = await startTwoStores({
      orders: [orderSeed({ OrderID: 'N101', Username: 'other', Email: 'other@example.com', OrderLine: [mug] })],
      rules: { customers: every, products: every, ...policies },
      west: {
        customers: [{ ...shownJane, ...person }],
        items: [
          { SKU: 'MUG', Name: 'Mug', DefaultPrice: '11.00' },
          { ...shownPaper, ...article },
        ],
      },
    });
  }
  async function importingBoth(person: Row = {}, article: Row = {}): Promise<RunSummary> {
    const files = ['customers', 'products'].map((name) => join(stores.home, `${name}-${Math.random()}.csv`));
    for (const [place, row] of [
      { ...jane, ...person },
      { ...paper, ...article },
    ].entries())
      writeFileSync(files[place] ?? '', csv([row as Row]));
    const feeds = storeFeeds({ kind: 'given', files }, { columns: {} });
    return stores.run({ narrowing: { stores: ['west'] }, feeds: { store: 'west', feeds } });
  }
  const toldIn = ({ warnings }: RunSummary) =>
    warnings.filter(({ code }) => code === 'copy-differs').map(({ entity, message }) => `${entity}: ${message}`);
  const writes = () => stores.main.requests.filter(({ write }) => write).length;

  const same: [string, Other, Row, Row][] = [
    ['letter by letter', {}, {}, {}],
    ['in capitals, with other blanks', { person: { EmailAddress: ' Jane@Example.COM', BillingAddress: { BillFirstName: 'JANE ', BillLastName: ' Smith' } }, article: { Name: 'PAPER ' } }, {}, {}],
    ['with money in another form', { article: { DefaultPrice: '3' } }, {}, { 'Price (Default)': '3.000' }],
    ['with an ABN in another form', { person: { ABN: '12 345 678 901' } }, { 'ABN/ACN': '12345678901' }, {}],
    ['with what no copy has', { person: { UserGroup: '2', Active: 'False' }, article: { CostPrice: '1.00', Active: 'False' } }, {}, {}],
    ['in a file that says less', { person: { ABN: '12 345 678 901' }, article: { TaxFreeItem: 'True' } }, { 'ABN/ACN': '12345678901' }, { 'Tax Free Item': 'Yes' }],
  ]; // biome-ignore format: a table

  test.each(same)(
    'are copied once, and wait for nobody where both say the same: %s',
    async (_, other, person, article) => {
      await starting(other);
      expect(heldIn(await importingBoth(person, article))).toEqual([]);
      const accounts = stores.main.customers().length;
      const first = await stores.run();
      expect([heldIn(first), toldIn(first), first.status]).toEqual([[], [], 'good']);
      const written = writes();
      for (const again of [await stores.run(), await importingBoth(), await importingBoth(person, article)])
        expect([heldIn(again), toldIn(again)]).toEqual([[], []]);
      expect(heldIn(await stores.run())).toEqual([]);
      expect(writes()).toBe(written);
      expect(stores.main.customers().length - accounts).toBe(1);
    },
  );

  const otherwise: [string, Other, string[], RegExp][] = [
    ['another surname', { person: { BillingAddress: { BillFirstName: 'Jane', BillLastName: 'Jones' } } }, ['customers jsmith: changed-after-copy'], /last name/],
    ['another address', { person: { EmailAddress: 'jones@example.com' } }, ['customers jsmith: changed-after-copy'], /e-mail/],
    ['another name', { article: { Name: 'Scissors' } }, ['products NEW: changed-after-copy'], /name is Paper, and Scissors in its store/],
    ['no tax', { article: { TaxFreeItem: 'True' } }, ['products NEW: changed-after-copy'], /tax free/],
  ]; // biome-ignore format: a table

  test.each(otherwise)('wait where the API shows another one than the file: %s', async (_, other, held, said) => {
    await starting(other);
    expect(heldIn(await importingBoth())).toEqual([]);
    const run = await stores.run();
    expect(heldIn(run)).toEqual(held);
    expect(run.quarantine[0]?.reason).toMatch(said);
    expect(heldIn(await stores.run())).toEqual(held);
  });

  test('wait where a file has another one than the API', async () => {
    await starting({});
    expect(heldIn(await stores.run())).toEqual([]);
    const held = heldIn(await importingBoth({ 'Bill Last Name': 'Jones' }, { 'Tax Free Item': 'Yes' }));
    expect(held.sort()).toEqual(['customers jsmith: changed-after-copy', 'products NEW: changed-after-copy']);
  });

  test('wait where a later file has another one', async () => {
    await starting({});
    expect(heldIn(await importingBoth())).toEqual([]);
    const held = heldIn(await importingBoth({ 'Bill Last Name': 'Jones' }, { Name: 'Scissors' }));
    expect(held.sort()).toEqual(['customers jsmith: changed-after-copy', 'products NEW: changed-after-copy']);
    expect(heldIn(await importingBoth())).toEqual([]);
  });

  test('are told of in what the copy lacks, and in prices', async () => {
    const BillingAddress = {
      BillFirstName: 'Jane',
      BillLastName: 'Smith',
      BillStreetLine1: '1 High St',
      BillCompany: 'Smith Ltd',
    };
    await starting({ person: { BillingAddress, ABN: '12 345 678 901' }, article: { DefaultPrice: '4.00' } });
    expect(heldIn(await importingBoth())).toEqual([]);
    const run = await stores.run();
    expect(heldIn(run)).toEqual([]);
    const told = toldIn(run).join('; ');
    for (const words of [
      'jsmith: the copy has another billing address',
      'company',
      'ABN',
      'NEW: the copy has another price',
    ])
      expect(told).toContain(words);
    expect(toldIn(await stores.run())).toEqual([]);
  });

  test('are the same where an order of a file alone has named them', async () => {
    await starting({ article: { SKU: 'BOOK', Name: 'Book' } });
    expect(heldIn(await importing(rowOf({ 'Order Line SKU': 'BOOK', 'Order Line Description': 'Book' })))).toEqual([]);
    const run = await stores.run();
    expect(heldIn(run).filter((one) => !one.startsWith('orders'))).toEqual([]);
  });
});
