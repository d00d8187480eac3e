import type { Customer, PrimaryAccount } from '../../model/customer.ts';
import { addressIn } from '../../model/email-address.ts';
import { lowerKey, spellings, textKey } from '../../model/text-key.ts';
import type { KeyedOptions, NetoClient } from '../../neto/client.ts';
import { readAccountsByUsername, readCustomersByEmail } from '../../neto/customers.ts';

/** What the primary knows about some people, by their e-mail addresses (`textKey`) and user names (`lowerKey`). */
export interface PrimaryAccounts {
  readonly byEmail: ReadonlyMap<string, readonly Customer[]>;
  readonly byUsername: ReadonlyMap<string, PrimaryAccount>;
}

/** One request for each 100 addresses and for each 100 names. @throws ConsolidatorError */
export async function lookUpAccounts(
  client: NetoClient,
  wanted: { readonly emails: readonly string[]; readonly usernames: readonly string[] },
  options: KeyedOptions = {},
): Promise<PrimaryAccounts> {
  const emails = wanted.emails.map(addressIn).filter(isSome).flatMap(spellings);
  const [holders, named] = await Promise.all([
    readCustomersByEmail(client, emails, options),
    readAccountsByUsername(client, wanted.usernames, options),
  ]);
  return accountsOf(holders, named);
}

function isSome(text: string): boolean {
  return text !== '';
}

export function accountsOf(holders: readonly Customer[], named: readonly PrimaryAccount[]): PrimaryAccounts {
  const byEmail = new Map<string, Customer[]>();
  for (const account of holders) {
    const email = textKey(addressIn(account.email));
    if (email === '') continue;
    byEmail.set(email, [...(byEmail.get(email) ?? []), account]);
  }
  return { byEmail, byUsername: new Map(named.map((account) => [lowerKey(account.username), account])) };
}
