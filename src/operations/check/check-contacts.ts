import type { Order } from '../../model/order.ts';
import { type ContactPerson, type ContactTrap, findContactTraps } from '../../transform/guards/contacts.ts';
import { examplesOf } from './check-articles.ts';
import type { CheckContext, CheckedSecondary } from './check-context.ts';
import type { PlannedCopy } from './check-recent-orders.ts';

const meanings: Readonly<Record<ContactTrap['kind'], string>> = {
  'shared-company': 'stand under several user names with one company name: Xero would make one contact of them',
  'shared-name':
    'stand under several user names with one first and last name, and not all with a company: Xero would make one contact of them',
  'shared-username':
    'stand under one user name, but under different surnames and addresses: Xero would make one contact of them',
  'several-usernames':
    'have one e-mail address and several user names: the number of the contact in Xero would change to and fro',
};

/** Customers of recent orders whom Xero would take for one another. Names and addresses are never quoted. */
export function checkContacts(
  { findings, pipeline }: CheckContext,
  { secondary }: CheckedSecondary,
  copies: readonly PlannedCopy[],
): void {
  const { customers, name } = secondary;
  if (customers.policy === 'house') {
    findings.ok(
      'guards',
      name,
      'All copies stand under the house account, so that Xero sees one contact for the store.',
    );
    return;
  }
  const stands = (email: string): boolean => !isShared(email, customers);
  const traps = findContactTraps(
    copies.map(({ order }) => personOf(order)),
    stands,
  );
  const kinds = Object.keys(meanings) as ContactTrap['kind'][];
  for (const kind of kinds) {
    const own = traps.filter((trap) => trap.kind === kind);
    if (own.length === 0) continue;
    const examples = examplesOf(own.map(({ orderIds }) => orderIds.slice(0, 3).join(' and ')));
    const message = `Customers of recent orders ${meanings[kind]}. ${own.length} such group${own.length === 1 ? '' : 's'}: ${examples}.`;
    const remedy = 'Mend their accounts in the store, or use the `house` policy: one contact for the whole store.';
    // A run holds nothing for the last kind: the customer policy makes one account of them, or blanks the second address.
    const isProblem = pipeline.guards.contacts === 'stop' && kind !== 'several-usernames';
    if (isProblem) findings.problem('guards', name, message, remedy, ['guards', 'contacts']);
    else findings.warn('guards', name, message, remedy, ['guards', 'contacts']);
  }
  if (traps.length === 0)
    findings.ok('guards', name, 'No customers of recent orders would be one contact in Xero by mistake.');
}

export function personOf({ id, username, email, billing }: Order): ContactPerson {
  return {
    orderId: id,
    username,
    email,
    firstName: billing.firstName,
    surname: billing.lastName,
    company: billing.company,
  };
}

function isShared(
  email: string,
  {
    sharedEmails,
    relayDomains,
  }: { readonly sharedEmails: readonly string[]; readonly relayDomains: readonly string[] },
): boolean {
  const address = email.trim().toLowerCase();
  const domain = address.slice(address.lastIndexOf('@') + 1);
  const relays = relayDomains.map((relay) => relay.toLowerCase());
  return (
    sharedEmails.some((shared) => shared.toLowerCase() === address) ||
    relays.some((relay) => domain === relay || domain.endsWith(`.${relay}`))
  );
}
