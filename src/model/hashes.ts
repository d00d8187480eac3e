import { hash } from 'node:crypto';
import { type Address, type AddressPart, addressParts } from './address.ts';
import type { Order } from './order.ts';
import { isShortSalt } from './snapshot-form.ts';
import { sortedJson } from './sorted-json.ts';
import { plainText, textKey } from './text-key.ts';

/** The same at every call, whatever the order in which the fields were read. */
export function contentHash(content: unknown): string {
  return shortHash(sortedJson(content));
}

/** 66 bits: such a hash is compared with one other, of the same field of the same order, and never looked for among many. */
const SHORT_LENGTH = 11;

/** 132 bits: no two texts of a ledger have one. */
export function shortHash(text: string): string {
  return hash('sha256', text, 'base64url').slice(0, 22);
}

/** Of the purchase order number and the customer's own references; blanks at their ends are no difference. */
export function referencesHash(
  order: Pick<Order, 'purchaseOrderNumber' | 'customerReferences'>,
  salt: string | undefined,
): string {
  return saltedHash(
    [order.purchaseOrderNumber, ...order.customerReferences].map((text) => text.trim()),
    salt,
  );
}

/** Short, since an order has twenty of them; a store may show a part in capitals (reference, section 2.1, ShipCity). */
export function addressHashes(address: Address, salt: string | undefined): string {
  return addressParts.map((part) => keyHash(address[part], salt).slice(0, 8)).join();
}

/** The parts of an address that have another hash. */
export function changedParts(before: string, after: string): AddressPart[] {
  const [was, is] = [before.split(','), after.split(',')];
  return addressParts.filter((_, place) => was[place] !== is[place]);
}

/** Upper and lower case are no difference. */
export function keyHash(text: string, salt: string | undefined): string {
  return textHash(textKey(text), salt);
}

/** Empty for an empty text; line ends and blanks around it are no difference. */
export function textHash(text: string, salt: string | undefined): string {
  const plain = plainText(text);
  return plain === '' ? '' : saltedHash(plain, salt);
}

/** @param salt undefined: as earlier versions hashed; see `shortSalt` */
export function saltedHash(content: unknown, salt: string | undefined): string {
  const hashed = wholeHash(content, salt);
  return isShortSalt(salt) ? hashed.slice(0, SHORT_LENGTH) : hashed;
}

function wholeHash(content: unknown, salt: string | undefined): string {
  // A text has no fields to be put in order, and an order of a file has fifty texts.
  if (typeof content === 'string') return textsOf(salt).hash(content);
  return contentHash(salt === undefined ? content : [salt, content]);
}

/**
 * The texts of one order under its salt. Many of them stand there several times: both addresses, or what its lines have in
 * common. Only those of the salt that was asked for last are known, so that no more is kept than one order holds.
 */
class SaltedTexts {
  readonly salt: string | undefined;
  readonly #begin: string;
  readonly #end: string;
  readonly #known = new Map<string, string>();

  constructor(salt: string | undefined) {
    this.salt = salt;
    this.#begin = salt === undefined ? '' : `[${JSON.stringify(salt)},`;
    this.#end = salt === undefined ? '' : ']';
  }

  hash(text: string): string {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const hashed = shortHash(this.#begin + JSON.stringify(text) + this.#end);
    if (this.#known.size < MOST_KNOWN) this.#known.set(text, hashed);
    return hashed;
  }
}

/** More than an order of 40 lines has; without salt, or with that of a whole ledger, texts of many records go by one. */
const MOST_KNOWN = 400;

let lastTexts = new SaltedTexts(undefined);

function textsOf(salt: string | undefined): SaltedTexts {
  if (lastTexts.salt !== salt) lastTexts = new SaltedTexts(salt);
  return lastTexts;
}
