import { targetUsername } from '../../entities/customer/made-username.ts';
import { buyerOf, customerIdOf, HOUSE } from '../../entities/customer/read.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { Order } from '../../model/order.ts';
import type { FixedRules, StoreRules } from '../../transform/rules.ts';

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

/** The account of the primary that the copy of an order would be on. */
export interface CopyAccount {
  /** Empty where nothing gives it a name. */
  readonly name: string;
  /** Whether it is decided: the house account, or the one that its buyer has there by the ledger. Else the name that would be made. */
  readonly isDecided: boolean;
}

export async function accountOfCopy(
  ledger: Pick<Ledger, 'find'>,
  source: Order,
  { store, customers }: Pick<FixedRules, 'store' | 'customers'>,
): Promise<CopyAccount> {
  const { policy, house } = customers;
  if (policy === 'house') return { name: house?.username ?? '', isDecided: house !== undefined };
  const customer = await ledger.find({ store, entity: 'customers', sourceId: customerIdOf(buyerOf(source)) });
  if (customer?.targetId != null && customer.targetId !== '') return { name: customer.targetId, isDecided: true };
  return { name: source.username === '' ? '' : targetUsername(source.username, { customers }), isDecided: false };
}
