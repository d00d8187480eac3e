import type { Address } from '../model/address.ts';
import { type RawRecord, recordsIn, text } from './read-fields.ts';

export type AddressKind = 'Bill' | 'Ship';

/** Flat `BillFirstName`, `BillStreetLine1` … of an order, or the same inside a customer's address object. */
export function readAddress(raw: RawRecord, kind: AddressKind): Address {
  return {
    firstName: text(raw, `${kind}FirstName`),
    lastName: text(raw, `${kind}LastName`),
    company: text(raw, `${kind}Company`),
    street1: text(raw, `${kind}StreetLine1`),
    street2: text(raw, `${kind}StreetLine2`),
    city: text(raw, `${kind}City`),
    state: text(raw, `${kind}State`),
    postCode: text(raw, `${kind}PostCode`),
    country: text(raw, `${kind}Country`),
    phone: text(raw, `${kind}Phone`),
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
  return {
    [`${kind}FirstName`]: address.firstName,
    [`${kind}LastName`]: address.lastName,
    [`${kind}Company`]: address.company,
    [`${kind}StreetLine1`]: address.street1,
    [`${kind}StreetLine2`]: address.street2,
    [`${kind}City`]: address.city,
    [`${kind}State`]: address.state,
    [`${kind}PostCode`]: address.postCode,
    [`${kind}Country`]: address.country,
    [`${kind}Phone`]: address.phone,
  };
}

const parts = [
  'FirstName',
  'LastName',
  'Company',
  'StreetLine1',
  'StreetLine2',
  'City',
  'State',
  'PostCode',
  'Country',
  'Phone',
];

export const orderAddressNames: readonly string[] = parts.flatMap((part) => [`Bill${part}`, `Ship${part}`]);
