import { type Address, addressSchema } from '../../model/address.ts';
import { lowerKey } from '../../model/text-key.ts';

/** Parts of an address that are a person's by themselves; a city or a country is anybody's. */
const OWN_PARTS = ['firstName', 'lastName', 'company', 'street1', 'street2', 'phone'] as const;
/** Shorter ones are parts of too many words. */
const SHORTEST = 3;

/** Somebody who is to be forgotten, and all by which a text is told to be about them. The address itself is in no message. */
export class Shopper {
  readonly #email: string;
  readonly #inText: RegExp;
  readonly #texts = new Map<string, string>();
  readonly #orders = new Map<string, Map<string, string>>();
  readonly #usernames = new Map<string, Set<string>>();

  constructor(email: string) {
    this.#email = email.trim();
    const forms = [...new Set([this.#email, escaped(this.#email), JSON.stringify(this.#email).slice(1, -1)])];
    // `ann@…` is no part of `joann@…`.
    this.#inText = new RegExp(`(?<![\\w.+-])(?:${forms.map(literal).join('|')})(?![\\w-])(?!\\.\\w)`, 'i');
  }

  get email(): string {
    return this.#email;
  }

  /** Names, streets and phones, the longest first. */
  get texts(): readonly string[] {
    return [...this.#texts.values()].sort((a, b) => b.length - a.length);
  }

  /** By store; of the primary under `primary`. */
  orders(store: string): readonly string[] {
    return [...(this.#orders.get(store)?.values() ?? [])];
  }

  usernames(store: string): readonly string[] {
    return [...(this.#usernames.get(store) ?? [])];
  }

  /** Ids of orders, in every store, in lower case. */
  get orderIds(): ReadonlySet<string> {
    return new Set([...this.#orders.values()].flatMap((ids) => [...ids.keys()]));
  }

  isEmail(text: string): boolean {
    return lowerKey(text.trim()) === lowerKey(this.#email);
  }

  /** Whether a text bears the address, in any case, plain or as HTML or JSON write it. */
  isIn(text: string): boolean {
    return this.#inText.test(text);
  }

  hasOrder(store: string, id: string): boolean {
    return this.#orders.get(store)?.has(lowerKey(id)) === true;
  }

  addOrder(store: string, id: string): void {
    const own = this.#orders.get(store) ?? new Map<string, string>();
    this.#orders.set(store, own.set(lowerKey(id), id));
  }

  addUsername(store: string, username: string): void {
    this.#usernames.set(store, (this.#usernames.get(store) ?? new Set()).add(username));
  }

  /** What an order or an account says of them. */
  addAddress(address: Address): void {
    const parts = OWN_PARTS.map((part) => address[part].trim());
    const name = `${address.firstName.trim()} ${address.lastName.trim()}`.trim();
    for (const text of [...parts, name]) if (text.length >= SHORTEST) this.#texts.set(lowerKey(text), text);
  }

  /** All addresses anywhere in what was kept as JSON. */
  addAddressesIn(value: unknown): void {
    if (typeof value !== 'object' || value === null) return;
    const parsed = addressSchema.safeParse(value);
    if (parsed.success) this.addAddress(parsed.data);
    for (const inner of Object.values(value)) this.addAddressesIn(inner);
  }

  /** The same text without them: address, names, streets, phones. @param write how a text stands in it */
  outOf(text: string, write: (plain: string) => string = (plain) => plain): string {
    const every = new RegExp(this.#inText.source, 'gi');
    let left = text.replace(every, REMOVED);
    for (const own of this.texts) {
      const word = new RegExp(`(?<![\\p{L}\\p{N}])${literal(write(own))}(?![\\p{L}\\p{N}])`, 'giu');
      left = left.replace(word, REMOVED);
    }
    return left;
  }
}

/** What stands in the place of a person where a text goes on. */
export const REMOVED = '[removed]';

/** As our pages write it. */
export function escaped(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#39;');
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
