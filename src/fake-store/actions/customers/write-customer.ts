import { type StoredCustomer, storedCustomer } from '../../records/customer-record.ts';
import type { StoreState } from '../../state.ts';
import { mapsOf, textOf, type ValueMap } from '../../value.ts';
import { missing, Refused } from '../refused.ts';
import { fitText } from '../text-field.ts';
import { ADDRESS_TEXTS, CUSTOMER_TEXTS } from './customer-fields.ts';

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

function takeFields(state: StoreState, customer: StoredCustomer, record: ValueMap, warnings: string[]): void {
  for (const [name, limit] of Object.entries(CUSTOMER_TEXTS)) {
    if (record[name] === undefined) continue;
    customer[name] = fitText(textOf(record[name]), name, limit, state.switches, warnings);
  }
  // Plain on writing, an object on reading.
  const manager = textOf(record.AccountManager);
  if (manager !== '') customer.AccountManager = { FirstName: '', LastName: '', Username: manager, Email: '' };
  customer.BillingAddress = takeAddress(state, customer.BillingAddress, record, 'Bill', warnings);
  customer.ShippingAddress = takeAddress(state, customer.ShippingAddress, record, 'Ship', warnings);
}

function checkEmail(state: StoreState, customer: StoredCustomer): void {
  const holder = customer.EmailAddress === '' ? undefined : state.customerByEmail(customer.EmailAddress);
  if (holder !== undefined && holder.Username !== customer.Username) {
    throw new Refused(`EmailAddress ${customer.EmailAddress} already exists`);
  }
}

function keyOf(record: ValueMap): string {
  const username = textOf(record.Username);
  if (username === '') throw missing('Username');
  if (username.length > 25) throw new Refused('Username is longer than 25 characters');
  return username;
}

export function addCustomer(state: StoreState, record: ValueMap, warnings: string[]): ValueMap {
  const username = keyOf(record);
  if (state.customer(username) !== undefined) throw new Refused(`Username ${username} already exists`);
  const customer = storedCustomer({ Username: username }, state.nextNumber('customer'), state.now());
  takeFields(state, customer, record, warnings);
  checkEmail(state, customer);
  state.putCustomer(customer);
  return { Username: username };
}

export function updateCustomer(state: StoreState, record: ValueMap, warnings: string[]): ValueMap {
  const username = keyOf(record);
  const before = state.customer(username);
  if (before === undefined) throw new Refused(`Cannot find Customer ${username}`);
  const customer = { ...before, DateUpdated: state.now() };
  takeFields(state, customer, record, warnings);
  checkEmail(state, customer);
  state.putCustomer(customer);
  return { Username: customer.Username };
}
