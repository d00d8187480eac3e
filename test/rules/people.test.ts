import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { StoredCustomer } from '../../src/fake-store/records/customer-record.ts';
import { many } from '../support/many.ts';
import { type Feeder, type FeedingStores, withFeedingStores } from './support/feeding-stores.ts';
import {
  type Account,
  customerSeed,
  feederSeed,
  type Population,
  populationArbitrary,
  relayDomain,
  sharedEmail,
} from './support/population.ts';

const policies = ['match', 'prefix'] as const;
type Policy = (typeof policies)[number];

function settingOf(population: Population, policy: Policy, uniqueEmail: boolean) {
  const customers = { policy, sharedEmails: [sharedEmail], relayDomains: [relayDomain] };
  const feeder = (name: 'west' | 'south'): Feeder => ({
    name,
    seed: feederSeed(population[name]),
    rules: { customers },
  });
  return {
    primary: { customers: population.primary.map(customerSeed) },
    switches: { uniqueEmail },
    feeders: [feeder('west'), feeder('south')],
  };
}

/** Who is behind each account of the primary, by the truth: its own accounts' people, and those whose orders stand under it. */
function peopleOf(stores: FeedingStores, population: Population): Map<string, Set<number>> {
  const people = new Map<string, Set<number>>();
  const add = (username: string, person: number) => {
    const key = username.normalize('NFC').toLowerCase();
    people.set(key, (people.get(key) ?? new Set()).add(person));
  };
  for (const { username, person } of population.primary) add(username, person);
  for (const name of ['west', 'south'] as const) {
    for (const [place, account] of population[name].entries()) {
      const copy = stores.primary.order(`${name[0]?.toUpperCase()}${place + 1}`);
      if (copy !== undefined) add(copy.Username, account.person);
    }
  }
  return people;
}

function isUntouched(before: readonly StoredCustomer[], after: readonly StoredCustomer[]): void {
  const now = new Map(after.map((account) => [account.Username, account]));
  for (const account of before) expect(now.get(account.Username)).toEqual(account);
}

function isBare(account: StoredCustomer): void {
  expect(account).toMatchObject({ NewsletterSubscriber: 'False', OnCreditHold: 'False', AccountBalance: '0.00' });
  expect(account['CreditLimit'] ?? '').toBe('');
  expect(account['Password'] ?? '').toBe('');
}

async function check(population: Population, policy: Policy, uniqueEmail: boolean): Promise<void> {
  await withFeedingStores(settingOf(population, policy, uniqueEmail), async (stores) => {
    const before = stores.primary.customers();
    const planned = await stores.run({ simulate: true });
    const summary = await stores.run();
    expect(summary.problems).toEqual([]);
    expect(planned.stores).toEqual(summary.stores);
    expect(planned.quarantine.map(({ code, sourceId }) => [code, sourceId])).toEqual(
      summary.quarantine.map(({ code, sourceId }) => [code, sourceId]),
    );

    for (const [username, people] of peopleOf(stores, population)) {
      expect([...people], `${username} is one person's`).toHaveLength(1);
    }
    const after = stores.primary.customers();
    isUntouched(before, after);
    const own = new Set(before.map(({ Username }) => Username));
    const made = after.filter(({ Username }) => !own.has(Username));
    made.forEach(isBare);
    expect(stores.primary.mails).toEqual([]);

    const copied = stores.primary.orders().length;
    const held = summary.quarantine.filter(({ entity }) => entity === 'orders').length;
    expect(copied + held).toBe(population.west.length + population.south.length);
    expect(summary.quarantine.filter(({ code }) => !['customer-name-differs', 'waits-for'].includes(code))).toEqual([]);
    if (policy === 'match') hasFoundTheOnesItKnows(stores, population);

    const again = await stores.run();
    expect(again.problems).toEqual([]);
    expect(stores.primary.customers()).toEqual(after);
  });
}

/** So that the test does not pass because nobody is ever matched. */
function hasFoundTheOnesItKnows(stores: FeedingStores, { primary, west }: Population): void {
  const key = (text: string) => text.normalize('NFC').toLowerCase();
  for (const [place, account] of west.entries()) {
    if (!/^person\d/i.test(account.email)) continue;
    const holders = primary.filter(({ email }) => key(email) === key(account.email));
    const copy = stores.primary.order(`W${place + 1}`);
    if (holders.length === 1) expect(copy?.Username).toBe(holders[0]?.username);
  }
}

const settings = policies.flatMap((policy) => [true, false].map((uniqueEmail) => ({ policy, uniqueEmail })));

describe.each(settings)('policy $policy, unique addresses $uniqueEmail', ({ policy, uniqueEmail }) => {
  test('no two people of any population share an account, none of the primary’s is touched, made ones are bare', async () => {
    await fc.assert(
      fc.asyncProperty(populationArbitrary, (population) => check(population, policy, uniqueEmail)),
      { numRuns: many(3, 12) },
    );
  }, 60_000);
});

const person: Account = {
  person: 0, username: 'jsmith', email: 'jane@example.com', firstName: 'Jane', lastName: 'Smith', company: '',
  deleted: false, orderEmail: 'jane@example.com',
}; // biome-ignore format: a table

test('policy house: everybody stands under the one account of the store, whose taken address is left blank', async () => {
  const house = { username: 'west_store', email: 'accounts@example.com' };
  const own = { ...person, username: 'accounts', email: 'Accounts@example.com', lastName: '', firstName: '' };
  const setting = {
    primary: { customers: [customerSeed(own)] },
    feeders: [
      {
        name: 'west',
        seed: feederSeed([person, { ...person, username: 'bob' }]),
        rules: { customers: { policy: 'house', house } },
      },
    ],
  };
  await withFeedingStores(setting, async (stores) => {
    expect((await stores.run()).status).toBe('good');
    expect(stores.primary.orders().map(({ Username }) => Username)).toEqual(['west_store', 'west_store']);
    expect(stores.primary.customers().at(-1)).toMatchObject({ Username: 'west_store', EmailAddress: '' });
  });
});
