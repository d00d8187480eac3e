import { targetUsername } from '../../entities/customer/made-username.ts';
import { buyerOf, customerIdOf, HOUSE } from '../../entities/customer/read.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { Order } from '../../model/order.ts';
import type { StoreRules } from '../../transform/rules.ts';

/** Usernames that the buyer of an order may have in the primary: as the map has it, and as the rules would make it. */
export async function accountsOfBuyer(
  ledger: Pick<Ledger, 'known'>,
  source: Order,
  rules: StoreRules,
): Promise<string[]> {
  const [accounts = []] = await accountsOfBuyers(ledger, [source], rules);
  return accounts;
}

/** The same of several orders, in their order. */
export async function accountsOfBuyers(
  ledger: Pick<Ledger, 'known'>,
  sources: readonly Order[],
  rules: StoreRules,
): Promise<string[][]> {
  const { policy, house } = rules.customers;
  const ids = sources.map((source) => (policy === 'house' ? HOUSE : customerIdOf(buyerOf(source))));
  const customers = await ledger.known(rules.store, 'customers', [...new Set(ids)]);
  return sources.map(({ username }, place) => {
    const customer = customers.get(ids[place] ?? '');
    const made = username === '' ? '' : targetUsername(username, rules);
    return [customer?.targetId ?? '', house?.username ?? '', made].filter((name) => name !== '');
  });
}
