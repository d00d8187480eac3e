import { targetUsername } from '../../entities/customer/made-username.ts';
import { buyerOf, customerIdOf, HOUSE } from '../../entities/customer/read.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { Order } from '../../model/order.ts';
import type { StoreRules } from '../../transform/rules.ts';

/** Usernames that the buyer of an order may have in the primary: as the map has it, and as the rules would make it. */
export async function accountsOfBuyer(
  ledger: Pick<Ledger, 'find'>,
  source: Order,
  rules: StoreRules,
): Promise<string[]> {
  const { policy, house } = rules.customers;
  const sourceId = policy === 'house' ? HOUSE : customerIdOf(buyerOf(source));
  const customer = await ledger.find({ store: rules.store, entity: 'customers', sourceId });
  const made = source.username === '' ? '' : targetUsername(source.username, rules);
  return [customer?.targetId ?? '', house?.username ?? '', made].filter((name) => name !== '');
}
