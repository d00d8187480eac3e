import { customerRecordSchema, type PrimaryAccount } from '../../model/customer.ts';
import { lowerKey } from '../../model/text-key.ts';
import { readAccountsByUsername } from '../../neto/customers.ts';
import { whereBothSay } from '../comparing/finding.ts';
import type { ByBothWays } from '../definition/by-both-ways.ts';
import { type CustomerFieldKey, compareCustomer, expectCustomer } from './compare.ts';
import type { CustomerContent } from './judging.ts';

/** What an account has of its source; the rest is what a made one must not have, or what the primary sets. */
const OF_SOURCE: readonly CustomerFieldKey[] = [
  'email',
  'first-name',
  'last-name',
  'company',
  'abn',
  'billing-address',
  'shipping-address',
];

export const customerByBothWays: ByBothWays<CustomerContent, PrimaryAccount> = {
  async lookUp(primary, usernames, options) {
    const accounts = await readAccountsByUsername(primary, usernames, options);
    return new Map(accounts.map((account) => [lowerKey(account.username), account]));
  },
  compare({ content, isOfFile }, copy, rules) {
    const record = customerRecordSchema.safeParse(content).data;
    if (record === undefined) return [];
    const expected = expectCustomer(record, rules, { username: copy.username, isEmailTaken: false });
    const found = compareCustomer(expected, copy).filter(({ key }) => OF_SOURCE.some((one) => one === key));
    return whereBothSay(found, isOfFile);
  },
};
