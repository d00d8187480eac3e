import type { Customer } from '../model/customer.ts';
import type { CustomerDraft } from '../model/drafts.ts';
import type { NetoClient } from '../neto/client.ts';
import { addCustomers, readCustomersByUsername } from '../neto/customers.ts';
import type { Difference, LoadTarget } from './load-target.ts';

/** Makes accounts over the API. */
export function customerTarget(client: NetoClient, signal?: AbortSignal): LoadTarget<CustomerDraft, Customer> {
  return {
    async lookUp(items) {
      const usernames = items.map(({ targetId }) => targetId);
      const accounts = await readCustomersByUsername(client, usernames, { signal });
      return new Map(accounts.map((account) => [account.username.toLowerCase(), account]));
    },
    write: (items) =>
      addCustomers(
        client,
        items.map(({ draft }) => draft),
      ),
    // The same user name with another address or surname is another person.
    isCopyOf: ({ draft }, held) => same(draft.email, held.email) && same(draft.billing.lastName, held.billing.lastName),
    compare: compareCustomer,
  };
}

function compareCustomer(draft: CustomerDraft, held: Customer): Difference[] {
  return same(draft.billing.company, held.billing.company)
    ? []
    : [{ field: 'company', meant: draft.billing.company, held: held.billing.company }];
}

function same(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}
