import { lookUpAccounts } from '../../entities/customer/primary-accounts.ts';
import { lowerKey } from '../../model/text-key.ts';
import type { NetoClient } from '../../neto/client.ts';
import { hasOrderInChannel } from '../../neto/probes.ts';
import type { CheckContext, CheckedSecondary } from './check-context.ts';

/** The house account, whose user name and address are never quoted. @throws ConsolidatorError */
export async function checkHouseAccount(
  { findings, signal }: CheckContext,
  { secondary, path }: CheckedSecondary,
  primary: NetoClient,
): Promise<void> {
  const { name, customers } = secondary;
  const { house } = customers;
  if (customers.policy !== 'house' || house === undefined) return;
  const wanted = { emails: [house.email], usernames: [house.username] };
  const { byUsername, byEmail } = await lookUpAccounts(primary, wanted, { signal });
  const account = byUsername.get(lowerKey(house.username));
  const others = (byEmail.get(house.email.toLowerCase()) ?? []).filter(
    ({ username }) => !same(username, house.username),
  );
  if (account !== undefined && account.email.trim() !== '' && !same(account.email, house.email)) {
    const message =
      'The primary has the house account, with another e-mail address than this one. All orders would be held.';
    const remedy = 'Write the address that the account has, or choose another user name.';
    findings.problem('accounts', name, message, remedy, [...path, 'customers', 'house', 'email']);
  } else if (account !== undefined) {
    findings.ok('accounts', name, 'The house account is in the primary.');
  } else if (others.length > 0) {
    const message = 'The primary has no house account yet, and another account holds its e-mail address.';
    const remedy = 'The store may refuse the new account: take that account as `customers.house`, or another address.';
    findings.warn('accounts', name, message, remedy, [...path, 'customers', 'house', 'email']);
  } else {
    findings.ok('accounts', name, 'The primary has no house account yet; the first run makes it.');
  }
}

/** There is no list of sales channels; that some order stands in it proves that it exists. @throws ConsolidatorError */
export async function checkSalesChannel(
  { findings, signal }: CheckContext,
  { secondary, path }: CheckedSecondary,
  primary: NetoClient,
): Promise<void> {
  const channel = secondary.orders.salesChannel;
  if (channel === '') return;
  if (await hasOrderInChannel(primary, channel, { signal })) {
    findings.ok('sales channel', secondary.name, `The primary has orders in the sales channel ${channel}.`);
    return;
  }
  const message = `No order of the primary stands in the sales channel ${JSON.stringify(channel)}. Neto gives no list of channels, so whether it exists can't be told.`;
  const remedy = 'Look in the control panel of the primary whether it takes this channel, before the first run.';
  findings.warn('sales channel', secondary.name, message, remedy, [...path, 'orders', 'salesChannel']);
}

function same(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}
