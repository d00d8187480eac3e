import type { Customer, PrimaryAccount } from '../model/customer.ts';
import type { CustomerDraft } from '../model/drafts.ts';
import type { Instant } from '../model/time.ts';
import { customerAddressFields, readNestedAddress } from './addresses.ts';
import type { NetoClient, RequestOptions } from './client.ts';
import { readByFilter } from './filtered-read.ts';
import { readByKeys } from './keyed-read.ts';
import { pages } from './pages.ts';
import {
  booleanField,
  decimalField,
  FieldProblem,
  firstText,
  instantField,
  keyText,
  notShownIn,
  parseInstant,
  type RawRecord,
  text,
} from './read-fields.ts';
import { type ReadOptions, type RecordReader, readRecords } from './records.ts';
import { given, netoBoolean, netoTime } from './write-fields.ts';
import { type WriteReply, write } from './write-reply.ts';

/** Never the password, though it is documented as readable (reference, section 2.6). */
export const customerSelectors: readonly string[] = [
  'Username',
  'Type',
  'EmailAddress',
  'Active',
  'ABN',
  'UserGroup',
  'BillingAddress',
  'ShippingAddress',
  'DateUpdated',
  'DateUpdatedUTC',
];

/** Only for the primary's own accounts: notes of a secondary's staff about shoppers are nobody's business here. */
const accountSelectors: readonly string[] = [
  ...customerSelectors,
  'InternalNotes',
  'NewsletterSubscriber',
  'CreditLimit',
  'OnCreditHold',
];

const read = { action: 'GetCustomer', entity: 'Customer', selectors: customerSelectors };

/** @throws ConsolidatorError */
export async function readCustomersByUsername(
  client: NetoClient,
  usernames: readonly string[],
  options: ReadOptions = {},
): Promise<Customer[]> {
  const { rows } = await readByKeys(
    client,
    { ...read, filterField: 'Username', keyOf: usernameOf },
    usernames,
    options,
  );
  return records(client, rows, options);
}

/** With what shows whose they are and what they may spend. @throws ConsolidatorError */
export async function readAccountsByUsername(
  client: NetoClient,
  usernames: readonly string[],
  options: ReadOptions = {},
): Promise<PrimaryAccount[]> {
  const keyed = { ...read, selectors: accountSelectors, filterField: 'Username', keyOf: usernameOf };
  const { rows } = await readByKeys(client, keyed, usernames, options);
  return readRecords(client, { kind: 'customer', idFields: ['ID'], read: readAccount }, rows, options);
}

/** Every account with one of these addresses, in any case; rows with another address are dropped (quirk 58). @throws ConsolidatorError */
export async function readCustomersByEmail(
  client: NetoClient,
  emails: readonly string[],
  options: ReadOptions = {},
): Promise<Customer[]> {
  const keyOf = (raw: RawRecord): string => keyText(raw, 'EmailAddress').trim();
  const trimmed = emails.map((email) => email.trim());
  const { rows } = await readByFilter(
    client,
    { ...read, filterField: 'Email', keyOf, fold: capitals },
    usernameOf,
    trimmed,
    options,
  );
  return records(client, rows, options);
}

/** Every account with one of these company names, in any case. @throws ConsolidatorError */
export async function readCustomersByCompany(
  client: NetoClient,
  companies: readonly string[],
  options: ReadOptions = {},
): Promise<Customer[]> {
  const keyOf = (raw: RawRecord): string => readNestedAddress(raw['BillingAddress'], 'Bill').company.trim();
  const trimmed = companies.map((company) => company.trim());
  const { rows } = await readByFilter(
    client,
    { ...read, filterField: 'Company', keyOf, fold: capitals },
    usernameOf,
    trimmed,
    options,
  );
  return records(client, rows, options);
}

/** The customers that changed in a window, or all of them. @throws ConsolidatorError */
export async function* listCustomers(
  client: NetoClient,
  window: ChangedRange,
  options: ReadOptions = {},
): AsyncGenerator<{ customers: Customer[]; currentTime: Instant | null }> {
  const filter = filterOf(window);
  for await (const page of pages(client, { ...read, filter, keyOf: usernameOf }, options)) {
    yield { customers: records(client, page.rows, options), currentTime: page.currentTime };
  }
}

/** The same with names and change stamps alone. @throws ConsolidatorError */
export async function* listCustomerHeads(
  client: NetoClient,
  window: ChangedRange,
  options: ReadOptions = {},
): AsyncGenerator<{ username: string; updatedAt: Instant | null }[]> {
  const selectors = ['Username', 'DateUpdated', 'DateUpdatedUTC'];
  const listing = { ...read, selectors, filter: filterOf(window), keyOf: usernameOf };
  for await (const page of pages(client, listing, options)) yield readRecords(client, heads, page.rows, options);
}

/** How an account is called, and where it is written to. */
export type NamedAccount = Pick<Customer, 'username' | 'email' | 'active' | 'billing'>;

/** What the customers of a window are called, and no more of them. @throws ConsolidatorError */
export async function* listAccountNames(
  client: NetoClient,
  window: ChangedRange & { readonly pageSize: number },
  options: ReadOptions = {},
): AsyncGenerator<NamedAccount[]> {
  const selectors = ['Username', 'EmailAddress', 'Active', 'BillingAddress'];
  const { pageSize } = window;
  const listing = {
    ...read,
    selectors,
    filter: filterOf(window),
    keyOf: usernameOf,
    pageSize,
    firstPageUnnumbered: true,
  };
  for await (const page of pages(client, listing, options)) yield readRecords(client, named, page.rows, options);
}

const named: RecordReader<NamedAccount> = {
  kind: 'customer',
  idFields: ['Username'],
  read: (raw) => ({
    username: usernameOf(raw),
    email: text(raw, 'EmailAddress'),
    active: booleanField(raw, 'Active', true),
    billing: readNestedAddress(raw['BillingAddress'], 'Bill'),
  }),
};

/** A date that can't be read is told when the customer is read in full. */
const heads: RecordReader<{ username: string; updatedAt: Instant | null }> = {
  kind: 'customer',
  idFields: ['Username'],
  read: (raw) => ({
    username: usernameOf(raw),
    updatedAt: parseInstant(firstText(raw, 'DateUpdatedUTC', 'DateUpdated')) ?? null,
  }),
};

interface ChangedRange {
  readonly updatedFrom?: Instant | undefined;
  readonly updatedTo?: Instant | undefined;
}

function filterOf({ updatedFrom, updatedTo }: ChangedRange): Record<string, unknown> {
  return given({
    DateUpdatedFrom: updatedFrom === undefined ? undefined : netoTime(updatedFrom),
    DateUpdatedTo: updatedTo === undefined ? undefined : netoTime(updatedTo),
  });
}

/** Without newsletter, credit limit, hold or password. @throws ConsolidatorError */
export function addCustomers(
  client: NetoClient,
  drafts: readonly CustomerDraft[],
  options: RequestOptions = {},
): Promise<WriteReply> {
  const records = drafts.map((draft) => ({
    ...customerFields(draft),
    Active: netoBoolean(true),
    NewsletterSubscriber: netoBoolean(false),
  }));
  return write(client, { action: 'AddCustomer', entity: 'Customer', idField: 'Username' }, records, options);
}

function customerFields(draft: CustomerDraft): Record<string, unknown> {
  return {
    Username: draft.username,
    ...given({
      Type: draft.type,
      EmailAddress: draft.email,
      ABN: draft.abn,
      UserGroup: draft.userGroup,
      InternalNotes: draft.internalNotes,
    }),
    BillingAddress: customerAddressFields(draft.billing, 'Bill'),
    ShippingAddress: customerAddressFields(draft.shipping, 'Ship'),
  };
}

/** Addresses and names in any case, of any alphabet. */
function capitals(text: string): string {
  return text.toUpperCase();
}

function usernameOf(raw: RawRecord): string {
  return keyText(raw, 'Username');
}

function records(client: NetoClient, rows: readonly RawRecord[], options: ReadOptions): Customer[] {
  return readRecords(
    client,
    { kind: 'customer', idFields: ['ID'], keyField: 'Username', read: readCustomer },
    rows,
    options,
  );
}

/** @throws FieldProblem */
export function readCustomer(raw: RawRecord): Customer {
  const username = usernameOf(raw);
  if (username === '') throw new FieldProblem('Username is missing');
  return {
    username,
    type: text(raw, 'Type'),
    email: text(raw, 'EmailAddress'),
    active: booleanField(raw, 'Active', true),
    abn: text(raw, 'ABN'),
    userGroup: text(raw, 'UserGroup'),
    billing: readNestedAddress(raw['BillingAddress'], 'Bill'),
    shipping: readNestedAddress(raw['ShippingAddress'], 'Ship'),
    updatedAt: instantField(raw, 'DateUpdatedUTC') ?? instantField(raw, 'DateUpdated'),
  };
}

function readAccount(raw: RawRecord): PrimaryAccount {
  return {
    ...readCustomer(raw),
    internalNotes: text(raw, 'InternalNotes'),
    newsletter: booleanField(raw, 'NewsletterSubscriber'),
    creditLimit: decimalField(raw, 'CreditLimit'),
    onCreditHold: booleanField(raw, 'OnCreditHold'),
    ...notShownIn(raw, {
      newsletter: 'NewsletterSubscriber',
      onCreditHold: 'OnCreditHold',
      active: 'Active',
      // An empty one is none.
      ...(raw['CreditLimit'] === undefined ? { creditLimit: 'CreditLimit' } : {}),
    }),
  };
}
