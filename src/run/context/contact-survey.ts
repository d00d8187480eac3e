import type { Pipeline } from '../../config/pipeline.ts';
import { customerIdOf } from '../../extract/customers.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { Customer } from '../../model/customer.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import type { Order } from '../../model/order.ts';
import { lowerKey, textKey } from '../../model/text-key.ts';
import type { NetoClient } from '../../neto/client.ts';
import { readAccountsByUsername, readCustomersByCompany } from '../../neto/customers.ts';
import { type ContactPerson, type ContactTrap, findContactTraps } from '../../transform/guards/contacts.ts';
import type { StoreRules } from '../../transform/rules.ts';
import { findMatch, namesOnePerson } from '../../transform/same-person.ts';
import type { Planned } from '../protocol/planned.ts';

/** What of a run a survey goes by. */
export interface Surveying {
  readonly pipeline: Pick<Pipeline, 'guards'>;
  readonly ledger: Pick<Ledger, 'known'>;
  readonly primary: NetoClient;
  readonly signal: AbortSignal | undefined;
  readonly planned: Pick<Planned, 'accounts'> | undefined;
}

/** An order whose customer Xero would take for another one. */
export interface ContactHit {
  readonly store: string;
  readonly sourceId: string;
  /** Names orders, never people. */
  readonly message: string;
}

interface Surveyed {
  readonly rules: StoreRules;
  readonly id: string;
  readonly customerId: string;
  readonly email: string;
  readonly name: { readonly firstName: string; readonly lastName: string; readonly company: string };
}

type TrapKind = Exclude<ContactTrap['kind'], 'several-usernames'>;

const meanings: Readonly<Record<TrapKind, string>> = {
  'shared-company': 'stands under a company name that another account has too',
  'shared-name': 'stands under the first and last name of another account, and neither has a company',
  'shared-username': 'stands under the account of somebody with another surname and another address',
};

/**
 * Who the orders of a run are for, to find those whom Xero would take for one contact: among each other, and beside the
 * accounts that the primary has. One address under two user names is left to the customer policy, which makes one account
 * of them, or leaves the second one's address blank.
 */
export class ContactSurvey {
  readonly #people = new Map<string, Surveyed>();

  /** Of a store with a house account nobody is surveyed: it is one contact by intent. */
  add(rules: StoreRules, { id, username, email, billing, shipping }: Order): void {
    if (rules.customers.policy === 'house') return;
    const customerId = customerIdOf({ orderId: id, username, email, billing, shipping });
    const { firstName, lastName, company } = billing;
    this.#people.set(keyOf(rules.store, id), { rules, id, customerId, email, name: { firstName, lastName, company } });
  }

  /** Asks the primary once for each 100 company names, and once for each 100 known accounts. @throws ConsolidatorError */
  async judge(context: Surveying): Promise<ContactHit[]> {
    const people = [...this.#people.values()];
    if (people.length === 0) return [];
    const known = await knownAccounts(context, people);
    const companies = people.map(({ name }) => name.company).filter((company) => company.trim() !== '');
    const accounts = await accountsOf(context, companies, [...new Set(known.values())]);
    const contacts = [...people.map(contactsUnder(known, accounts)), ...accounts.map(contactOfAccount)];
    const hits = new Map<string, ContactHit>();
    for (const { kind, orderIds, concerned } of findContactTraps(contacts)) {
      if (kind === 'several-usernames') continue;
      for (const key of concerned) {
        const person = this.#people.get(key);
        if (person === undefined || hits.has(key)) continue;
        const others = orderIds.filter((other) => other !== key).slice(0, 2);
        const beside = others.length === 0 ? 'an account of the primary' : others.join(' and ');
        const message = `${person.id} ${meanings[kind]} (see ${beside})`;
        hits.set(key, { store: person.rules.store, sourceId: person.id, message });
      }
    }
    return [...hits.values()];
  }
}

function keyOf(store: string, id: string): string {
  return `${store} ${id}`;
}

/** User names in the primary, by store and customer, of those who were linked or made already. */
async function knownAccounts({ ledger }: Surveying, people: readonly Surveyed[]): Promise<Map<string, string>> {
  const accounts = new Map<string, string>();
  for (const [store, own] of Map.groupBy(people, ({ rules }) => rules.store)) {
    const ids = [...new Set(own.map(({ customerId }) => customerId))];
    for (const { sourceId, targetId, state } of (await ledger.known(store, 'customers', ids)).values()) {
      if (targetId !== null && (state === 'linked' || state === 'loaded'))
        accounts.set(keyOf(store, sourceId), targetId);
    }
  }
  return accounts;
}

/** With those that a plan would have made by now. */
async function accountsOf(
  { primary, signal, planned, pipeline }: Surveying,
  companies: readonly string[],
  usernames: readonly string[],
): Promise<Customer[]> {
  const named = await readAccountsByUsername(primary, usernames, { signal });
  const holders = await readCustomersByCompany(primary, companies, { signal }).catch((error: unknown) => {
    const listsAll = error instanceof ConsolidatorError && error.code === 'pages-never-end';
    // A store that does not filter by company lists all its customers. That is no reason to fail where nothing is held.
    if (listsAll && pipeline.guards.contacts === 'warn') return [];
    throw error;
  });
  const all = [...named, ...holders, ...(planned?.accounts() ?? [])];
  return [...new Map(all.map((account) => [lowerKey(account.username), account])).values()];
}

/** One who has no account yet counts as the one of the primary whom the customer policy would take them for. */
function contactsUnder(
  known: ReadonlyMap<string, string>,
  accounts: readonly Customer[],
): (person: Surveyed) => ContactPerson {
  const decided = new Map<string, string>();
  const accountOf = ({ rules, customerId, email, name }: Surveyed): string => {
    const target = known.get(keyOf(rules.store, customerId));
    if (target !== undefined) return lowerKey(target);
    if (rules.customers.policy !== 'match' || !namesOnePerson(email, rules)) return keyOf(rules.store, customerId);
    const holders = accounts.filter((account) => textKey(account.email) === textKey(email));
    const match = findMatch(holders, name);
    // Without one, the first of them gets an account that the others are then linked to, in whatever store.
    return match === undefined ? textKey(`${email} ${name.lastName}`) : lowerKey(match.username);
  };
  return (person) => {
    const customer = keyOf(person.rules.store, person.customerId);
    const username = decided.get(customer) ?? accountOf(person);
    decided.set(customer, username);
    const { firstName, lastName: surname, company } = person.name;
    const orderId = keyOf(person.rules.store, person.id);
    return { orderId, username, email: person.email, firstName, surname, company };
  };
}

function contactOfAccount({ username, email, billing }: Customer): ContactPerson {
  // Nothing is said about whom an account without an address belongs to: the policy may have left it blank.
  const [firstName, surname] = email === '' ? ['', ''] : [billing.firstName, billing.lastName];
  return { orderId: '', username: lowerKey(username), email, firstName, surname, company: billing.company };
}
