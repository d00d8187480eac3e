import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { profileSchema } from '../../src/operations/profile/profile.ts';
import { sharedProfileSchema } from '../../src/operations/profile/share.ts';
import { unknowns } from '../../src/operations/profile/unknowns.ts';
import { orderSeed, startTwoStores, type TwoStores } from '../rules/support/two-stores.ts';
import { executeHere } from './execute-here.ts';

/** Texts that stand nowhere but where they are planted. */
const planted = {
  name: 'rules',
  store: 'west',
  order: 'N7719',
  copy: 'W7719',
  payment: '4113.37',
  username: 'zebedee.quill',
  email: 'zebedee@quill.example',
  first: 'Zebedee',
  last: 'Quillfeather',
  street: '17 Marmalade Row',
  phone: '0491570156',
  sku: 'KUMQUAT-9',
};

let stores: TwoStores;
let file: string;
beforeAll(async () => {
  const person = { BillFirstName: planted.first, BillLastName: planted.last, BillStreetLine1: planted.street };
  stores = await startTwoStores({
    west: { items: [{ SKU: planted.sku, Name: 'Kumquat', DefaultPrice: '4113.37' }] },
    main: { items: [{ SKU: planted.sku, Name: 'Kumquat', DefaultPrice: '4113.37' }] },
    orders: [planted.order, 'N7720', 'N7721'].map((OrderID) =>
      orderSeed({
        ...{ OrderID, Username: planted.username, Email: planted.email, BillPhone: planted.phone, ...person },
        OrderLine: [{ SKU: planted.sku, Quantity: 1, UnitPrice: planted.payment }],
      }),
    ),
  });
  stores.west.panel.addPayment({
    ...{ OrderID: planted.order, AmountPaid: planted.payment, PaymentMethodName: 'Cash' },
    DatePaid: '2026-07-11 01:00:00',
  });
  ({ file } = await stores.pipeline());
  await command('run', file, '--yes');
});
afterAll(() => stores.close());

const command = (...words: string[]) =>
  executeHere(words, {
    ...{ folder: stores.home, home: stores.home },
    environment: { MAIN_KEY: 'main-key', WEST_KEY: 'west-key' },
  });
const share = () => join(stores.home, 'ours.json');

describe('profile', () => {
  test('shows of each store what is known, in words, and what is still open, and asks no store', async () => {
    const before = stores.main.requests.length + stores.west.requests.length;
    const { code, stdout } = await command('profile', file);
    expect(code).toBe(0);
    expect(stdout).toMatch(/References come back +\d{4}-\d\d-\d\d +whole +payments/);
    expect(stdout).toContain('U1: What a second order under a taken number does.');
    expect(stores.main.requests.length + stores.west.requests.length).toBe(before);
  });

  test('the file of --share tells the same, and no text of a store, a pipeline or a record is in it', async () => {
    const { code } = await command('profile', file, '--share', 'ours.json');
    expect(code).toBe(0);
    const text = readFileSync(share(), 'utf8');
    const hosts = [stores.main.url, stores.west.url].map((url) => new URL(url).host);
    const secret = [...Object.values(planted), ...hosts, stores.home, 'localhost', '127.0.0.1', 'key'];
    expect(secret.filter((one) => text.toLowerCase().includes(one.toLowerCase()))).toEqual([]);
    expect(text).not.toMatch(/\d{4}-\d\d-\d\d/);
    const shared = sharedProfileSchema.parse(JSON.parse(text));
    const shown = profileSchema.parse(JSON.parse((await command('profile', file, '--output', 'json')).stdout));
    expect(shared.stores.map(({ habits }) => habits.map(({ habit, value }) => `${habit} ${value}`))).toEqual(
      shown.stores.map(({ habits }) => habits.map(({ habit, value }) => `${habit} ${value}`)),
    );
    expect(shared.stores.map(({ habits }) => habits.length)).not.toContain(0);
  });

  test('a file that is there is replaced only where that is said', async () => {
    expect(existsSync(share())).toBe(true);
    expect((await command('profile', file, '--share', 'ours.json')).code).toBe(2);
    expect((await command('profile', file, '--share', 'ours.json', '--force')).code).toBe(0);
  });

  test.each([
    [true, 'filters'],
    [false, 'ignored'],
  ] as const)(
    '--ask finds out by one read whether orders are found by external reference: %s',
    async (works, value) => {
      stores.main.switches.externalFilters = works;
      const before = stores.main.requests.length;
      const { stdout } = await command('profile', file, '--ask', '--store', 'primary', '--output', 'json');
      const [primary] = JSON.parse(stdout).stores;
      expect(primary.habits).toContainEqual(expect.objectContaining({ habit: 'externalFilter', value }));
      expect(stores.main.requests.slice(before).map(({ action, write }) => [action, write])).toEqual([
        ['GetOrder', false],
      ]);
      expect(primary.open.map(({ id }: { id: string }) => id)).not.toContain('U36');
    },
  );

  test('a store that the pipeline does not have is refused with those that it has', async () => {
    const { code, stderr } = await command('profile', file, '--store', 'east');
    expect([code, stderr]).toEqual([2, expect.stringContaining('it has primary, west')]);
  });
});

test('every unknown has a number of its own, from U1 to U41', () => {
  expect(unknowns.map(({ id }) => id)).toEqual(Array.from({ length: 41 }, (_, index) => `U${index + 1}`));
});
