import { describe, expect, test } from 'vitest';
import { checkPipeline } from '../../src/operations/check/check-pipeline.ts';
import { reconcile } from '../../src/reconcile/reconcile.ts';
import { least, read, refused, replaced } from '../config/sample.ts';
import { primaryThat, showing } from './support/between-primary.ts';
import { listening } from './support/listening.ts';
import { heldIn, orderSeed, type Setting, type TwoStores, withTwoStores } from './support/two-stores.ts';

const DAY = 86_400_000;

const paid = (Id: string, PaymentType: string, Amount = '11.00') => ({
  Id, Amount, PaymentType, DatePaid: '2026-07-11 02:00:00',
}); // biome-ignore format: a table

const refund = (PaymentMethodName: string, RefundAmount: string) => ({
  RefundAmount, PaymentMethodName, RefundStatus: 'Refunded', DateRefunded: '2026-07-12',
}); // biome-ignore format: a table

const returned = {
  RmaID: '7', OrderID: 'N102', RmaStatus: 'Closed', DateIssued: '2026-07-12', DateUpdated: '2026-07-12 02:00:00',
  RmaLine: [{ SKU: 'MUG', Quantity: 1, RefundSubtotal: '11.00' }],
  // In the primary's spelling `Cash` comes before `credit card`, by code units it does not.
  Refund: [refund('Credit Card', '5.50'), refund('cash', '5.50')],
}; // biome-ignore format: a table

/** The primary has Cash, Credit Card and Post; the map bears yet other spellings. */
const setting = {
  orders: [
    orderSeed({ OrderID: 'N100', ShippingOption: 'POST', OrderPayment: [paid('1', 'credit card')] }),
    orderSeed({ OrderID: 'N101', ShippingOption: 'Camel', OrderPayment: [paid('2', 'Visa')] }),
    orderSeed({ OrderID: 'N102', ShippingOption: 'post', OrderPayment: [paid('3', 'CASH')] }),
  ],
  west: { rmas: [returned] },
  main: { staff: ['anna'] },
  rules: {
    entities: ['products', 'customers', 'orders', 'payments', 'rmas'],
    rma: { staff: 'anna', warehouse: 'Virtual', waitDays: 0 },
    payments: { methods: { VISA: 'credit CARD' } },
    orders: { shippingMethods: { CAMEL: 'pOST' } },
  },
} satisfies Setting;

const methodsOf = ({ main }: TwoStores) =>
  main
    .payments()
    .map(({ OrderID, PaymentMethodName }) => `${OrderID} ${PaymentMethodName}`)
    .sort();

/** All clocks, a day on whenever it is asked for: then copies are looked at again. */
function days() {
  let now = Date.parse('2026-07-20T00:00:00Z');
  return { clock: () => now, nextDay: () => (now += DAY) };
}

describe('a method is the same in any case', () => {
  test('in maps, and in the lists of the primary, whose spelling the copies bear', async () => {
    await withTwoStores(setting, async (stores) => {
      const { said, between } = listening();
      const summary = await stores.run({ between });
      expect(heldIn(summary)).toEqual([]);
      expect(summary.status).toBe('good');
      expect(methodsOf(stores)).toEqual(['W100 Credit Card', 'W101 Credit Card', 'W102 Cash']);
      expect(stores.main.orders().map(({ OrderID, ShippingOption }) => [OrderID, ShippingOption])).toEqual([
        ['W100', 'Post'],
        ['W101', 'Post'],
        ['W102', 'Post'],
      ]);
      const sent = said.filter(({ action }) => /^(Add|Update)/.test(action)).map(({ body }) => body);
      expect(sent.join('')).toContain('"Credit Card"');
      expect(sent.join('')).not.toMatch(/credit CARD|credit card|pOST|"POST"|CASH/);
    });
  });

  test('for check', async () => {
    await withTwoStores(setting, async (stores) => {
      const { findings } = await checkPipeline({ pipeline: await stores.pipeline(), home: stores.home });
      const ofMethods = findings.filter(({ topic }) => /methods/.test(topic));
      expect(ofMethods.map(({ severity, message }) => [severity, message])).toEqual([
        ['ok', 'In the primary: Credit Card.'],
        ['ok', 'In the primary: Post.'],
      ]);
    });
  });

  test('on a copy that is read back, looked at daily and reconciled, and of a payment that was keyed anew', async () => {
    const { clock, nextDay } = days();
    await withTwoStores({ ...setting, clock }, async (stores) => {
      const capitals = showing(['PaymentMethodName', 'ShippingOption', 'ShippingMethod'], (text) => text.toUpperCase());
      const between = primaryThat({ GetPayment: capitals, GetOrder: capitals, GetRma: capitals });
      expect(heldIn(await stores.run({ between }))).toEqual([]);
      nextDay();
      stores.west.panel.removePayment('2');
      const again = {
        OrderID: 'N101',
        AmountPaid: '11.00',
        PaymentMethodName: 'VISA',
        DatePaid: '2026-07-11 02:00:00',
      };
      stores.west.panel.addPayment(again);
      const second = await stores.run({ between });
      expect(heldIn(second)).toEqual([]);
      expect(second.status).toBe('good');
      expect(methodsOf(stores)).toEqual(['W100 Credit Card', 'W101 Credit Card', 'W102 Cash']);
      const found = await reconcile({ pipeline: await stores.pipeline(), home: stores.home });
      expect(found.differences).toEqual([]);
    });
  });

  test('where its store spells it anew after the copy: nothing is quarantined or left', async () => {
    const { clock, nextDay } = days();
    const rules = { ...setting.rules, purpose: 'fulfil' };
    await withTwoStores({ ...setting, rules, clock }, async (stores) => {
      await stores.run();
      nextDay();
      for (const id of ['N100', 'N102']) stores.west.panel.changeOrder(id, { ShippingOption: 'pOsT' });
      const summary = await stores.run();
      expect(heldIn(summary)).toEqual([]);
      expect(summary.warnings.filter(({ entity }) => entity === 'orders')).toEqual([]);
    });
  });
});

describe('two keys of a map that differ in case alone', () => {
  const withMethods = (map: string) => replaced(least, '{ N: W }', `{ N: W }\n    payments: { methods: { ${map} } }`);

  test('are refused by line and column where they stand for two methods', async () => {
    const { code, problems } = await refused(withMethods('Visa: Credit Card, VISA: Cash'));
    expect(code).toBe('config-invalid');
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^\d+:\d+: "Visa" and "VISA" of "secondaries\[0\]\.payments\.methods" are one method/);
    const line =
      withMethods('Visa: Credit Card, VISA: Cash')
        .split('\n')
        .findIndex((text) => text.includes('VISA')) + 1;
    const column = (withMethods('Visa: Credit Card, VISA: Cash').split('\n')[line - 1] ?? '').indexOf('VISA') + 1;
    expect(problems[0]).toMatch(new RegExp(`^${line}:${column}: `));
  });

  test('are taken where they stand for one', async () => {
    const { secondaries } = await read(withMethods('Visa: Credit Card, VISA: credit card'));
    expect(secondaries[0]?.payments.methods).toEqual({ Visa: 'Credit Card', VISA: 'credit card' });
  });

  test('of shipping methods, too', async () => {
    const text = replaced(least, 'warehouse: ', 'shippingMethods: { Post: A, POST: B }, warehouse: ');
    expect((await refused(text)).problems[0]).toContain('are one method');
  });
});
