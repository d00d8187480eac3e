import fc from 'fast-check';
import type { CustomerSeed, OrderSeed, Seed } from '../../../src/fake-store/index.ts';

/** One account of one store, and who is truly behind it. */
export interface Account {
  /** The truth, which no store and no program sees: the place of the person in the population. */
  readonly person: number;
  readonly username: string;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly company: string;
  /** Deleted since: its order alone is left. */
  readonly deleted: boolean;
  /** On the order of an account without an address of its own, which serves whoever comes. */
  readonly orderEmail: string;
}

export interface Population {
  readonly primary: readonly Account[];
  readonly west: readonly Account[];
  readonly south: readonly Account[];
}

export const sharedEmail = 'Counter@example.com';
export const relayDomain = 'relay.example.net';

/** Few of each, so that strangers share them all the time; no two of one row could be one person's. */
const firstNames = ['Jane', 'John', 'Zoë', 'Ann'];
const lastNames = ['Smith', "O'Brien", 'Müller', ''];
/** The last has neither name nor company: a counter, a till, an account with an address alone. */
const companies = ['Acme Pty Ltd', 'Bolt & Sons', 'Cash Sale', ''];
const usernames = [
  'jsmith',
  'anna',
  'zoë',
  'wilhelminaalexandra0007x',
  'wilhelminaalexandra0007y',
  'w_jsmith',
  's_anna',
];
const spell = fc.constantFrom<(text: string) => string>(
  (text) => text,
  (text) => text.toUpperCase(),
  (text) => text.normalize('NFD'),
);

interface Person {
  readonly firstName: string;
  readonly lastName: string;
  readonly company: string;
  readonly email: string;
}

/** Everybody can be told apart by a whole name, a company, or else an address of one's own; addresses are one's own, a family's, a counter's, or none. */
const peopleArbitrary = fc
  .uniqueArray(
    fc.record({
      firstName: fc.constantFrom(...firstNames),
      lastName: fc.constantFrom(...lastNames),
      company: fc.constantFrom(...companies),
      address: fc.constantFrom('own', 'own', 'family', 'counter', 'relay', 'long', 'none'),
    }),
    {
      minLength: 2,
      maxLength: 7,
      selector: ({ firstName, lastName, company, address }) =>
        lastName === '' ? company || `nobody ${address}` : `${firstName} ${lastName}`,
    },
  )
  .map((drafts) =>
    drafts.map(({ address: given, ...draft }, index): Person => {
      // Who has no name can't be told from the rest of a family.
      const address = given === 'family' && draft.lastName === '' && draft.company === '' ? 'own' : given;
      const email = {
        own: `person${index}@example.com`,
        family: 'family@example.com',
        counter: sharedEmail,
        relay: 'order-1@relay.example.net',
        long: `${'a'.repeat(44)}${index}@long.example.com`,
        none: '',
      }[address];
      return draft.lastName === '' ? { ...draft, firstName: '', email } : { ...draft, company: '', email };
    }),
  );

function accountsArbitrary(people: readonly Person[]): fc.Arbitrary<Account[]> {
  const one = fc.record({
    person: fc.nat(people.length - 1),
    username: fc.constantFrom(...usernames),
    name: spell,
    email: spell,
    user: spell,
    deleted: fc.boolean(),
    stranger: fc.nat(people.length - 1),
  });
  return fc.uniqueArray(one, { maxLength: 6, selector: ({ username }) => username }).map((drafts) =>
    drafts.map(({ person, username, name, email, user, deleted, stranger }): Account => {
      const { firstName, lastName, company, email: own } = people[person] as Person;
      const spelled = { firstName: name(firstName), lastName: name(lastName), company: name(company) };
      const orderEmail = own === '' && !deleted ? (people[stranger]?.email ?? '') : email(own);
      return { person, username: user(username), email: email(own), ...spelled, deleted, orderEmail };
    }),
  );
}

export const populationArbitrary: fc.Arbitrary<Population> = peopleArbitrary.chain((people) =>
  fc.record({
    primary: accountsArbitrary(people),
    west: accountsArbitrary(people),
    south: accountsArbitrary(people),
  }),
);

export function customerSeed({ username, email, firstName, lastName, company }: Account): CustomerSeed {
  return {
    Username: username,
    EmailAddress: email.length > 50 ? '' : email,
    BillingAddress: { BillFirstName: firstName, BillLastName: lastName, BillCompany: company },
  };
}

/** Each account has ordered once; the number of the order is its account's place. */
export function feederSeed(accounts: readonly Account[]): Partial<Seed> {
  return {
    items: [{ SKU: 'MUG', Name: 'Mug', DefaultPrice: '11.00' }],
    customers: accounts.filter(({ deleted }) => !deleted).map(customerSeed),
    orders: accounts.map(orderSeed),
  };
}

export function orderSeed(account: Account, place = 0): OrderSeed {
  return {
    OrderID: `N${place + 1}`,
    OrderStatus: 'Dispatched',
    DatePlaced: '2026-07-10 02:00:00',
    DateUpdated: '2026-07-10 03:00:00',
    DateInvoiced: '2026-07-10',
    Username: account.username,
    Email: account.orderEmail,
    BillFirstName: account.firstName,
    BillLastName: account.lastName,
    BillCompany: account.company,
    OrderLine: [{ SKU: 'MUG', Quantity: 1, UnitPrice: '11.00' }],
  };
}
