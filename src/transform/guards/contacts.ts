import { createHmac } from 'node:crypto';
import type { Address } from '../../model/address.ts';
import { addressIn } from '../../model/email-address.ts';
import { TextTable } from '../../model/text-table.ts';

/** Who an order says has bought, as Xero's contacts are matched by it. */
export interface ContactPerson {
  /** Empty for an account that is looked at beside the orders. */
  readonly orderId: string;
  readonly username: string;
  readonly email: string;
  readonly firstName: string;
  readonly surname: string;
  readonly company: string;
}

export type ContactName = Pick<Address, 'firstName' | 'lastName' | 'company'>;

/**
 * The name of the contact that Neto's link to Xero makes of somebody (reference on Xero, 3.4): the company, else first and
 * last name; as two are compared. Empty for one without any name.
 */
export function contactNameOf({ firstName, lastName, company }: ContactName): string {
  return fold(company) || fold(`${firstName} ${lastName}`);
}

/** The same under a secret, from which nobody reads it without having it; empty for one without any name. */
export function contactKey(name: ContactName, secret: string): string {
  const folded = contactNameOf(name);
  return folded === '' ? '' : createHmac('sha256', secret).update(folded).digest('base64url');
}

/**
 * People whom Neto's link to Xero would take for one, or one whom it would take for several:
 * - `shared-company`: accounts of one company name become one contact, even if the name is "Cash Sale".
 * - `shared-name`: the same by first and last name, where at least one of them has no company.
 * - `shared-username`: the user name is the contact's number, and two people have it.
 * - `several-usernames`: one person's contact changes its number with each invoice.
 */
export interface ContactTrap {
  readonly kind: 'shared-company' | 'shared-name' | 'shared-username' | 'several-usernames';
  /** One order of each of the people, in the order in which they came. */
  readonly orderIds: readonly string[];
  /** Every order of theirs. */
  readonly concerned: readonly string[];
}

type Text = (person: ContactPerson) => string;

const usernameOf: Text = (person) => fold(person.username);
const surnameOf: Text = (person) => fold(person.surname);
const contactOf: Text = ({ surname: lastName, ...name }) => contactNameOf({ ...name, lastName });
// What is no address identifies nobody, so that it makes no two of these one.
const addressUnder =
  (isOnePerson: (email: string) => boolean): Text =>
  ({ email }) =>
    addressIn(email) !== '' && isOnePerson(email) ? fold(email) : '';

/**
 * The places of those who have a contact's name, a user name or an address in common with another one: nobody else can be in a
 * trap. Of however many people, of whom no more is kept than these texts.
 * @param people gone through three times
 */
export function placesOfAlike(
  people: Iterable<ContactPerson>,
  isOnePerson: (email: string) => boolean = () => true,
): Set<number> {
  const alike = new Set<number>();
  for (const key of [contactOf, usernameOf, addressUnder(isOnePerson)]) {
    const texts = new TextTable();
    const firsts: number[] = [];
    let place = -1;
    for (const person of people) {
      place += 1;
      const text = key(person);
      if (text === '') continue;
      const number = texts.put(text);
      const first = firsts[number];
      if (first === undefined) firsts[number] = place;
      else alike.add(first).add(place);
    }
  }
  return alike;
}

/** @param isOnePerson whether an address stands for one person: not for shared and relay addresses */
export function findContactTraps(
  people: readonly ContactPerson[],
  isOnePerson: (email: string) => boolean = () => true,
): ContactTrap[] {
  const address = addressUnder(isOnePerson);
  return [
    ...groups(people, contactOf).flatMap((group) => {
      const kind = group.every(({ company }) => fold(company) !== '') ? 'shared-company' : 'shared-name';
      return trap(kind, group, distinctPeople(group, address));
    }),
    ...groups(people, usernameOf).flatMap((group) => {
      // Nothing is said about whom an account without an address belongs to: the policy may have left it blank.
      const named = group.filter((one) => surnameOf(one) !== '' && (one.orderId !== '' || addressIn(one.email) !== ''));
      const differ = distinctBy(named, ({ email }) => fold(addressIn(email))).length > 1;
      return differ ? trap('shared-username', group, distinctBy(named, surnameOf)) : [];
    }),
    ...groups(people, address).flatMap((group) => trap('several-usernames', group, distinctBy(group, usernameOf))),
  ];
}

/** One of each: whoever has an account or an address with another in common is that one, by way of a third as well. */
function distinctPeople(group: readonly ContactPerson[], address: Text): ContactPerson[] {
  const clusters: { readonly first: ContactPerson; readonly keys: Set<string> }[] = [];
  for (const person of group) {
    const keys = [`account ${usernameOf(person)}`, ...(address(person) === '' ? [] : [`address ${address(person)}`])];
    const [own, ...others] = clusters.filter((one) => keys.some((key) => one.keys.has(key)));
    if (own === undefined) {
      clusters.push({ first: person, keys: new Set(keys) });
      continue;
    }
    for (const key of [...keys, ...others.flatMap((other) => [...other.keys])]) own.keys.add(key);
    for (const other of others) clusters.splice(clusters.indexOf(other), 1);
  }
  return clusters.map(({ first }) => first);
}

/** Blanks, dots and capitals don't make another name. */
export function fold(text: string): string {
  return SIMPLE.test(text) ? text.toLowerCase() : foldAnew(text);
}

/** Nearly all names: words with one blank between two, in which there is nothing to fold but capitals. */
const SIMPLE = /^(?:[!-+\-/-~]+(?: [!-+\-/-~]+)*)?$/;

function foldAnew(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/[.,]/g, '').replace(/\s+/g, ' ').trim();
}

/** Those that share a text; an empty one is shared by nobody. */
function groups(people: readonly ContactPerson[], key: Text): ContactPerson[][] {
  const byKey = new Map<string, ContactPerson[]>();
  for (const person of people) {
    const text = key(person);
    if (text === '') continue;
    const group = byKey.get(text);
    if (group === undefined) byKey.set(text, [person]);
    else group.push(person);
  }
  return [...byKey.values()];
}

function distinctBy(group: readonly ContactPerson[], key: Text): ContactPerson[] {
  const seen = new Map<string, ContactPerson>();
  for (const person of group) if (!seen.has(key(person))) seen.set(key(person), person);
  return [...seen.values()];
}

function trap(
  kind: ContactTrap['kind'],
  group: readonly ContactPerson[],
  people: readonly ContactPerson[],
): ContactTrap[] {
  const concerned = ordersOf(group);
  return people.length < 2 || concerned.length === 0 ? [] : [{ kind, orderIds: ordersOf(people), concerned }];
}

function ordersOf(people: readonly ContactPerson[]): string[] {
  return people.map(({ orderId }) => orderId).filter((id) => id !== '');
}
