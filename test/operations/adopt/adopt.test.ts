import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LineSeed, OrderSeed } from '../../../src/fake-store/records/order-record.ts';
import type { AdoptionReport } from '../../../src/operations/adopt/adopt-copies.ts';
import { rebuildMap } from '../../../src/operations/doctor/rebuild-map.ts';
import { runProgram } from '../../cli/program.ts';
import { heldIn, orderSeed, startTwoStores, type TwoStores, withTwoStores } from '../../rules/support/two-stores.ts';

const mug = (changes: Partial<LineSeed> = {}): LineSeed => ({
  SKU: 'MUG',
  Quantity: 2,
  UnitPrice: '11.00',
  ...changes,
});
const book = (changes: Partial<LineSeed> = {}): LineSeed => ({
  SKU: 'BOOK', Quantity: 1, UnitPrice: '20.00', TaxFree: true, ...changes,
}); // biome-ignore format: a table
const paid = (changes: Record<string, string> = {}) => ({
  Amount: '53.00', PaymentType: 'Cash', DatePaid: '2026-07-11 02:00:00', ...changes,
}); // biome-ignore format: a table

interface Case {
  readonly source?: Partial<OrderSeed>;
  /** What the other recipe made otherwise. */
  readonly copy: Partial<OrderSeed>;
}

/** Two mugs (taxed), a book (free) and shipping: 22 + 20 + 11 = 53, of which 3 are GST. */
const whole = { OrderLine: [mug(), book()], ShippingTotal: '11.00' };

/** All of these are right: the same money on the same day, as another recipe would have entered it. */
const right: Readonly<Record<string, Case>> = {
  'as its source': { copy: {} },
  'with its lines in another order': { copy: { OrderLine: [book(), mug()] } },
  'with lines of one product put together': { source: { OrderLine: [mug({ Quantity: 1 }), book(), mug({ Quantity: 1 })] }, copy: {} },
  'with lines of one product taken apart': { copy: { OrderLine: [mug({ Quantity: 1 }), mug({ Quantity: 1 }), book()] } },
  'with shipping as a line': { copy: { OrderLine: [mug(), book(), { SKU: 'FREIGHT', Quantity: 1, UnitPrice: '11.00' }], ShippingTotal: '0' } },
  'in one line for what is taxed and one for what is not': {
    copy: { OrderLine: [{ SKU: 'GOODS', Quantity: 1, UnitPrice: '33.00' }, { SKU: 'FREE', Quantity: 1, UnitPrice: '20.00', TaxFree: true }], ShippingTotal: '0' },
  },
  'under other SKUs': { copy: { OrderLine: [mug({ SKU: 'W-MUG' }), book({ SKU: 'W-BOOK' })] } },
  'without e-mail address': { copy: { Email: '' } },
  'on another account of the same buyer': { copy: { Username: 'west_jsmith', Email: '' } },
  'with the tax on top': {
    copy: { TaxInclusive: 'False', OrderLine: [mug({ UnitPrice: '10.00' }), book()], ShippingTotal: '10.00' },
  },
  'with a coupon that both bear': { source: { CouponDiscount: '5.30' }, copy: { CouponDiscount: '5.30' } },
  'with a surcharge in its own field': { source: { SurchargeTotal: '2.20', SurchargeTaxable: '2.20' }, copy: { SurchargeTotal: '2.20', SurchargeTaxable: '2.20' } },
  'without an invoice date, placed on the day': { copy: { DateInvoiced: '' } },
  'placed some minutes later': { copy: { DatePlaced: '2026-07-10 02:15:00' } },
}; // biome-ignore format: a table

/** Each is wrong in the field that it is filed under, most at an unchanged total. */
const wrong: Readonly<Record<string, Case & { readonly field: string }>> = {
  'another total': { copy: { OrderLine: [mug({ UnitPrice: '11.50' }), book()] }, field: 'total' },
  'another GST': { copy: { OrderLine: [mug(), book({ TaxFree: false })] }, field: 'GST' },
  'the tax of one line on another': { source: { OrderLine: [mug(), book({ UnitPrice: '22.00' })] }, copy: { OrderLine: [mug({ TaxFree: true }), book({ UnitPrice: '22.00', TaxFree: false })] }, field: 'line 1 tax' },
  'another quantity': { copy: { OrderLine: [mug({ Quantity: 1, UnitPrice: '22.00' }), book()] }, field: 'line 1 quantity' },
  'money moved from one line to another': { source: { OrderLine: [mug(), book({ TaxFree: false })] }, copy: { OrderLine: [mug({ UnitPrice: '10.00' }), book({ TaxFree: false, UnitPrice: '22.00' })] }, field: 'line 1 unit price' },
  'money moved from shipping to a line': { copy: { OrderLine: [mug({ UnitPrice: '15.00' }), book()], ShippingTotal: '3.00' }, field: 'shipping' },
  'another day': { copy: { DateInvoiced: '2026-07-11' }, field: 'invoice date' },
  'no invoice date, entered days later': { copy: { DateInvoiced: '', DatePlaced: '2026-07-14 02:00:00' }, field: 'invoice date' },
  'the account of another person': { copy: { Username: 'bwong', Email: '', BillFirstName: 'Bo', BillLastName: 'Wong' }, field: 'username' },
  'a quote': { copy: { OrderStatus: 'Quote', OrderType: 'quote' }, field: 'status' },
  'a quote by its type alone': { copy: { OrderType: 'quote' }, field: 'status' },
  'on hold': { copy: { OrderStatus: 'On Hold' }, field: 'status' },
  uncommitted: { copy: { OrderStatus: 'Uncommitted' }, field: 'status' },
  'not approved': { copy: { CompleteStatus: 'Pending' }, field: 'approval' },
  'another currency at face value': { source: { OrderPayment: [paid({ Id: '90', CurrencyCode: 'USD' })] }, copy: {}, field: 'currency' },
}; // biome-ignore format: a table

/** By the day, amount and method; both orders are right. */
const payments: Readonly<Record<string, { readonly source: object; readonly copy: object; readonly field?: string }>> = {
  'as its source': { source: {}, copy: {} },
  'by its own store’s name of the method': { source: { PaymentType: 'Credit Card' }, copy: { PaymentType: 'Credit Card' } },
  'by the name that the rules give': { source: { PaymentType: 'Credit Card' }, copy: { PaymentType: 'West - Credit Card' } },
  'by another method': { source: {}, copy: { PaymentType: 'Account Credit' }, field: 'method' },
  'in another currency': { source: {}, copy: { CurrencyCode: 'USD' }, field: 'currency' },
}; // biome-ignore format: a table

const names = { right: Object.keys(right), wrong: Object.keys(wrong), payments: Object.keys(payments) };
const numberOf = (kind: keyof typeof names, name: string) =>
  100 * (Object.keys(names).indexOf(kind) + 1) + names[kind].indexOf(name);

function seedsOf(kind: keyof typeof names, name: string, { source = {}, copy }: Case): [OrderSeed, OrderSeed] {
  const number = numberOf(kind, name);
  const own = orderSeed({ ...whole, ...source, OrderID: `N${number}` });
  const { OrderPayment: _, ...shown } = own;
  return [own, { ...shown, ...copy, OrderID: `W${number}` }];
}

describe('the copies of another recipe', () => {
  let stores: TwoStores;
  let report: AdoptionReport;
  let code: number | null;
  const adopt = async (...words: string[]) => {
    await stores.pipeline();
    return runProgram(['adopt', 'pipeline.yaml', '--output', 'json', ...words], {
      folder: stores.home,
      environment: { MAIN_KEY: 'main-key', WEST_KEY: 'west-key', NETO_CONSOLIDATOR_HOME: stores.home },
    });
  };
  beforeAll(async () => {
    const paidCases = Object.entries(payments).map(([name, { source, copy }], index) => {
      const Id = String(index + 1);
      return seedsOf('payments', name, {
        source: { OrderPayment: [{ ...paid(), Id, ...source }] },
        copy: { OrderPayment: [{ ...paid(), ...copy }] },
      });
    });
    const seeds = [
      ...Object.entries(right).map(([name, one]) => seedsOf('right', name, one)),
      ...Object.entries(wrong).map(([name, one]) => seedsOf('wrong', name, one)),
      ...paidCases,
    ];
    stores = await startTwoStores({
      orders: seeds.map(([own]) => own),
      main: {
        orders: seeds.map(([, copy]) => copy),
        paymentMethods: ['Cash', 'Credit Card', 'West - Credit Card', 'Account Credit'].map((name, index) => ({
          id: String(index + 1),
          name,
        })),
      },
      rules: { payments: { methods: { 'Credit Card': 'West - Credit Card' } } },
    });
    const ended = await adopt();
    code = ended.code;
    report = JSON.parse(ended.stdout) as AdoptionReport;
  });
  afterAll(() => stores.close());

  test.each(names.right)('%s is linked', async (name) => {
    const number = numberOf('right', name);
    expect(report.different.filter(({ sourceId }) => sourceId === `N${number}`)).toEqual([]);
    expect(await stores.find('orders', `N${number}`)).toMatchObject({ state: 'loaded', targetId: `W${number}` });
  });

  test.each(names.wrong)('%s is told with both values, and not linked', async (name) => {
    const number = numberOf('wrong', name);
    const told = report.different.filter(({ sourceId }) => sourceId === `N${number}`);
    expect(told.flatMap(({ fields }) => fields.map(({ field }) => field))).toContain(wrong[name]?.field);
    expect(told).toMatchObject([
      { entity: 'orders', targetId: `W${number}`, remedy: expect.stringMatching(/primary/) },
    ]);
    for (const { meant, held } of told.flatMap(({ fields }) => fields)) expect(meant).not.toBe(held);
    expect(await stores.find('orders', `N${number}`)).toBeNull();
  });

  test('a copy of what its store has cancelled is told, and not linked', async () => {
    stores.west.panel.addOrder(orderSeed({ OrderID: 'N900', OrderStatus: 'Cancelled' }));
    stores.main.panel.addOrder(orderSeed({ OrderID: 'W900' }));
    const told = (JSON.parse((await adopt('--dry-run')).stdout) as AdoptionReport).different;
    expect(told.find(({ sourceId }) => sourceId === 'N900')?.why).toContain('N900 is cancelled in west');
    expect(await stores.find('orders', 'N900')).toBeNull();
    stores.main.panel.removeOrder('W900');
    stores.west.panel.removeOrder('N900');
  });

  test.each(names.payments)('a payment %s', async (name) => {
    const id = String(names.payments.indexOf(name) + 1);
    const { field } = payments[name] ?? {};
    const told = report.different.filter(({ entity, sourceId }) => entity === 'payments' && sourceId === id);
    expect(told.flatMap(({ fields }) => fields.map((one) => one.field))).toEqual(field === undefined ? [] : [field]);
    const record = await stores.find('payments', id);
    expect(record?.state).toBe(field === undefined ? 'loaded' : undefined);
  });

  test('what differs and need not agree is counted by field, and the command ends with 4', () => {
    expect(code).toBe(4);
    const said = report.said.filter(({ entity, code: what }) => entity === 'orders' && what === 'copy-differs');
    const fields = said.map(({ message }) => /the copy has another ([^.]+)\./.exec(message)?.[1]);
    expect(fields).toEqual(
      expect.arrayContaining(['SKU', 'tax inclusive', 'e-mail', 'username', 'number of lines', 'shipping']),
    );
    expect(said.find(({ message }) => message.includes('another tax inclusive'))).toMatchObject({ count: 1 });
  });

  test('says the same again, and links nothing twice', async () => {
    const again = JSON.parse((await adopt('--dry-run')).stdout) as AdoptionReport;
    expect(again.adopted['west']).toEqual({ orders: 0, payments: 0 });
    expect(again.different.filter(({ entity }) => entity === 'orders')).toEqual(
      report.different.filter(({ entity }) => entity === 'orders'),
    );
  });

  test('that were linked are unchanged to a run; those that differ are quarantined, and no second copy is made', async () => {
    const before = stores.main.orders().length;
    const summary = await stores.run();
    expect(stores.main.orders()).toHaveLength(before);
    const ofOrders = names.wrong.map((name) => {
      const reason = name === 'another currency at face value' ? 'currency-differs' : 'target-id-taken';
      return `orders N${numberOf('wrong', name)}: ${reason}`;
    });
    const ofPayments = names.payments.flatMap((name, index) =>
      payments[name]?.field === undefined ? [] : [`payments ${index + 1}: may-be-there`],
    );
    expect(heldIn(summary).sort()).toEqual([...ofOrders, ...ofPayments, 'payments 90: currency-differs'].sort());
  });
});

describe('a copy of a lost ledger', () => {
  const orders = ['N100', 'N101'].map((OrderID) => orderSeed({ OrderID, OrderPayment: [paid({ Amount: '11.00' })] }));

  test('that staff have changed since is told and quarantined by the next run, and the others are linked', () =>
    withTwoStores({ orders }, async (stores) => {
      await stores.run();
      for (const part of ['', '-wal', '-shm']) rmSync(stores.ledgerFile + part, { force: true });
      stores.main.panel.changeOrder('W100', { DateInvoiced: '2026-07-14' });
      const { report } = await rebuildMap({ pipeline: await stores.pipeline(), home: stores.home, now: Date.now });
      expect(report.adopted['west']).toEqual({ orders: 1, payments: 1 });
      const field = { field: 'invoice date', meant: '2026-07-10', held: '2026-07-14' };
      expect(report.different).toMatchObject([{ sourceId: 'N100', targetId: 'W100', fields: [field] }]);
      expect(heldIn(await stores.run())).toEqual([
        'orders N100: read-back-differs',
        expect.stringMatching(/waits-for$/),
      ]);
      expect(stores.main.orders()).toHaveLength(2);
      expect(stores.main.payments()).toHaveLength(2);
    }));
});
