import { type StoredCustomer, storedCustomer } from '../../records/customer-record.ts';
import type { StoreState } from '../../state.ts';
import { mapsOf, textOf, type ValueMap } from '../../value.ts';
import { missing, notFound, Refused } from '../refused.ts';
import { fitText } from '../text-field.ts';
import { booleanValue, enumValue } from '../written-value.ts';
import { ADDRESS_TEXTS, CUSTOMER_BOOLEANS, CUSTOMER_ENUMS, CUSTOMER_TEXTS } from './customer-fields.ts';

function takeAddress(
  state: StoreState,
  stored: ValueMap,
  record: ValueMap,
  side: 'Bill' | 'Ship',
  warnings: string[],
): ValueMap {
  const taken = { ...stored };
  const [address] = mapsOf(record[side === 'Bill' ? 'BillingAddress' : 'ShippingAddress']);
  for (const [part, limit] of Object.entries(ADDRESS_TEXTS)) {
    const name = `${side}${part}`;
    if (address?.[name] === undefined) continue;
    taken[name] = fitText(textOf(address[name]), name, limit, state.switches, warnings);
  }
  return taken;
}

function storable(
  state: StoreState,
  name: string,
  text: string,
  limit: number | undefined,
  warnings: string[],
): string | undefined {
  if (CUSTOMER_BOOLEANS.has(name)) return booleanValue(text);
  const values = CUSTOMER_ENUMS[name];
  return values === undefined ? fitText(text, name, limit, state.switches, warnings) : enumValue(text, values);
}

function takeFields(state: StoreState, customer: StoredCustomer, record: ValueMap, warnings: string[]): void {
  for (const [name, limit] of Object.entries(CUSTOMER_TEXTS)) {
    if (record[name] === undefined) continue;
    const value = storable(state, name, textOf(record[name]), limit, warnings);
    if (value === undefined) warnings.push(`${name} has a wrong format`);
    else customer[name] = value;
  }
  // Plain on writing, an object on reading.
  const manager = textOf(record.AccountManager);
  if (manager !== '') customer.AccountManager = { FirstName: '', LastName: '', Username: manager, Email: '' };
  customer.BillingAddress = takeAddress(state, customer.BillingAddress, record, 'Bill', warnings);
  customer.ShippingAddress = takeAddress(state, customer.ShippingAddress, record, 'Ship', warnings);
}

/** An address that a customer had already is not held against it. */
function checkEmail(state: StoreState, customer: StoredCustomer, before: StoredCustomer | undefined): void {
  const email = customer.EmailAddress;
  if (!state.switches.uniqueEmail || email.toLowerCase() === before?.EmailAddress.toLowerCase()) return;
  if (state.customersWithEmail(email).length > 0) throw new Refused(`EmailAddress ${email} already exists`);
}

function keyOf(record: ValueMap): string {
  const username = textOf(record.Username);
  if (username === '') throw missing('Username');
  if (username.length > 25) throw new Refused('Username is longer than 25 characters');
  return username;
}

function put(
  state: StoreState,
  customer: StoredCustomer,
  before: StoredCustomer | undefined,
  record: ValueMap,
  warnings: string[],
): ValueMap {
  takeFields(state, customer, record, warnings);
  checkEmail(state, customer, before);
  state.putCustomer(customer);
  return { Username: customer.Username };
}

export function addCustomer(state: StoreState, record: ValueMap, warnings: string[]): ValueMap {
  const username = keyOf(record);
  const before = state.customer(username);
  if (before !== undefined && state.switches.duplicateUsername === 'error') {
    throw new Refused(`Username ${username} already exists`);
  }
  const customer =
    before === undefined
      ? storedCustomer({ Username: username }, state.nextNumber('customer'), state.now(), state.stamp())
      : { ...before, DateUpdated: state.stamp() };
  return put(state, customer, before, record, warnings);
}

export function updateCustomer(state: StoreState, record: ValueMap, warnings: string[]): ValueMap | undefined {
  const username = keyOf(record);
  const before = state.customer(username);
  if (before === undefined) return notFound(state, `Cannot find Customer ${username}`, warnings);
  return put(state, { ...before, DateUpdated: state.stamp() }, before, record, warnings);
}
