import type { Customer } from '../model/customer.ts';
import type { NetoClient, RequestOptions } from '../neto/client.ts';
import { readCustomersByEmail, readCustomersByUsername } from '../neto/customers.ts';

/** What the primary knows about some people, by e-mail address and by user name, both in lower case. */
export interface PrimaryAccounts {
  readonly byEmail: ReadonlyMap<string, readonly Customer[]>;
  readonly byUsername: ReadonlyMap<string, Customer>;
}

/** One request for each 100 addresses and for each 100 names. @throws ConsolidatorError */
export async function lookUpAccounts(
  client: NetoClient,
  wanted: { readonly emails: readonly string[]; readonly usernames: readonly string[] },
  options: RequestOptions = {},
): Promise<PrimaryAccounts> {
  const holders = await readCustomersByEmail(client, wanted.emails, options);
  const named = await readCustomersByUsername(client, wanted.usernames, options);
  const byEmail = new Map<string, Customer[]>();
  for (const account of holders) {
    const email = account.email.trim().toLowerCase();
    byEmail.set(email, [...(byEmail.get(email) ?? []), account]);
  }
  return { byEmail, byUsername: new Map(named.map((account) => [account.username.toLowerCase(), account])) };
}
