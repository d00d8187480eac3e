import type { Account, Organisation, TaxRate } from '../books/records.ts';
import { idOf } from '../ids.ts';
import { flag, guid, text } from '../query/value.ts';
import { accountView, organisationView, taxRateView } from '../views/settings-view.ts';
import type { Resource } from './resource.ts';

/** Reference, section 3.9. */
export const accounts: Resource<Account> = {
  name: 'Accounts',
  typeName: 'Account',
  isPaged: false,
  hasSummary: false,
  rows: (books) => books.accounts,
  id: ({ id }) => id,
  updatedAt: () => Date.UTC(2025, 2, 1),
  find: (books, key) => books.accounts.find(({ id, code }) => id === key || code === key),
  fields: () => ({
    AccountID: ({ id }) => guid(id),
    Code: ({ code }) => text(code),
    Type: ({ type }) => text(type),
    Class: (account) => text(account.class),
    Status: ({ status }) => text(status),
    SystemAccount: ({ systemAccount }) => text(systemAccount || undefined),
    EnablePaymentsToAccount: ({ enablePayments }) => flag(enablePayments),
  }),
  view: (_books, account) => accountView(account),
};

export const taxRates: Resource<TaxRate> = {
  name: 'TaxRates',
  typeName: 'TaxRate',
  isPaged: false,
  hasSummary: false,
  rows: (books) => books.taxRates,
  id: ({ taxType }) => idOf(taxType),
  updatedAt: () => undefined,
  find: (books, key) => books.taxRates.find(({ taxType }) => taxType === key),
  fields: () => ({ TaxType: ({ taxType }) => text(taxType), Name: ({ name }) => text(name) }),
  view: (_books, rate) => taxRateView(rate),
};

/** Singular in the path, plural in the reply. */
export const organisation: Resource<Organisation> = {
  name: 'Organisations',
  typeName: 'Organisation',
  isPaged: false,
  hasSummary: false,
  rows: (books) => [books.organisation],
  id: ({ id }) => id,
  updatedAt: () => undefined,
  find: () => undefined,
  fields: () => ({}),
  view: (books) => organisationView(books),
};
