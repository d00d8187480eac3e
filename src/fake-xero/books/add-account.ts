import type { Books } from './books.ts';
import { account } from './plain-organisation.ts';
import type { Account } from './records.ts';
import { type AccountSeed, accountSeedSchema, readSeed } from './seeds.ts';

export function addAccount(books: Books, seed: AccountSeed): Account {
  const { code, name, type, class: accountClass, ...more } = readSeed(accountSeedSchema, seed);
  if (books.account(code) !== undefined) throw new Error(`The fake Xero has an account ${code} already`);
  const added = account(code, name, type, accountClass, more);
  books.accounts.push(added);
  return added;
}
