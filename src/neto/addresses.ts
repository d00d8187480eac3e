import { type Address, type AddressPart, addressParts } from '../model/address.ts';
import { type RawRecord, recordsIn, text } from './read-fields.ts';

export type AddressKind = 'Bill' | 'Ship';

function elementsOf(kind: AddressKind): Readonly<Record<AddressPart, string>> {
  return {
    firstName: `${kind}FirstName`,
    lastName: `${kind}LastName`,
    company: `${kind}Company`,
    street1: `${kind}StreetLine1`,
    street2: `${kind}StreetLine2`,
    city: `${kind}City`,
    state: `${kind}State`,
    postCode: `${kind}PostCode`,
    country: `${kind}Country`,
    phone: `${kind}Phone`,
  };
}

/** The element of each part, as the reading side calls it. */
export const elementsOfAddress = { Bill: elementsOf('Bill'), Ship: elementsOf('Ship') };

/** Flat `BillFirstName`, `BillStreetLine1` … of an order, or the same inside a customer's address object. */
export function readAddress(raw: RawRecord, kind: AddressKind): Address {
  const elements = elementsOfAddress[kind];
  return {
    firstName: text(raw, elements.firstName),
    lastName: text(raw, elements.lastName),
    company: text(raw, elements.company),
    street1: text(raw, elements.street1),
    street2: text(raw, elements.street2),
    city: text(raw, elements.city),
    state: text(raw, elements.state),
    postCode: text(raw, elements.postCode),
    country: text(raw, elements.country),
    phone: text(raw, elements.phone),
  };
}

/** A customer's address: an object, or a list of one (reference, section 4, quirks 1 to 4). */
export function readNestedAddress(value: unknown, kind: AddressKind): Address {
  return readAddress(recordsIn(value)[0] ?? {}, kind);
}

/** For AddOrder, which calls three fields otherwise than GetOrder does (reference, section 2.2). */
export function orderAddressFields(address: Address, kind: AddressKind): Record<string, string> {
  return {
    [`${kind}FirstName`]: address.firstName,
    [`${kind}LastName`]: address.lastName,
    [`${kind}Company`]: address.company,
    [`${kind}Street1`]: address.street1,
    [`${kind}Street2`]: address.street2,
    [`${kind}City`]: address.city,
    [`${kind}State`]: address.state,
    [`${kind}PostCode`]: address.postCode,
    [`${kind}ContactPhone`]: address.phone,
    [`${kind}Country`]: address.country,
  };
}

/** For AddCustomer, which keeps the names of the reading side (reference, section 2.7). */
export function customerAddressFields(address: Address, kind: AddressKind): Record<string, string> {
  const elements = elementsOfAddress[kind];
  return Object.fromEntries(addressParts.map((part) => [elements[part], address[part]]));
}

export const orderAddressNames: readonly string[] = (['Bill', 'Ship'] as const).flatMap((kind) =>
  Object.values(elementsOfAddress[kind]),
);
