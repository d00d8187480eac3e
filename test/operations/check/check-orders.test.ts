import { describe, expect, test } from 'vitest';
import { demoSeed } from '../../fixtures/support.ts';
import { fewOrders, of, one, startDemo } from './support.ts';

type OrderSeed = ReturnType<typeof fewOrders>['orders'][number];

/** The first order of the store, changed, in place of all. */
function onlyOrders(name: 'main' | 'west' | 'south', ...changes: readonly Partial<OrderSeed>[]) {
  const [first] = fewOrders(name).orders;
  if (first === undefined) throw new RangeError('The demo has no order');
  return { seed: fewOrders(name, { orders: changes.map((change) => ({ ...first, ...change })) }) };
}

describe('what recent orders need', () => {
  test('a shipping method that has no entry in the map, with the closest one of the primary', async () => {
    const demo = await startDemo({ west: onlyOrders('west', { ShippingOption: 'Road Frieght' }) });
    expect(one(await demo.check(), 'west', 'shipping methods', 'warn')).toMatchObject({
      message: expect.stringContaining('Would be quarantined (shipping-method-unmapped): 1 recent order (N1'),
      remedy: expect.stringContaining('Did you mean "Road Freight"?'),
      place: { key: 'secondaries[0].orders.shippingMethods' },
    });
  });

  test('a payment method that has none, beside one that the primary has under the same name', async () => {
    const payment = { Id: '1', Amount: '1.00', DatePaid: '2026-07-02 00:00:00' };
    const orders = onlyOrders('west', {
      OrderPayment: [
        { ...payment, PaymentType: 'Zipp' },
        { ...payment, Id: '2', PaymentType: 'Cash' },
      ],
    });
    const demo = await startDemo({ west: orders });
    const found = of(await demo.check(), 'west', 'payment methods', 'warn');
    expect(found.map(({ message }) => message)).toEqual([expect.stringContaining('"Zipp"')]);
  });

  test('a product that the map lacks', async () => {
    const demo = await startDemo({ west: onlyOrders('west', {}) });
    const { writeFileSync } = await import('node:fs');
    writeFileSync(`${demo.folder}/pipelines/skus.csv`, 'source,target\nNONE,TENT-2P\nOTHER,NOT-THERE\n');
    const report = await demo.check([['policy: prefix\n      skuPrefix: W-', 'policy: map\n      map: skus.csv']]);
    const found = of(report, 'west', 'articles', 'warn').map(({ message }) => message);
    expect(found).toContainEqual(expect.stringMatching(/the primary lacks 1: NOT-THERE/));
    expect(found).toContainEqual(expect.stringMatching(/The map has no entry for "/));
  });

  test('a prefix that is not declared, and numbers that grow too long', async () => {
    const orders = onlyOrders('west', { OrderID: 'ZZ77' }, { OrderID: 'N12345678901234' }, { OrderID: 'N12B' });
    const demo = await startDemo({ west: orders });
    const report = await demo.check([['prefix: { N: W, SFX: X }', 'prefix: { N: WEST, SFX: X }']]);
    const found = of(report, 'west', 'order numbers', 'warn');
    expect(found.map(({ message }) => /\(([\w-]+)\)/.exec(message)?.[1]).sort()).toEqual([
      'id-malformed',
      'id-prefix-unknown',
      'id-too-long',
    ]);
    expect(found.find(({ message }) => message.includes('id-prefix-unknown'))?.message).toContain(
      'begins with none of the declared prefixes',
    );
    expect(found.every(({ place }) => place?.key === 'secondaries[0].prefix')).toBe(true);
  });

  test('an order that can not be read is named', async () => {
    const demo = await startDemo({ west: onlyOrders('west', { DateInvoiced: '3 July 2026' }) });
    expect(one(await demo.check(), 'west', 'recent orders', 'warn').message).toMatch(
      /Would be quarantined \(unreadable\): 1 recent order \(\w+\)\./,
    );
  });
});

describe('numbers', () => {
  test('an order of the primary that has the number of a copy', async () => {
    const main = fewOrders('main');
    const [own] = main.orders;
    const west = onlyOrders('west', { OrderID: 'N1001' });
    const taken = { ...own, OrderID: 'W1001' } as OrderSeed;
    const demo = await startDemo({ west, main: { seed: { ...main, orders: [...main.orders, taken] } } });
    const finding = one(await demo.check(), 'west', 'order numbers', 'problem');
    expect(finding.message).toMatch(
      /target-id-taken\).*W1001 exists in the primary, and is not the copy of west N1001/,
    );
    const quiet = await demo.check([['accounting:', 'guards: { numbers: warn }\naccounting:']]);
    expect(one(quiet, 'west', 'order numbers').severity).toBe('warn');
  });

  test('a copy that another ledger made', async () => {
    const demo = await startDemo({ west: onlyOrders('west', { OrderID: 'N1001' }) });
    await demo.run();
    const report = await demo.check([['ledger: ../state/demo.db', 'ledger: ../state/other.db']]);
    expect(one(report, 'primary', 'ledger', 'problem').message).toMatch(
      /W1001 in the primary is a copy of west N1001 that the installation \w+ made/,
    );
    expect(one(report, 'primary', 'ledger', 'problem').remedy).toMatch(/--take-over/);
  });

  test('a prefix of the primary that the file does not name', async () => {
    const demo = await startDemo({ main: onlyOrders('main', { OrderID: 'POS7' }, { OrderID: 'N5' }) });
    expect(one(await demo.check(), 'primary', 'order numbers')).toMatchObject({
      severity: 'problem',
      message: expect.stringContaining('begins with "POS" (POS7)'),
      place: { key: 'primary.prefixes' },
    });
  });
});

test('a ledger of another pipeline is a problem of its own', async () => {
  const demo = await startDemo();
  await demo.run();
  const report = await demo.check([['name: demo', 'name: other']]);
  expect(one(report, 'primary', 'ledger')).toMatchObject({ severity: 'problem' });
  expect(of(report, 'west', 'recent orders', 'ok')).toHaveLength(1);
});

describe('currency and tax of both sides', () => {
  test('another currency', async () => {
    const demo = await startDemo({ west: { seed: fewOrders('west', { currency: 'NZD' }) } });
    const report = await demo.check();
    expect(one(report, 'west', 'currency and tax')).toMatchObject({ severity: 'problem' });
    expect(one(report, 'west', 'currency and tax').message).toBe("The store's currency is NZD, and the primary's AUD.");
    const quiet = await demo.check([['accounting:', 'guards: { currency: warn }\naccounting:']]);
    expect(one(quiet, 'west', 'currency and tax').severity).toBe('warn');
  });

  test('another tax rate', async () => {
    const demo = await startDemo({ west: { seed: fewOrders('west', { gst: '15' }) } });
    expect(one(await demo.check(), 'west', 'currency and tax')).toMatchObject({
      severity: 'problem',
      message: expect.stringContaining('15 %, and the primary'),
    });
  });
});

describe('guards', () => {
  const badSku = () => {
    const { orders } = fewOrders('west');
    const [first] = orders;
    const lines = (first?.OrderLine ?? []).map((line, index) => (index === 0 ? { ...line, SKU: 'A/B' } : line));
    return onlyOrders('west', { OrderLine: lines });
  };

  test.each([
    ['hold', 'recent orders', 'warn', 'Would be quarantined (sku-unfit-for-xero)'],
    ['warn', 'guards', 'warn', '`guards.skus` is warn'],
    ['stop', 'guards', 'problem', '`guards.skus` is stop'],
  ] as const)('an SKU that Xero does not take, by %s', async (action, topic, severity, message) => {
    const demo = await startDemo({ west: badSku() });
    const report = await demo.check([['accounting:', `guards: { skus: ${action} }\naccounting:`]]);
    const texts = of(report, 'west', topic, severity).map((finding) => finding.message);
    expect(texts).toContainEqual(expect.stringContaining(message));
  });

  test('two customers of one company name, who would be one contact in Xero; never with the name', async () => {
    const company = { BillCompany: 'Cash Sale' };
    const orders = onlyOrders(
      'west',
      { OrderID: 'N1001', Username: 'one', Email: 'one@example.com', ...company },
      { OrderID: 'N1002', Username: 'two', Email: 'two@example.com', BillCompany: 'CASH  SALE.' },
    );
    const demo = await startDemo({ west: orders });
    const report = await demo.check();
    const texts = of(report, 'west', 'guards', 'warn').map(({ message }) => message);
    expect(texts).toContainEqual(
      expect.stringMatching(
        /N1001 and N1002: Xero would take the customer.*two accounts have one name there \(the company/,
      ),
    );
    expect(JSON.stringify(report).toLowerCase()).not.toContain('cash sale');
  });
});

test('no message holds a shopper of the demo', async () => {
  const demo = await startDemo({ main: {}, west: {}, south: {} });
  const text = JSON.stringify(await demo.check());
  const { customers } = demoSeed('west');
  const emails = customers.map((customer) => String(customer.EmailAddress)).filter((email) => email.includes('@'));
  expect(emails.length).toBeGreaterThan(50);
  expect(emails.filter((email) => text.includes(email))).toEqual([]);
});
