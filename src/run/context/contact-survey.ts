import type { Pipeline } from '../../config/pipeline.ts';
import { customerIdOf } from '../../entities/customer/read.ts';
import { findMatch, namesOnePerson } from '../../entities/customer/same-person.ts';
import { customerSteps } from '../../entities/customer/write.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { addressIn, sameAddress } from '../../model/email-address.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import type { Order } from '../../model/order.ts';
import { bearsNote, originNote } from '../../model/origin.ts';
import { lowerKey, textKey } from '../../model/text-key.ts';
import { TextTable } from '../../model/text-table.ts';
import type { NetoClient } from '../../neto/client.ts';
import { type NamedAccount, readAccountsByUsername, readCustomersByCompany } from '../../neto/customers.ts';
import {
  type ContactName,
  type ContactTrap,
  findContactTraps,
  placesOfAlike,
} from '../../transform/guards/contacts.ts';
import type { StoreRules } from '../../transform/rules.ts';
import type { Destination } from '../protocol/destination.ts';
import { type Account, type Contact, ReadAccounts, SurveyedContacts } from './surveyed-contacts.ts';
import { type NumberedBuyer, type SurveyedBuyer, type SurveyedOrder, SurveyedPeople } from './surveyed-people.ts';
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

/** People who are gone through at once. */
const AT_ONCE = 500;

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

/**
 * Who the orders of a run are for, to find those whom Xero would take for one contact: among each other, and beside the
 * accounts that the primary has. One address under two user names is left to the customer policy, which makes one account
 * of them, or leaves the second one's address blank.
 */
export class ContactSurvey {
  readonly #people = new SurveyedPeople();

  /** Of a store with a house account nobody is surveyed: it is one contact by intent. */
  add(rules: StoreRules, { id, username, email, billing, shipping }: Order): void {
    if (rules.customers.policy === 'house') return;
    const customerId = customerIdOf({ orderId: id, username, email, billing, shipping });
    this.#people.add(id, { rules, customerId, username, email: addressIn(email), name: billing });
  }

  /** The source id of the order that was added first; undefined where nobody is surveyed. */
  get firstOrder(): string | undefined {
    return this.#people.firstOrder?.sourceId;
  }

  /** All of them, with the accounts that the ledger knows, some at a time. */
  async *surveyed(context: Pick<Surveying, 'ledger'>): AsyncGenerator<SurveyedPerson[]> {
    for (const some of this.#people.orders(AT_ONCE)) {
      const known = await knownAccounts(context, some);
      yield some.map(({ rules, store, sourceId, customerId, name, email }) => {
        const account = known.get(keyOf(store, customerId)) ?? null;
        return { rules, store, sourceId, name, email, account };
      });
    }
  }

  /**
   * Asks the primary once for each 100 accounts that may be concerned. No more is kept at once than those who have a name, an
   * account or an address in common with somebody else, however many the orders are.
   * @param openNames reads what is new of the accounts' names; not called where nobody is surveyed
   * @throws ConsolidatorError
   */
  async judge(context: Surveying, openNames: () => Promise<AccountNames>): Promise<ContactHit[]> {
    const { firstOrder } = this;
    if (firstOrder === undefined) return [];
    const { accounts: concerned, accountOf, isKnown } = await this.#knownAccounts(context);
    const own = concerned.size;
    const index = await openNames();
    if (!index.isWhole) context.warnings.push(notAllRead(firstOrder));
    for (const some of this.#people.buyers(AT_ONCE))
      for (const name of await index.accountsNamed(some.map((buyer) => buyer.name))) concerned.put(lowerKey(name));
    // Of one who is to be told from somebody unknown, the notes say whether it was made for them.
    const isEnough = (name: string): boolean =>
      index.readNow.has(name) && (isKnown || (concerned.find(name) ?? own) < own);
    const accounts = new ReadAccounts({ inFull: !isKnown });
    const wanted = {
      concerned,
      readNow: (name: string) => (isEnough(name) ? index.readNow.get(name) : undefined),
      // What is not known of the accounts yet, and what may have come since it was.
      companies: index.isRead ? [] : this.#companies(),
    };
    for await (const some of accountsOf(context, wanted)) accounts.take(some);
    const known = (buyer: number): string | undefined => {
      const account = accountOf.get(buyer);
      return account === undefined ? undefined : concerned.at(account);
    };
    const contactOf = contactsUnder(known, accounts.inFull());
    const contacts = new SurveyedContacts();
    for (const some of this.#people.buyers(AT_ONCE))
      for (const buyer of some) contacts.add(contactOf(buyer), buyer.number);
    for (const account of accounts.asContacts()) contacts.add(account);
    return this.#hitsAmong(contacts);
  }

  /** User names of those who were linked or made already by `lowerKey`, with their places by number of the buyer; whether that is all. */
  async #knownAccounts(context: Pick<Surveying, 'ledger'>) {
    const accounts = new TextTable();
    const accountOf = new Map<number, number>();
    let isKnown = true;
    for (const some of this.#people.buyers(AT_ONCE)) {
      const known = await knownAccounts(context, some);
      for (const { number, rules, customerId } of some) {
        const account = known.get(keyOf(rules.store, customerId));
        if (account === undefined) isKnown = false;
        else accountOf.set(number, accounts.put(lowerKey(account)));
      }
    }
    return { accounts, accountOf, isKnown };
  }

  #companies(): string[] {
    const companies = new Set<string>();
    for (const some of this.#people.buyers(AT_ONCE)) for (const { name } of some) companies.add(name.company);
    return [...companies];
  }

  #hitsAmong(contacts: SurveyedContacts): ContactHit[] {
    const isOnePerson = (email: string): boolean => this.#people.rules.every((rules) => namesOnePerson(email, rules));
    const alike = placesOfAlike(contacts, isOnePerson);
    const buyers = contacts.buyersOf(alike);
    /** By place of the contact, in the order in which they were added. */
    const ordersOf = new Map<number, SurveyedOrder[]>([...alike].map((place) => [place, []]));
    for (const { order, buyer } of this.#people.ordersOf(buyers))
      ordersOf.get(buyers.get(buyer) ?? -1)?.push(this.#people.orderAt(order));
    const first = (place: number): string => orderKey(ordersOf.get(place)?.[0]);
    const places = [...alike].sort((a, b) => a - b);
    const placeOf = new Map(places.map((place) => [first(place), place]));
    const people = places.map((place) => ({ orderId: first(place), ...contacts.at(place) }));
    const hits = new Map<string, ContactHit>();
    for (const { kind, orderIds, concerned } of findContactTraps(people, isOnePerson)) {
      if (kind === 'several-usernames') continue;
      for (const order of concerned.flatMap((one) => ordersOf.get(placeOf.get(one) ?? -1) ?? [])) {
        const key = orderKey(order);
        if (hits.has(key)) continue;
        const others = orderIds.filter((other) => other !== key).slice(0, 2);
        const beside = others.length === 0 ? 'an account of the primary' : others.join(' and ');
        hits.set(key, { ...order, message: `${order.sourceId} ${meanings[kind]} (see ${beside})` });
      }
    }
    return [...hits.values()];
  }
}

/** Nobody is to take a run that knows a part of the accounts for one that has looked at all. */
function notAllRead(sourceId: string): RunWarning {
  const message =
    'Not all accounts of the primary have been read yet, so that two contacts of one name may have been missed: `guards.contacts` knew the orders of this run, the company names and what was read so far. Whole runs read the rest, as far as `requestsPerMinute` leaves it to daily work.';
  return { store: 'primary', entity: 'customers', sourceId, code: 'contacts-not-read', message };
}

function keyOf(store: string, id: string): string {
  return `${store} ${id}`;
}

/** Empty for an account that is looked at beside the orders. */
function orderKey(order: SurveyedOrder | undefined): string {
  return order === undefined ? '' : keyOf(order.store, order.sourceId);
}

/** User names in the primary, by store and customer, of those who were linked or made already. */
async function knownAccounts(
  { ledger }: Pick<Surveying, 'ledger'>,
  people: readonly SurveyedBuyer[],
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

/** As they are now, and with those that are foreseen; what comes later of one is the newer. */
async function* accountsOf(
  { primary, signal, destination, pipeline }: Surveying,
  wanted: {
    readonly concerned: TextTable;
    /** undefined for one that is to be asked for. */
    readonly readNow: (name: string) => Account | undefined;
    readonly companies: readonly string[];
  },
): AsyncGenerator<readonly Account[]> {
  for (const name of wanted.concerned) {
    const account = wanted.readNow(name);
    if (account !== undefined) yield [account];
  }
  const companies = wanted.companies.filter((company) => company.trim() !== '');
  yield await readCustomersByCompany(primary, companies, { signal }).catch((error: unknown) => {
    const listsAll = error instanceof ConsolidatorError && error.code === 'pages-never-end';
    // A store that does not filter by company lists all its customers. That is no reason to fail where nothing is quarantined.
    if (listsAll && pipeline.guards.contacts === 'warn') return [];
    throw error;
  });
  let asked: string[] = [];
  const foreseen = destination.foreseen(customerSteps.add);
  for (const name of wanted.concerned) {
    // What is foreseen counts in the place of what is there under the same name.
    if (wanted.readNow(name) === undefined && !foreseen.has(name)) asked.push(name);
    if (asked.length < AT_ONCE) continue;
    yield await readAccountsByUsername(primary, asked, { signal });
    asked = [];
  }
  yield await readAccountsByUsername(primary, asked, { signal });
  let some: Account[] = [];
  for (const account of foreseen.values()) {
    some.push(account);
    if (some.length < AT_ONCE) continue;
    yield some;
    some = [];
  }
  yield some;
}

/** One who has no account yet counts as the one of the primary whom the customer policy would take them for. */
function contactsUnder(
  known: (buyer: number) => string | undefined,
  accounts: readonly Account[],
): (buyer: NumberedBuyer) => Contact {
  const decided = new Map<string, string>();
  const accountOf = ({ rules, customerId, username, email, name }: NumberedBuyer): string => {
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
  const accountOfUnknown = (buyer: NumberedBuyer): string => {
    const customer = keyOf(buyer.rules.store, buyer.customerId);
    const username = decided.get(customer) ?? accountOf(buyer);
    decided.set(customer, username);
    return username;
  };
  return (buyer) => {
    const { firstName, lastName: surname, company } = buyer.name;
    const username = known(buyer.number) ?? accountOfUnknown(buyer);
    return { username, email: buyer.email, firstName, surname, company };
  };
}
