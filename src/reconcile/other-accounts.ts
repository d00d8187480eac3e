import { targetUsername } from '../entities/customer/made-username.ts';
import { namesDiffer } from '../entities/customer/same-person.ts';
import type { Customer, PrimaryAccount } from '../model/customer.ts';
import type { Order } from '../model/order.ts';
import { bearsNote, houseNote, originNote } from '../model/origin.ts';
import { lowerKey, sameKey, sameText, textKey } from '../model/text-key.ts';
import type { NetoClient, RequestOptions } from '../neto/client.ts';
import { readAccountsByUsername, readCustomersByUsername } from '../neto/customers.ts';
import { sameId } from './belongs.ts';
import type { Copy, StoreSide } from './sides.ts';

interface AccountsToJudge {
  readonly primary: NetoClient;
  readonly store: StoreSide;
  /** By id in upper case. */
  readonly sources: ReadonlyMap<string, Order>;
  readonly copies: readonly Copy[];
}

interface Pair {
  readonly source: Order;
  readonly copy: Order;
}

/**
 * The copies that stand under the account of somebody else. The ledger is not asked, so an account is the buyer's where it
 * has the name that the rules give, says in its notes whom it was made for, or has the buyer's address or name, as the
 * order or the buyer's own account in its store has them. An account that the primary does not show proves nothing.
 * @returns ids of the copies in upper case
 */
export async function copiesOfOthers(
  { primary, store, sources, copies }: AccountsToJudge,
  options: RequestOptions,
): Promise<Set<string>> {
  const { rules } = store;
  const pairs = copies.flatMap(({ order, belonging }): Pair[] => {
    const source = belonging.store === rules.store ? sources.get(sameId(belonging.sourceId ?? '')) : undefined;
    return source === undefined || order.username === '' ? [] : [{ source, copy: order }];
  });
  const isGiven = ({ source, copy }: Pair): boolean =>
    [rules.customers.house?.username ?? '', source.username === '' ? '' : targetUsername(source.username, rules)].some(
      (name) => name !== '' && sameKey(name, copy.username),
    );
  const open = pairs.filter((pair) => !isGiven(pair));
  const accounts = await byUsername(
    open.map(({ copy }) => copy.username),
    (names) => readAccountsByUsername(primary, names, options),
  );
  const untied = open.flatMap((pair) => {
    const account = accounts.get(lowerKey(pair.copy.username));
    return account === undefined || isMadeFor(account, pair.source, store) || isOf(account, pair.source)
      ? []
      : [{ ...pair, account }];
  });
  const buyers = await byUsername(
    untied.flatMap(({ source }) => (source.username === '' ? [] : [source.username])),
    (names) => readCustomersByUsername(store.client, names, options),
  );
  const others = untied.filter(({ source, account }) => {
    const buyer = buyers.get(lowerKey(source.username));
    return buyer === undefined || !isOf(account, buyer);
  });
  return new Set(others.map(({ copy }) => sameId(copy.id)));
}

function isMadeFor({ internalNotes }: PrimaryAccount, source: Order, { rules }: StoreSide): boolean {
  const made = source.username === '' ? [] : [originNote('customer', rules.store, source.username)];
  return [houseNote(rules.store), ...made].some((note) => bearsNote(internalNotes, note));
}

function isOf(account: PrimaryAccount, { email, billing }: Pick<Customer, 'email' | 'billing'>): boolean {
  if (textKey(email) !== '' && sameText(email, account.email)) return true;
  const isNamed = [account.billing, billing].every((one) => textKey(`${one.lastName}${one.company}`) !== '');
  return isNamed && !namesDiffer(account.billing, billing);
}

async function byUsername<Account extends { readonly username: string }>(
  usernames: readonly string[],
  read: (names: readonly string[]) => Promise<readonly Account[]>,
): Promise<ReadonlyMap<string, Account>> {
  const wanted = [...new Map(usernames.map((name) => [lowerKey(name), name])).values()];
  const found = wanted.length === 0 ? [] : await read(wanted);
  return new Map(found.map((account) => [lowerKey(account.username), account]));
}
