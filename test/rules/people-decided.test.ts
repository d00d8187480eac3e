import fc from 'fast-check';
import { expect, test } from 'vitest';
import { customerEmail, decideCustomer, targetUsername } from '../../src/entities/customer/transform.ts';
import { emptyAddress } from '../../src/model/address.ts';
import type { Buyer, Customer } from '../../src/model/customer.ts';
import { textKey } from '../../src/model/text-key.ts';
import { many } from '../support/many.ts';
import { rules } from '../transform/samples.ts';
import { type Account, type Population, populationArbitrary, relayDomain, sharedEmail } from './support/population.ts';

interface Held extends Customer {
  readonly internalNotes: string;
  /** The truth. */
  readonly people: Set<number>;
}

function billingOf({ firstName, lastName, company }: Account) {
  return { ...emptyAddress, firstName, lastName, company };
}

function customerOf(account: Account): Customer {
  const email = account.email.length > 50 ? '' : account.email;
  const rest = { type: 'Customer', active: true, abn: '', userGroup: '', updatedAt: null };
  return { ...rest, username: account.username, email, billing: billingOf(account), shipping: emptyAddress };
}

/** One account after another, each judged by what the earlier ones have become. @returns the primary's accounts */
function decideAll(population: Population, policy: 'match' | 'prefix'): Held[] {
  const held: Held[] = population.primary.map((account) => ({
    ...customerOf(account),
    internalNotes: '',
    people: new Set([account.person]),
  }));
  for (const store of ['west', 'south'] as const) {
    const customers = {
      policy,
      usernamePrefix: `${store[0]}_`,
      sharedEmails: [sharedEmail],
      relayDomains: [relayDomain],
    };
    const own = rules({ store, customers });
    for (const account of population[store]) {
      const customer = account.deleted ? undefined : customerOf(account);
      const buyer: Buyer = {
        orderId: 'N1',
        username: account.username,
        email: account.orderEmail,
        billing: billingOf(account),
        shipping: emptyAddress,
      };
      const email = customerEmail(buyer, customer);
      const wished = targetUsername(account.username, own);
      const byName = (username: string) => held.find((one) => textKey(one.username) === textKey(username));
      const decision = decideCustomer({
        buyer,
        customer,
        rules: own,
        primary: {
          byEmail: held.filter((one) => email !== '' && textKey(one.email) === textKey(email)),
          byUsername: byName(wished),
        },
        madeBefore: undefined,
      });
      if (decision.kind === 'make') {
        expect(byName(decision.username), `${decision.username} is free`).toBeUndefined();
        expect(decision.username.length).toBeLessThanOrEqual(25);
        const isTaken = held.some(
          (one) => decision.draft.email !== '' && textKey(one.email) === textKey(decision.draft.email),
        );
        expect(isTaken, 'its address is free').toBe(false);
        held.push({ ...decision.draft, active: true, updatedAt: null, people: new Set([account.person]) });
      } else if (decision.kind === 'link') byName(decision.username)?.people.add(account.person);
    }
  }
  return held;
}

test.each(['match', 'prefix'] as const)('policy %s: no two of 3,000 populations’ people share an account', (policy) => {
  fc.assert(
    fc.property(populationArbitrary, (population) => {
      for (const { username, people } of decideAll(population, policy)) {
        expect([...people], `${username} is one person's`).toHaveLength(1);
      }
    }),
    { numRuns: many(600, 3000) },
  );
});
