import { type Address, addressParts } from '../model/address.ts';
import { type Quarantined, quarantine } from './outcome.ts';

/** Neto's field lengths on writing (reference, sections 2.2, 2.7 and 2.9), in characters. */
export const limits = {
  sku: 25,
  username: 25,
  orderEmail: 250,
  accountEmail: 50,
  lineText: 255,
  orderLines: 255,
  externalReference: 50,
  serialNumber: 50,
  warehouseName: 30,
  salesChannel: 15,
  purchaseOrderNumber: 50,
  paymentTerms: 50,
  paymentMethod: 100,
  extraOptionName: 150,
  extraOptionValue: 5000,
  productName: 150,
  brand: 50,
  abn: 255,
  rmaText: 100,
  rmaNotes: 5000,
} as const;

const addressLimits: Readonly<Record<keyof Address, number>> = {
  firstName: 50,
  lastName: 50,
  company: 50,
  street1: 50,
  street2: 50,
  city: 50,
  state: 50,
  postCode: 15,
  country: 2,
  phone: 30,
};

export interface BoundedText {
  /** For people: `billing street1`. */
  readonly field: string;
  readonly text: string;
  readonly limit: number;
}

/** The texts of an address, where one of them is too long; none where all fit, as in nearly every order. */
export function longAddressTexts(name: string, address: Address): readonly BoundedText[] {
  for (const part of addressParts) if (address[part].length > addressLimits[part]) return addressTexts(name, address);
  return [];
}

export function addressTexts(name: string, address: Address): BoundedText[] {
  return (Object.keys(addressLimits) as (keyof Address)[]).map((part) => ({
    field: `${name} ${part}`,
    text: address[part],
    limit: addressLimits[part],
  }));
}

/** CustomerRef1 and 2 take 50 characters, the other eight 1000. */
export function customerReferenceTexts(references: readonly string[]): BoundedText[] {
  return references.map((text, index) => ({ field: `CustomerRef${index + 1}`, text, limit: index < 2 ? 50 : 1000 }));
}

/** The first text that does not fit. The message names field and length only: the text may be a shopper's. */
export function findTooLong(record: string, texts: readonly BoundedText[]): Quarantined | undefined {
  const found = texts.find(({ text, limit }) => text.length > limit);
  if (found === undefined) return undefined;
  return quarantine(
    'text-too-long',
    `${record}: ${found.field} has ${found.text.length} characters, and Neto takes ${found.limit}`,
    { field: found.field },
  );
}

/** Cuts a describing text; never used for one that identifies. */
export function cutText(text: string, limit: number): string {
  const cut = text.slice(0, limit);
  // Half of a surrogate pair is no character: it would not survive being sent.
  return text.length > limit && /[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut;
}
