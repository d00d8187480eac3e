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

/**
 * People whom Neto's link to Xero would take for one, or one whom it would take for several (reference on Xero, 3.4):
 * - `shared-company`: customers of one company name become one contact, even if the name is "Cash Sale".
 * - `shared-name`: without a company the first and last name are the contact's, and two people have them.
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

/** @param isOnePerson whether an address stands for one person: not for shared and relay addresses */
export function findContactTraps(
  people: readonly ContactPerson[],
  isOnePerson: (email: string) => boolean = () => true,
): ContactTrap[] {
  const username: Text = (person) => fold(person.username);
  const email: Text = (person) => fold(person.email);
  const company: Text = (person) => fold(person.company);
  const name: Text = (person) => (company(person) === '' ? fold(`${person.firstName} ${person.surname}`) : '');
  const surname: Text = (person) => fold(person.surname);
  return [
    ...groups(people, company).flatMap((group) => trap('shared-company', group, distinctBy(group, username))),
    ...groups(people, name).flatMap((group) => {
      const differ = distinctBy(group, email).length > 1;
      return differ ? trap('shared-name', group, distinctBy(group, username)) : [];
    }),
    ...groups(people, username).flatMap((group) => {
      const named = group.filter((person) => surname(person) !== '');
      const differ = distinctBy(named, email).length > 1;
      return differ ? trap('shared-username', group, distinctBy(named, surname)) : [];
    }),
    ...groups(people, email)
      .filter(([first]) => first !== undefined && isOnePerson(first.email))
      .flatMap((group) => trap('several-usernames', group, distinctBy(group, username))),
  ];
}

/** Blanks, dots and capitals don't make another name. */
function fold(text: string): string {
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
