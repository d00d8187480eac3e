import type { Contact } from '../books/records.ts';
import { dateOfInstant } from '../dates.ts';
import type { JsonObject } from '../reply/json.ts';

export function contactView(contact: Contact): JsonObject {
  const { number, email, mergedInto } = contact;
  return {
    ContactID: contact.id,
    ...(number === '' ? {} : { ContactNumber: number }),
    ContactStatus: contact.status,
    Name: contact.name,
    FirstName: contact.firstName,
    LastName: contact.lastName,
    EmailAddress: email,
    BankAccountDetails: '',
    Addresses: [],
    Phones: [],
    UpdatedDateUTC: dateOfInstant(contact.updatedAt),
    ContactGroups: [],
    IsSupplier: contact.isSupplier,
    IsCustomer: contact.isCustomer,
    SalesTrackingCategories: [],
    PurchasesTrackingCategories: [],
    ContactPersons: [],
    HasValidationErrors: false,
    ...(mergedInto === undefined ? {} : { MergedToContactID: mergedInto }),
  };
}
