import { describe, expect, test } from 'vitest';
import { someOf } from '../support/many.ts';
import { entered, held, paid, rma, withHands } from './support/by-hand.ts';
import { heldIn, orderSeed } from './support/two-stores.ts';

const order = (more = {}) => orderSeed({ OrderID: 'N1081', ...held, ...more });
const day = '2026-07-11 02:00:00';

describe('An order that was quarantined and entered by hand meanwhile', () => {
  const ways = {
    'its rule is mended': (stores: Stores) => stores.runMended(),
    'it is retried': async (stores: Stores) => {
      await stores.command('quarantine', 'retry', '<pipeline>', 'N1081');
      return stores.runMended();
    },
    'it is mended in its store': async (stores: Stores) => {
      stores.west.panel.changeOrder('N1081', { ShippingOption: 'Post' });
      return stores.run();
    },
  };
  type Stores = Parameters<Parameters<typeof withHands>[1]>[0];

  test.each(Object.entries(ways))('is not copied beside that one when %s', async (_, release) => {
    await withHands({ orders: [order()] }, async (stores) => {
      await stores.run();
      stores.main.panel.addOrder(entered('N5500'));
      expect(heldIn(await release(stores))).toEqual(['orders N1081: may-be-there']);
      expect(stores.main.orders()).toHaveLength(1);
      const why = ['--accept-differences', '--reason', 'on an account of its own'];
      expect((await stores.link('N1081', '--as', 'N5500', ...why)).code).toBe(0);
      expect(heldIn(await stores.runMended())).toEqual([]);
      expect(stores.main.orders()).toHaveLength(1);
    });
  });

  test.each([
    ['a cent less', '10.99'],
    ['two cents more', '11.02'],
  ])('with a total of %s is not copied beside that one, and is linked with a reason', async (_, UnitPrice) => {
    await withHands({ orders: [order()] }, async (stores) => {
      await stores.run();
      stores.main.panel.addOrder(entered('N5500', { OrderLine: [{ SKU: 'MUG', Quantity: 1, UnitPrice }] }));
      const { quarantine } = await stores.runMended();
      expect(quarantine).toMatchObject([{ code: 'may-be-there', sourceId: 'N1081' }]);
      expect(quarantine[0]?.reason).toContain(`N5500 (${UnitPrice})`);
      expect(stores.main.orders()).toHaveLength(1);
      expect((await stores.link('N1081', '--as', 'N5500')).code).toBe(4);
      const why = ['--accept-differences', '--reason', 'a cent was lost'];
      expect((await stores.link('N1081', '--as', 'N5500', ...why)).code).toBe(0);
      expect(heldIn(await stores.runMended())).toEqual([]);
      expect(stores.main.orders()).toHaveLength(1);
    });
  });

  test('is copied where a person says that the other one is another', async () => {
    await withHands({ orders: [order()] }, async (stores) => {
      await stores.run();
      stores.main.panel.addOrder(entered('N5500'));
      await stores.runMended();
      expect((await stores.command('quarantine', 'accept', '<pipeline>', 'N1081', '--reason', 'x')).code).toBe(2);
      expect((await stores.command('quarantine', 'retry', '<pipeline>', 'N1081', '--another')).code).toBe(0);
      expect(heldIn(await stores.runMended())).toEqual([]);
      expect(stores.main.order('S1081')).toMatchObject({ CompleteStatus: 'Approved' });
    });
  });

  test('under the number that its copy would get is told, to be linked', async () => {
    await withHands({ orders: [order()] }, async (stores) => {
      await stores.run();
      stores.main.panel.addOrder(entered('S1081', { BillFirstName: 'Counter', Username: 'counter' }));
      const summary = await stores.runMended();
      expect(heldIn(summary)).toEqual(['orders N1081: target-id-taken']);
      expect(summary.quarantine[0]?.remedy).toContain('`link` it');
    });
  });

  test.each(
    someOf(
      [
        ['another name', { BillLastName: 'Smythe' }],
        ['another total', { OrderLine: [{ SKU: 'MUG', Quantity: 1, UnitPrice: '12.00' }] }],
        ['a total three cents off', { OrderLine: [{ SKU: 'MUG', Quantity: 1, UnitPrice: '11.03' }] }],
        ['another day', { DatePlaced: '2026-07-15 02:00:00', DateInvoiced: '2026-07-15' }],
        ['the account of the house', { Username: 'west_store' }],
        ['been cancelled', { OrderStatus: 'Cancelled' }],
      ],
      2,
    ),
  )('is no other one, that has %s', async (_, more) => {
    await withHands({ orders: [order()] }, async (stores) => {
      await stores.run();
      stores.main.panel.addOrder(entered('N5500', more));
      expect(heldIn(await stores.runMended())).toEqual([]);
      expect(stores.main.order('S1081')).toBeDefined();
    });
  });

  test('is looked for only where it was quarantined: new trade of a name, total and day is copied at once', async () => {
    await withHands({ orders: [orderSeed({ OrderID: 'N1081' })] }, async ({ main, run }) => {
      main.panel.addOrder(entered('N5500'));
      expect(heldIn(await run())).toEqual([]);
      expect(main.order('S1081')).toBeDefined();
    });
  });
});

/** Its method is unknown to the primary until a rule maps it. */
const unmapped = { PaymentType: 'Shells' };
const mapped = { payments: { methods: { Shells: 'Cash' } } };
const priced = { OrderID: 'N1081', OrderLine: [{ SKU: 'MUG', Quantity: 1, UnitPrice: '100.00' }] };

describe('A payment that was quarantined and entered by hand meanwhile', () => {
  const keyed: Readonly<Record<string, readonly string[]>> = {
    'in one': ['80.00'],
    'in two parts': ['50.00', '30.00'],
    'a cent off': ['79.99'],
    'in three parts, two cents off': ['40.00', '30.00', '9.98'],
  };

  test.each(Object.entries(keyed))('%s is not booked beside that, and is linked', async (_, amounts) => {
    const payments = [paid('1', '80.00', unmapped), paid('2', '20.00')];
    await withHands({ orders: [orderSeed({ ...priced, OrderPayment: payments })] }, async (stores) => {
      const { main, run, link, pipeline, find } = stores;
      expect(heldIn(await run())).toEqual(['payments 1: payment-method-unmapped']);
      const ids = amounts.map((AmountPaid) =>
        String(main.panel.addPayment({ OrderID: 'S1081', AmountPaid, PaymentMethodName: 'Cash', DatePaid: day }).PaymentID),
      );
      const rules = { prefix: { N: 'S' }, entities: ['products', 'customers', 'orders', 'payments', 'rmas'], rma, ...mapped };
      const runMapped = async () => run({ pipeline: await pipeline({ rules }) });
      expect(heldIn(await runMapped())).toEqual(['payments 1: may-be-there']);
      expect(main.payments('S1081')).toHaveLength(1 + amounts.length);
      const how = ['--entity', 'payments', '--as', ids.join(',')];
      const isExact = amounts.reduce((sum, one) => sum + Number(one), 0) === 80;
      if (!isExact) expect((await link('1', ...how)).code).toBe(4);
      const taken = isExact ? ['--accept-differences', '--reason', 'the method has another name there'] : ['--accept-differences', '--reason', 'a cent was lost'];
      expect((await link('1', ...how, ...taken)).code).toBe(0);
      expect(await find('payments', '1')).toMatchObject({ state: 'loaded', byHand: ids });
      expect(heldIn(await runMapped())).toEqual([]);
      expect(main.payments('S1081')).toHaveLength(1 + amounts.length);
    });
  }); // biome-ignore format: a table

  test('is booked where a person says that what stands there is another', async () => {
    const payments = [paid('1', '80.00', unmapped), paid('2', '20.00'), paid('3', '0.00')].slice(0, 2);
    const orders = [orderSeed({ ...priced, OrderPayment: payments, OrderLine: [{ SKU: 'MUG', Quantity: 1, UnitPrice: '180.00' }] })];
    await withHands({ orders }, async ({ main, west, run, command, pipeline }) => {
      await run();
      main.panel.addPayment({ OrderID: 'S1081', AmountPaid: '80.00', PaymentMethodName: 'Cash', DatePaid: day });
      // Its twin in its store, which nobody has read yet.
      west.panel.addPayment({ OrderID: 'N1081', AmountPaid: '80.00', PaymentMethodName: 'Cash', DatePaid: day });
      const rules = { prefix: { N: 'S' }, entities: ['products', 'customers', 'orders', 'payments', 'rmas'], rma, ...mapped };
      const runMapped = async () => run({ pipeline: await pipeline({ rules }) });
      expect(heldIn(await runMapped())).toContain('payments 1: may-be-there');
      const { code } = await command('quarantine', 'retry', '<pipeline>', '1', '--entity', 'payments', '--another');
      expect(code).toBe(0);
      expect(heldIn(await runMapped())).not.toContain('payments 1: may-be-there');
      expect(main.payments('S1081').map(({ AmountPaid }) => Number(AmountPaid)).sort()).toEqual([20, 80, 80]);
    });
  }); // biome-ignore format: a table
});

describe('A return that was quarantined and entered by hand meanwhile', () => {
  test.each([
    ['in one', ['80.00']],
    ['in two parts', ['50.00', '30.00']],
  ])('%s is not entered beside that', async (_, amounts) => {
    const noStaff = { prefix: { N: 'S' }, entities: ['products', 'customers', 'orders', 'payments', 'rmas'], rma: { ...rma, warehouse: 'Nowhere' } };
    await withHands({ orders: [orderSeed({ ...priced })] }, async ({ main, west, run, pipeline }) => {
      const Refund = (RefundAmount: string) => [{ RefundAmount, PaymentMethodName: 'Cash', RefundStatus: 'Refunded', DateRefunded: '2026-07-13' }];
      const back = (OrderID: string, amount: string) => ({
        OrderID, DateIssued: '2026-07-13', RmaLine: [{ SKU: 'MUG', Quantity: 1, RefundSubtotal: amount }], Refund: Refund(amount),
      });
      west.panel.addRma(back('N1081', '80.00'));
      const [{ RmaID = '' } = {}] = west.rmas();
      expect(heldIn(await run({ pipeline: await pipeline({ rules: noStaff }) }))).toEqual([`rmas ${RmaID}: rma-unconfigured`]);
      for (const amount of amounts) main.panel.addRma(back('S1081', amount));
      expect(heldIn(await run())).toEqual([`rmas ${RmaID}: may-be-there`]);
      expect(main.rmas()).toHaveLength(amounts.length);
    });
  }); // biome-ignore format: a table
});
