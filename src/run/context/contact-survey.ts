import type { Pipeline } from '../../config/pipeline.ts';
import { customerIdOf } from '../../entities/customer/read.ts';
import { findMatch, namesOnePerson } from '../../entities/customer/same-person.ts';
import { customerSteps } from '../../entities/customer/write.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { PrimaryAccount } from '../../model/customer.ts';
import { addressIn, sameAddress } from '../../model/email-address.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import type { Order } from '../../model/order.ts';
import { bearsNote, originNote } from '../../model/origin.ts';
import { lowerKey, textKey } from '../../model/text-key.ts';
import type { NetoClient } from '../../neto/client.ts';
import { type NamedAccount, readAccountsByUsername, readCustomersByCompany } from '../../neto/customers.ts';
import {
  type ContactName,
  type ContactPerson,
  type ContactTrap,
  findContactTraps,
} from '../../transform/guards/contacts.ts';
import type { StoreRules } from '../../transform/rules.ts';
import type { Destination } from '../protocol/destination.ts';
import type { RunWarning } from './warnings.ts';

/** What of a run a survey goes by. */
interface Surveying {
  readonly pipeline: Pick<Pipeline, 'guards'>;
  readonly ledger: Pick<Ledger, 'known'>;
  readonly primary: NetoClient;
  readonly signal: AbortSignal | undefined;
  readonly destination: Pick<Destination, 'foreseen'>;
  readonly warnings: RunWarning[];
}

/** What is known of how the primary's accounts are called. */
export interface AccountNames {
  /** Whether all accounts have been read, up to the last whole run at least. */
  readonly isWhole: boolean;
  /** Whether all have been read up to now. */
  readonly isRead: boolean;
  /** Accounts that were read just now, by `lowerKey` of their user names; some of them, where they are many. */
  readonly readNow: ReadonlyMap<string, NamedAccount>;
  /** User names of accounts that were called so when they were read; some of them, where they are many. */
  accountsNamed(names: readonly ContactName[]): Promise<string[]>;
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
  readonly username: string;
  readonly email: string;
  readonly name: { readonly firstName: string; readonly lastName: string; readonly company: string };
}

/** One whose order is looked at, for whoever compares them with contacts elsewhere. */
export interface SurveyedPerson {
  readonly rules: StoreRules;
  readonly store: string;
  readonly sourceId: string;
  readonly name: ContactName;
  readonly email: string;
  /** User name in the primary; null for one who has no account there yet. */
  readonly account: string | null;
}

type TrapKind = Exclude<ContactTrap['kind'], 'several-usernames'>;

const meanings: Readonly<Record<TrapKind, string>> = {
  'shared-company': 'stands under a company name that another account has too',
  'shared-name':
    'stands under a first and last name that Xero would call another account by, too, and has no company or the other has none',
  'shared-username': 'stands under the account of somebody with another surname and another address',
};

type Account = NamedAccount & Partial<Pick<PrimaryAccount, 'internalNotes'>>;

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
    const name = { firstName, lastName, company };
    this.#people.set(keyOf(rules.store, id), { rules, id, customerId, username, email: addressIn(email), name });
  }

  /** All of them, with the accounts that the ledger knows. */
  async surveyed(context: Pick<Surveying, 'ledger'>): Promise<SurveyedPerson[]> {
    const people = [...this.#people.values()];
    const known = await knownAccounts(context, people);
    return people.map(({ rules, id, customerId, name, email }) => {
      const account = known.get(keyOf(rules.store, customerId)) ?? null;
      return { rules, store: rules.store, sourceId: id, name, email, account };
    });
  }

  /**
   * Asks the primary once for each 100 accounts that may be concerned.
   * @param openNames reads what is new of the accounts' names; not called where nobody is surveyed
   * @throws ConsolidatorError
   */
  async judge(context: Surveying, openNames: () => Promise<AccountNames>): Promise<ContactHit[]> {
    const people = [...this.#people.values()];
    if (people.length === 0) return [];
    const known = await knownAccounts(context, people);
    const index = await openNames();
    if (!index.isWhole) context.warnings.push(notAllRead(people));
    const alike = await index.accountsNamed(people.map(({ name }) => name));
    const own = new Set([...known.values()].map(lowerKey));
    const isKnown = people.every(({ rules, customerId }) => known.has(keyOf(rules.store, customerId)));
    // Of one who is to be told from somebody unknown, the notes say whether it was made for them.
    const isEnough = (name: string): boolean => index.readNow.has(name) && (isKnown || own.has(name));
    const concerned = [...new Set([...own, ...alike.map(lowerKey)])];
    const accounts = await accountsOf(context, {
      readNow: concerned.filter(isEnough).flatMap((name) => index.readNow.get(name) ?? []),
      usernames: concerned.filter((name) => !isEnough(name)),
      // What is not known of the accounts yet, and what may have come since it was.
      companies: index.isRead ? [] : people.map(({ name }) => name.company),
    });
    const contacts = [...people.map(contactsUnder(known, accounts)), ...accounts.map(contactOfAccount)];
    const rules = [...new Set(people.map((person) => person.rules))];
    const isOnePerson = (email: string): boolean => rules.every((one) => namesOnePerson(email, one));
    const hits = new Map<string, ContactHit>();
    for (const { kind, orderIds, concerned } of findContactTraps(contacts, isOnePerson)) {
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

/** Nobody is to take a run that knows a part of the accounts for one that has looked at all. */
function notAllRead([first]: readonly Surveyed[]): RunWarning {
  const message =
    'Not all accounts of the primary have been read yet, so that two contacts of one name may have been missed: `guards.contacts` knew the orders of this run, the company names and what was read so far. Whole runs read the rest, as far as `requestsPerMinute` leaves it to daily work.';
  const sourceId = first?.id ?? '';
  return { store: 'primary', entity: 'customers', sourceId, code: 'contacts-not-read', message };
}

function keyOf(store: string, id: string): string {
  return `${store} ${id}`;
}

/** User names in the primary, by store and customer, of those who were linked or made already. */
async function knownAccounts(
  { ledger }: Pick<Surveying, 'ledger'>,
  people: readonly Surveyed[],
): Promise<Map<string, string>> {
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

/** As they are now, and with those that are foreseen. */
async function accountsOf(
  { primary, signal, destination, pipeline }: Surveying,
  wanted: {
    readonly readNow: readonly Account[];
    readonly usernames: readonly string[];
    readonly companies: readonly string[];
  },
): Promise<Account[]> {
  const companies = wanted.companies.filter((company) => company.trim() !== '');
  const holders = await readCustomersByCompany(primary, companies, { signal }).catch((error: unknown) => {
    const listsAll = error instanceof ConsolidatorError && error.code === 'pages-never-end';
    // A store that does not filter by company lists all its customers. That is no reason to fail where nothing is quarantined.
    if (listsAll && pipeline.guards.contacts === 'warn') return [];
    throw error;
  });
  const named = await readAccountsByUsername(primary, wanted.usernames, { signal });
  const all: Account[] = [...wanted.readNow, ...holders, ...named, ...destination.foreseen(customerSteps.add).values()];
  return [...new Map(all.map((account) => [lowerKey(account.username), account])).values()];
}

/** One who has no account yet counts as the one of the primary whom the customer policy would take them for. */
function contactsUnder(
  known: ReadonlyMap<string, string>,
  accounts: readonly Account[],
): (person: Surveyed) => ContactPerson {
  const decided = new Map<string, string>();
  const accountOf = ({ rules, customerId, username, email, name }: Surveyed): string => {
    const target = known.get(keyOf(rules.store, customerId));
    if (target !== undefined) return lowerKey(target);
    // Made by an earlier run or another ledger, under whatever name and address.
    const note = lowerKey(originNote('customer', rules.store, username));
    const made = accounts.find(({ internalNotes = '' }) => username !== '' && bearsNote(lowerKey(internalNotes), note));
    if (made !== undefined) return lowerKey(made.username);
    if (rules.customers.policy !== 'match' || !namesOnePerson(email, rules)) return keyOf(rules.store, customerId);
    const holders = accounts.filter((account) => sameAddress(account.email, email));
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

function contactOfAccount({ username, email, billing }: Account): ContactPerson {
  const { firstName, lastName: surname, company } = billing;
  return { orderId: '', username: lowerKey(username), email, firstName, surname, company };
}
