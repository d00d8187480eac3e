import { type Address, addressSchema } from '../../model/address.ts';
import { lowerKey, textKey } from '../../model/text-key.ts';
import { anyPhone, anySpelling, characterBefore } from './spellings.ts';

/** What may be part of an address before its `@`, beside letters and digits. */
const LOCAL = /[\p{L}\p{M}\p{N}.!#$%&'*+/=?^_`{|}~-]/u;
const ENDS = '(?![\\p{L}\\p{M}\\p{N}_-])(?!(?:\\.|%2e|&#46;)[\\p{L}\\p{N}])';

interface Person {
  readonly first: string;
  readonly last: string;
}

/** Whom this is not: whose names and addresses are no shopper's. */
export interface Surroundings {
  /** Names of the pipeline's stores. */
  readonly stores?: readonly string[];
  /** The merchant's own addresses, which stand on everybody's copies. */
  readonly house?: readonly string[];
  /** The name of the primary. */
  readonly primary?: string;
}

/** Somebody who is to be forgotten, and all by which a text is told to be about them. The address itself is in no message. */
export class Shopper {
  readonly #email: string;
  readonly #address: RegExp;
  readonly #people = new Map<string, Person>();
  readonly #names: RegExp[] = [];
  readonly #others = new Map<string, RegExp>();
  readonly #orders = new Map<string, Map<string, string>>();
  readonly #copies = new Map<string, Set<string>>();
  readonly #standing = new Map<string, string>();
  readonly #ids = new Set<string>();
  readonly #ofSomeStore = new Set<string>();
  readonly #usernames = new Map<string, Set<string>>();
  readonly #stores: ReadonlyMap<string, string>;
  readonly #house: ReadonlySet<string>;
  readonly #primary: string;

  constructor(email: string, { stores = [], house = [], primary = 'primary' }: Surroundings = {}) {
    this.#email = email.trim();
    this.#address = new RegExp(`${anySpelling(this.#email)}${ENDS}`, 'giu');
    this.#stores = new Map(stores.map((name) => [textKey(name), name]));
    this.#house = new Set(house.filter((one) => one.trim() !== '').map(textKey));
    this.#primary = primary;
  }

  get email(): string {
    return this.#email;
  }

  orders(store: string): readonly string[] {
    return [...(this.#orders.get(store)?.values() ?? [])];
  }

  usernames(store: string): readonly string[] {
    return [...(this.#usernames.get(store) ?? [])];
  }

  /** Whether a text bears the whole address, in whatever spelling: `ann@…` is no part of `joann@…` or `o'ann@…`. */
  isIn(text: string): boolean {
    return [...text.matchAll(this.#address)].some(({ index }) => !LOCAL.test(characterBefore(text, index)));
  }

  /** Whether it may stand there after a character that can be part of an address, and mostly is not, as in `?to=ann@…`. */
  mayBeIn(text: string): boolean {
    return [...text.matchAll(this.#address)].some(({ 0: found, index }) => {
      const before = characterBefore(text, index);
      return /[=|/]/.test(before) || (/['`*]/.test(before) && text[index + found.length] === before);
    });
  }

  /** Of the merchant: it says nothing of whose a row is, and stays. */
  isHouse(text: string): boolean {
    return this.#house.has(textKey(text));
  }

  /** The store of the pipeline that a cell names; undefined for what is none. */
  storeNamed(text: string): string | undefined {
    return this.#stores.get(textKey(text));
  }

  hasOrder(store: string, id: string): boolean {
    return this.#orders.get(store)?.has(lowerKey(id)) === true;
  }

  /** @param store whose orders these are copies of; left out: of any */
  hasCopy(id: string, store?: string): boolean {
    const of = store === undefined ? [...this.#copies.values()] : [this.#copies.get(store) ?? new Set<string>()];
    return of.some((ids) => ids.has(lowerKey(id))) || (store === undefined && this.hasOrder(this.#primary, id));
  }

  get primary(): string {
    return this.#primary;
  }

  /** In whichever store: alone it says nothing, since all stores number alike. */
  hasSomeOrder(id: string): boolean {
    return this.#ids.has(lowerKey(id));
  }

  addOrder(store: string, id: string): void {
    const own = this.#orders.get(store) ?? new Map<string, string>();
    this.#orders.set(store, own.set(lowerKey(id), id));
    this.#ids.add(lowerKey(id));
  }

  /** @param id in the primary @param store whose order it is a copy of; empty: not known */
  addCopy(id: string, store: string): void {
    this.#copies.set(store, (this.#copies.get(store) ?? new Set()).add(lowerKey(id)));
    this.#ids.add(lowerKey(id));
  }

  /** An order of the primary that bears their data, whatever became of its record: a copy of one of theirs. */
  addStanding(id: string): void {
    this.#standing.set(lowerKey(id), id);
  }

  /** Orders of the primary: their own there, and copies of those of other stores. */
  ordersOfPrimary(): readonly string[] {
    const own = this.#orders.get(this.#primary) ?? new Map<string, string>();
    return [...new Map([...this.#standing, ...own]).values()];
  }

  /** Of which no file said the store. */
  ordersOfSomeStore(): readonly string[] {
    return [...this.#ofSomeStore];
  }

  addOrderOfSomeStore(id: string): void {
    this.#ofSomeStore.add(id);
    this.#ids.add(lowerKey(id));
  }

  addUsername(store: string, username: string): void {
    this.#usernames.set(store, (this.#usernames.get(store) ?? new Set()).add(username));
  }

  /** What an order or an account says of them. */
  addAddress({
    firstName,
    lastName,
    street1,
    street2,
    phone,
  }: Pick<Address, 'firstName' | 'lastName' | 'street1' | 'street2' | 'phone'>): void {
    this.addName(firstName, lastName);
    const number = anyPhone(phone);
    if (number !== undefined) this.#addWords(number);
    // A street without a number, or a number alone, is anybody's.
    for (const street of [street1, street2])
      if (/\d/.test(street) && /\p{L}{3}/u.test(street)) this.#addWords(anySpelling(street));
  }

  addName(firstName: string, lastName: string): void {
    const [first, last] = [firstName.trim(), lastName.trim()];
    const key = textKey(`${first} ${last}`);
    if (first === '' || last === '' || this.#people.has(key)) return;
    this.#people.set(key, { first, last });
    this.#names.push(
      words(anySpelling(`${first} ${last}`)),
      words(`${anySpelling(last)}\\s*,\\s*${anySpelling(first)}`),
    );
  }

  /** All addresses anywhere in what was kept as JSON. */
  addAddressesIn(value: unknown): void {
    if (typeof value !== 'object' || value === null) return;
    const parsed = addressSchema.safeParse(value);
    if (parsed.success) this.addAddress(parsed.data);
    for (const inner of Object.values(value)) this.addAddressesIn(inner);
  }

  /** First and last name, in this or the other order. */
  hasFullName(text: string): boolean {
    return this.#names.some((name) => text.search(name) >= 0);
  }

  isNamed(firstName: string, lastName: string): boolean {
    return this.#people.has(textKey(`${firstName.trim()} ${lastName.trim()}`));
  }

  /** The same text without the whole address. @param instead what stands in its place */
  withoutAddress(text: string, instead: string = REMOVED): string {
    return text.replace(this.#address, (found, ...rest) => {
      const place = rest.find((one): one is number => typeof one === 'number') ?? 0;
      return LOCAL.test(characterBefore(text, place)) ? found : instead;
    });
  }

  /** Of a text that is about them: without address and full name, streets and phones. A name by itself is any word. */
  outOf(text: string): string {
    return [...this.#names, ...this.#others.values()].reduce(
      (left, own) => left.replace(own, REMOVED),
      this.withoutAddress(text),
    );
  }

  #addWords(source: string): void {
    this.#others.set(source, words(source));
  }
}

function words(source: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{M}\\p{N}])(?:${source})(?![\\p{L}\\p{M}\\p{N}])`, 'giu');
}

/** What stands in the place of a person where a text goes on. */
export const REMOVED = '[removed]';
