import { amountOf, moneyText } from '../../amount.ts';
import { keyOf } from '../../key-of.ts';
import { listReply, type Reply } from '../../protocol/reply.ts';
import type { StoredCustomer } from '../../records/customer-record.ts';
import type { StoreState } from '../../state.ts';
import { isMap, textOf, type ValueMap } from '../../value.ts';
import { allOf, anyOf, between, filterOf, selectorsOf, wanted } from '../filter.ts';
import { pageOf } from '../paging.ts';
import { selectFields } from '../select-fields.ts';
import { CUSTOMER_SELECTORS } from './customer-fields.ts';

function rowOf(customer: StoredCustomer, selected: ReadonlySet<string>, timezone: string): ValueMap {
  const row: ValueMap = {
    Username: customer.Username,
    ...selectFields(customer, selected, CUSTOMER_SELECTORS, timezone),
  };
  if (row.AvailableCredit !== undefined) row.AvailableCredit = moneyText(amountOf(customer.AvailableCredit));
  for (const address of [row.BillingAddress, row.ShippingAddress]) {
    // An address keeps none of its empty parts.
    if (isMap(address)) for (const name of Object.keys(address)) if (address[name] === '') delete address[name];
  }
  return row;
}

/** As in a list of all customers, whatever a request looks them up by. */
function byAge(customers: StoredCustomer[]): StoredCustomer[] {
  return customers.sort((a, b) => Number(a.ID) - Number(b.ID));
}

function candidates(state: StoreState, filter: ValueMap): Iterable<StoredCustomer> {
  const usernames = new Set(wanted(filter, 'Username').map((name) => keyOf(name, state.switches.keysAlike)));
  if (usernames.size > 0) return byAge([...usernames].flatMap((name) => state.customer(name) ?? []));
  const emails = new Set(wanted(filter, 'Email').map((email) => email.toLowerCase()));
  return emails.size > 0 ? byAge([...emails].flatMap((email) => state.customersWithEmail(email))) : state.customers();
}

export function getCustomer(state: StoreState, body: ValueMap): Reply {
  const filter = filterOf(body);
  const field = (name: string) => anyOf<StoredCustomer>(filter, name, (customer) => textOf(customer[name]));
  const matches = allOf<StoredCustomer>([
    anyOf(
      filter,
      'Username',
      (customer) => customer.Username,
      (name) => keyOf(name, state.switches.keysAlike),
    ),
    ...['ID', 'Type', 'Active', 'OnCreditHold', 'NewsletterSubscriber', 'UserGroup'].map(field),
    anyOf(filter, 'Email', (customer) => customer.EmailAddress),
    anyOf(filter, 'Company', (customer) => textOf(customer.BillingAddress.BillCompany)),
    anyOf(filter, 'BillState', (customer) => textOf(customer.BillingAddress.BillState)),
    between(filter, 'DateAdded', (customer) => customer.DateAdded),
    between(filter, 'DateUpdated', (customer) => customer.DateUpdated),
  ]);
  const selected = new Set(selectorsOf(filter));
  if (!state.switches.internalNotesReadable) selected.delete('InternalNotes');
  const rows = [...candidates(state, filter)].filter(matches ?? (() => true));
  return listReply(
    'Customer',
    pageOf(rows, filter, state.switches).map((customer) => rowOf(customer, selected, state.config.timezone)),
  );
}
