import { describe, expect, test } from 'vitest';
import type { Switches } from '../../src/fake-store/index.ts';
import { type Setting, withFeedingStores } from './support/feeding-stores.ts';
import { type Account, customerSeed, feederSeed } from './support/population.ts';

const known: Account = {
  person: 0, username: 'jsmith', email: 'jane@example.com', firstName: 'Jane', lastName: 'Smith', company: '',
  deleted: false, orderEmail: 'jane@example.com',
}; // biome-ignore format: a table
const unknown: Account = {
  ...known, person: 1, username: 'bob', email: 'bob@example.com', firstName: 'Bob', lastName: 'Berg',
  orderEmail: 'bob@example.com',
}; // biome-ignore format: a table

type Group = Readonly<Record<string, unknown>>;

/** A primary that mails at every turn: each status has a template, and a receipt follows each full payment. */
function setting(customers: Group, switches: Partial<Switches>, orders: Group = {}): Setting {
  const mailOnStatus = Object.fromEntries(['New', 'Pick', 'Pack', 'Dispatched'].map((status) => [status, 'Hello']));
  const seed = feederSeed([known, unknown]);
  const paid = (seed.orders ?? []).map((order) => ({
    ...order,
    OrderPayment: [
      { Id: order.OrderID.slice(1), Amount: '11.00', PaymentType: 'Cash', DatePaid: '2026-07-10 02:00:00' },
    ],
  }));
  return {
    primary: { settings: { mailOnStatus }, customers: [customerSeed({ ...known, username: 'jane.own' })] },
    switches,
    feeders: [{ name: 'west', seed: { ...seed, orders: paid }, rules: { customers, orders } }],
  };
}

async function mailed(given: Setting): Promise<Set<string>> {
  return withFeedingStores(given, async ({ run, primary }) => {
    expect((await run()).status).toBe('good');
    expect(primary.mails.length).toBeGreaterThan(4);
    return new Set(primary.mails.map(({ to }) => to));
  });
}

const house = { policy: 'house', house: { username: 'west_store', email: 'accounts@example.com' } };
const blank = { policy: 'prefix', accountEmail: 'blank' };
const toAccount = { mailsGoTo: 'account' } as const;

describe('email: house', () => {
  test.each<[string, Group]>([
    ['match', { policy: 'match' }],
    ['prefix', { policy: 'prefix' }],
    ['house', house],
  ])(
    'customers %s: no mail reaches a shopper where the primary writes to the address of the order',
    async (_, customers) => {
      for (const mailsCustomer of [true, false]) {
        expect([...(await mailed(setting(customers, { mailsCustomer })))]).toEqual(['house@example.com']);
      }
    },
  );

  test.each<[string, Group, string[]]>([
    ['house', house, ['accounts@example.com']],
    ['prefix with accountEmail blank', blank, ['house@example.com']],
  ])('customers %s: none does even where it writes to the address of the account', async (_, customers, addresses) => {
    expect([...(await mailed(setting(customers, toAccount)))]).toEqual(addresses);
  });

  test('boundary: such a primary writes to a shopper whose own account there is matched', async () => {
    const match = { policy: 'match', accountEmail: 'blank' };
    expect(await mailed(setting(match, toAccount))).toEqual(new Set(['house@example.com', 'jane@example.com']));
  });
});

test('email: shopper writes to shoppers, and is refused until the mail templates are said to be off', async () => {
  const orders = { email: 'shopper', mailTemplatesOff: 'confirmed' };
  expect(await mailed(setting({ policy: 'match' }, {}, orders))).toEqual(
    new Set(['jane@example.com', 'bob@example.com']),
  );
  await withFeedingStores(setting({ policy: 'match' }, {}, { email: 'shopper' }), async ({ pipeline }) => {
    await expect(pipeline()).rejects.toThrow(/mailTemplatesOff/);
  });
});
