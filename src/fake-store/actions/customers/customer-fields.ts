import type { Selectors } from '../select-fields.ts';

/** Texts of AddCustomer and UpdateCustomer, and how long they may be. Their names are the same on reading. */
export const CUSTOMER_TEXTS: Readonly<Record<string, number | undefined>> = {
  Type: undefined, EmailAddress: 50, SecondaryEmailAddress: 50, NewsletterSubscriber: undefined, ParentUsername: 25,
  ApprovalUsername: 25, ReferralUsername: 25, ReferralCommission: undefined, Gender: undefined, DateOfBirth: undefined,
  IdentificationType: 20, IdentificationDetails: 25, DefaultDiscounts: undefined, DefaultDocumentTemplate: 50,
  InternalNotes: undefined, ABN: 255, WebsiteURL: 255, CreditLimit: undefined, DefaultInvoiceTerms: 50,
  Classification1: 20, Classification2: 20, SalesChannel: 15, Active: undefined, OnCreditHold: undefined, UserGroup: 50,
  DefaultOrderType: undefined,
  ...Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`UserCustom${index + 1}`, 255])),
}; // biome-ignore format: a table

export const ADDRESS_TEXTS: Readonly<Record<string, number>> = {
  FirstName: 50, LastName: 50, Company: 50, StreetLine1: 50, StreetLine2: 50, City: 50, State: 50, PostCode: 15,
  Country: 2, Phone: 30, Fax: 30,
}; // biome-ignore format: a table

/** Selectable though no write sets them. The password is a selector too, and comes back empty. */
const READ_ONLY = ['ID', 'Username', 'Password', 'RegistrationDate', 'AccountBalance', 'AvailableCredit'];

const DATES = ['DateAdded', 'DateUpdated'].flatMap((name) => [name, `${name}Local`, `${name}UTC`]);

export const CUSTOMER_SELECTORS: Selectors = {
  texts: new Set([...Object.keys(CUSTOMER_TEXTS), ...READ_ONLY, ...DATES]),
  nested: new Set(['BillingAddress', 'ShippingAddress', 'AccountManager']),
};

export const CUSTOMER_BOOLEANS: ReadonlySet<string> = new Set(['NewsletterSubscriber', 'Active', 'OnCreditHold']);

/** Values that alone are taken, by field. */
export const CUSTOMER_ENUMS: Readonly<Record<string, readonly string[]>> = {
  Type: ['Customer', 'Prospect'],
  DefaultOrderType: ['sales', 'dropshipping'],
};
