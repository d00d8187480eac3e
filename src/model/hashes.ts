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
  if (typeof content === 'string') return shortHash(JSON.stringify(salt === undefined ? content : [salt, content]));
  return contentHash(salt === undefined ? content : [salt, content]);
}
