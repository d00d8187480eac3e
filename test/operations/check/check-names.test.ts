import { describe, expect, test } from 'vitest';
import { demoSeed } from '../../fixtures/support.ts';
import { fewOrders, of, one, startDemo } from './support.ts';

describe('a name that the primary lacks, with its place and the closest match', () => {
  test.each([
    [
      'payment methods',
      'Credit Card: West - Credit Card',
      'Credit Card: West - Credit Crad',
      'West - Credit Card',
      '36:22',
    ],
    ['shipping methods', 'Express Delivery: Express Post', 'Express Delivery: Expres Post', 'Express Post', '31:27'],
    ['warehouses', 'warehouse: Virtual', 'warehouse: Virtuel', 'Virtual', '28:18'],
  ] as const)('%s', async (topic, from, to, match, place) => {
    const demo = await startDemo();
    const finding = one(await demo.check([[from, to]]), 'west', topic, 'problem');
    expect(finding.remedy).toContain(`Did you mean "${match}"?`);
    expect(`${finding.place?.line}:${finding.place?.column}`).toBe(place);
  });

  test('a name that is like no other is just missing', async () => {
    const demo = await startDemo();
    const finding = one(
      await demo.check([['warehouse: Virtual', 'warehouse: Shed 9']]),
      'west',
      'warehouses',
      'problem',
    );
    expect(finding.remedy).not.toContain('Did you mean');
  });

  test('one that is there and inactive', async () => {
    const { paymentMethods, warehouses } = demoSeed('main');
    const seed = fewOrders('main', {
      paymentMethods: paymentMethods.map((one) => ({ ...one, active: one.name !== 'West - PayPal' })),
      warehouses: warehouses.map((one) => ({ ...one, isActive: one.name !== 'Virtual' })),
    });
    const demo = await startDemo({ main: { seed } });
    const report = await demo.check();
    expect(one(report, 'west', 'payment methods', 'problem').message).toMatch(/"West - PayPal" is not active/);
    expect(one(report, 'west', 'warehouses', 'problem').message).toMatch(/"Virtual" is not active/);
  });
});

describe('products and accounts that the file names', () => {
  test('a surcharge product that is missing', async () => {
    const demo = await startDemo();
    const report = await demo.check([['surchargeSku: SURCHARGE', 'surchargeSku: SURCHARGES']]);
    expect(of(report, 'west', 'articles', 'problem')[0]).toMatchObject({
      place: { key: 'secondaries[0].orders.surchargeSku' },
    });
  });

  test('a placeholder that the first run makes, or that is there', async () => {
    const demo = await startDemo();
    expect(JSON.stringify(of(await demo.check(), 'south', 'articles'))).toContain('the first run makes it');
    const there = await demo.check([['placeholderSku: SOUTH-SALE', 'placeholderSku: TENT-2P']]);
    expect(JSON.stringify(of(there, 'south', 'articles'))).toContain('TENT-2P that stands for all others is in');
  });

  test('the same SKU with another name', async () => {
    const items = demoSeed('main').items.map((item) =>
      item.SKU === 'TENT-2P' ? { ...item, Name: 'Garden gnome' } : item,
    );
    const demo = await startDemo({ main: { seed: fewOrders('main', { items }) } });
    const report = await demo.check([['policy: prefix\n      skuPrefix: W-', 'policy: match']]);
    expect(one(report, 'west', 'articles', 'warn').message).toMatch(
      /2 products of recent orders \(LAMP-TABLE, TENT-2P\): The primary has an? (product|product) of the same SKU under another name/,
    );
  });

  test('a house account with another address, whose address is not told', async () => {
    const demo = await startDemo();
    const email = 'someone.else@example.com';
    const report = await demo.check([['email: southern.trail@example.com', `email: ${email}`]]);
    expect(one(report, 'south', 'accounts', 'problem').place?.key).toBe('secondaries[1].customers.house.email');
    expect(JSON.stringify(report)).not.toContain(email);
  });

  test('a house account that is not there yet', async () => {
    const demo = await startDemo();
    const taken = await demo.check([['username: southern_trail', 'username: southern_new']]);
    expect(one(taken, 'south', 'accounts')).toMatchObject({ severity: 'warn' });
    const report = await demo.check([
      ['username: southern_trail', 'username: southern_new'],
      ['email: southern.trail@example.com', 'email: new@example.com'],
    ]);
    expect(one(report, 'south', 'accounts')).toMatchObject({ severity: 'ok' });
  });

  test('what no list tells is said not to be known', async () => {
    const report = await (await startDemo()).check();
    expect(one(report, 'west', 'sales channel')).toMatchObject({ severity: 'warn' });
    expect(one(report, 'west', 'sales channel').message).toContain("can't be told");
    expect(one(report, 'west', 'payment terms').message).toContain("can't be told");
  });
});
