import type { Buyer, Customer } from '../model/customer.ts';
import type { CustomerDraft } from '../model/drafts.ts';
import { addressTexts, findTooLong, limits } from './field-limits.ts';
import { otherUsername, targetUsername } from './made-username.ts';
import { type Quarantined, quarantine } from './outcome.ts';
import type { StoreRules } from './rules.ts';

export { targetUsername } from './made-username.ts';

export interface CustomerInput {
  readonly buyer: Buyer;
  /** The source's account, or undefined where it was deleted since. */
  readonly customer: Customer | undefined;
  readonly rules: StoreRules;
  readonly primary: {
    /** The primary's accounts with the address that `customerEmail` gives. */
    readonly byEmail: readonly Customer[];
    /** The primary's account that holds the name which `targetUsername` gives. */
    readonly byUsername: Customer | undefined;
  };
  /** The target username that the ledger has for this source username. */
  readonly madeBefore: string | undefined;
}

export type CustomerDecision =
  | { readonly kind: 'house'; readonly username: string }
  | { readonly kind: 'link'; readonly username: string }
  | { readonly kind: 'make'; readonly username: string; readonly draft: CustomerDraft }
  | Quarantined;

/** The address by which the customer is looked up: the account's own, else the order's. */
export function customerEmail(buyer: Buyer, customer: Customer | undefined): string {
  return (customer?.email ?? '').trim() || buyer.email.trim();
}

export function decideCustomer(input: CustomerInput): CustomerDecision {
  const { buyer, customer, rules, primary, madeBefore } = input;
  if (rules.customers.policy === 'house') return houseAccount(buyer, rules);
  if (madeBefore !== undefined) return { kind: 'link', username: madeBefore };

  const email = customerEmail(buyer, customer);
  const surname = surnameOf(buyer, customer);
  const holders = primary.byEmail.filter((account) => same(account.email, email));
  if (rules.customers.policy === 'match' && namesOnePerson(email, rules)) {
    const match = findMatch(holders, surname);
    if (match !== undefined) return { kind: 'link', username: match.username };
  }
  return accountOfItsOwn(input, email, surname, holders.length > 0);
}

function houseAccount(buyer: Buyer, rules: StoreRules): CustomerDecision {
  const { house } = rules.customers;
  if (house !== undefined) return { kind: 'house', username: house.username };
  return quarantine(
    'username-unmakeable',
    `${title(buyer)}: the customer policy is \`house\`, and no house account is set`,
  );
}

/** Addresses that many people write from prove nothing about who somebody is. */
function namesOnePerson(email: string, rules: StoreRules): boolean {
  return email !== '' && !isShared(email, rules) && !isRelay(email, rules);
}

function isShared(email: string, rules: StoreRules): boolean {
  const { sharedEmails, house } = rules.customers;
  return [...sharedEmails, rules.orders.houseEmail, house?.email ?? ''].some((shared) => same(shared, email));
}

function isRelay(email: string, rules: StoreRules): boolean {
  const domain = email.slice(email.lastIndexOf('@') + 1).toLowerCase();
  return rules.customers.relayDomains.some((relay) => {
    const name = relay.toLowerCase();
    return domain === name || domain.endsWith(`.${name}`);
  });
}

function findMatch(holders: readonly Customer[], surname: string): Customer | undefined {
  const [only] = holders;
  if (holders.length === 1 && only !== undefined) return surnameDiffers(only, surname) ? undefined : only;
  const namesakes = holders.filter((account) => surname !== '' && same(account.billing.lastName, surname));
  return namesakes.length === 1 ? namesakes[0] : undefined;
}

/** A missing surname is no other surname: web orders may come with an e-mail address alone. */
function surnameDiffers(account: Customer, surname: string): boolean {
  return surname !== '' && account.billing.lastName.trim() !== '' && !same(account.billing.lastName, surname);
}

function accountOfItsOwn(input: CustomerInput, email: string, surname: string, emailTaken: boolean): CustomerDecision {
  const { buyer, customer, rules, primary } = input;
  const sourceUsername = customer?.username || buyer.username;
  if (sourceUsername === '') {
    return quarantine('username-unmakeable', `${title(buyer)}: its customer has no user name to make one from`);
  }
  const username = targetUsername(sourceUsername, rules);
  // Addresses that stand for many would be taken by the first of them.
  const kept = emailTaken || isShared(email, rules) || email.length > limits.accountEmail ? '' : email;
  const holder = primary.byUsername;
  if (holder === undefined || !same(holder.username, username)) return make(input, sourceUsername, username, kept);
  if (email !== '' && same(holder.email, email)) {
    return surnameDiffers(holder, surname)
      ? quarantine(
          'customer-name-differs',
          `${title(buyer)}: ${username} in the primary has this e-mail address and another surname`,
        )
      : { kind: 'link', username: holder.username };
  }
  // An earlier run that was killed may have made it, with the address left blank.
  if (kept === '' && holder.email.trim() === '' && surname !== '' && same(holder.billing.lastName, surname)) {
    return { kind: 'link', username: holder.username };
  }
  return make(input, sourceUsername, otherUsername(username, email.toLowerCase() || rules.store), kept);
}

function make(input: CustomerInput, sourceUsername: string, username: string, email: string): CustomerDecision {
  const { buyer, customer, rules } = input;
  const draft: CustomerDraft = {
    username,
    email,
    type: customer?.type || 'Customer',
    abn: customer?.abn ?? '',
    // A group's id means another group in another store.
    userGroup: '',
    internalNotes: `Copied from ${rules.store} customer ${sourceUsername} by neto-consolidator`,
    billing: customer?.billing ?? buyer.billing,
    shipping: customer?.shipping ?? buyer.shipping,
  };
  const tooLong = findTooLong(`Customer ${sourceUsername}`, [
    { field: 'ABN', text: draft.abn, limit: limits.abn },
    ...addressTexts('billing', draft.billing),
    ...addressTexts('shipping', draft.shipping),
  ]);
  return tooLong ?? { kind: 'make', username, draft };
}

function surnameOf(buyer: Buyer, customer: Customer | undefined): string {
  return (customer?.billing.lastName ?? '').trim() || buyer.billing.lastName.trim();
}

function title(buyer: Buyer): string {
  return buyer.orderId === '' ? `Customer ${buyer.username}` : buyer.orderId;
}

function same(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}
