import type { Buyer, Customer, PrimaryAccount } from '../../model/customer.ts';
import type { CustomerDraft } from '../../model/drafts.ts';
import { addressIn, sameAddress } from '../../model/email-address.ts';
import { bearsNote, originNote } from '../../model/origin.ts';
import { sameKey, sameText, textKey } from '../../model/text-key.ts';
import { findTooLong, limits, longAddressTexts } from '../../transform/field-limits.ts';
import { type Quarantined, quarantine } from '../../transform/outcome.ts';
import type { StoreRules } from '../../transform/rules.ts';
import { otherUsername, targetUsername } from './made-username.ts';
import { findMatch, isEmailTaken, isShared, namesDiffer, namesOnePerson, type PersonName } from './same-person.ts';

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
    readonly byUsername: (Customer & Partial<Pick<PrimaryAccount, 'internalNotes'>>) | undefined;
  };
  /** The target username that the ledger has for this source username. */
  readonly madeBefore: string | undefined;
}

type CustomerDecision =
  | { readonly kind: 'house'; readonly username: string }
  | { readonly kind: 'link'; readonly username: string }
  | { readonly kind: 'make'; readonly username: string; readonly draft: CustomerDraft }
  | Quarantined;

/**
 * The address by which the customer is looked up: the account's own; the order's only where the account is gone. An account
 * without an address (a counter, a till) may order with a new shopper's each time. Empty where it is none.
 */
export function customerEmail(buyer: Buyer, customer: Customer | undefined): string {
  return addressIn((customer ?? buyer).email);
}

export function decideCustomer(input: CustomerInput): CustomerDecision {
  const { buyer, customer, rules, primary, madeBefore } = input;
  if (rules.customers.policy === 'house') return houseAccount(buyer, rules);
  if (madeBefore !== undefined) return { kind: 'link', username: madeBefore };

  const email = customerEmail(buyer, customer);
  const name = nameOf(buyer, customer);
  const holders = primary.byEmail.filter((account) => sameAddress(account.email, email));
  if (rules.customers.policy === 'match' && namesOnePerson(email, rules)) {
    const match = findMatch(holders, name);
    if (match !== undefined) return { kind: 'link', username: match.username };
  }
  return accountOfItsOwn(input, email, name, holders);
}

function houseAccount(buyer: Buyer, rules: StoreRules): CustomerDecision {
  const { house } = rules.customers;
  if (house !== undefined) return { kind: 'house', username: house.username };
  return quarantine(
    'username-unmakeable',
    `${title(buyer)}: the customer policy is \`house\`, and no house account is set`,
  );
}

function accountOfItsOwn(
  input: CustomerInput,
  email: string,
  name: PersonName,
  holders: readonly Customer[],
): CustomerDecision {
  const { buyer, customer, rules, primary } = input;
  const sourceUsername = customer?.username || buyer.username;
  if (sourceUsername === '') {
    return quarantine('username-unmakeable', `${title(buyer)}: its customer has no user name to make one from`);
  }
  const username = targetUsername(sourceUsername, rules);
  const keptAs = (made: string): string => (isEmailTaken(holders, made) || !fitsAccount(email, rules) ? '' : email);
  const holder = primary.byUsername;
  if (holder === undefined || !sameKey(holder.username, username))
    return make(input, sourceUsername, username, keptAs(username));
  const differs = namesDiffer(holder.billing, name);
  // An earlier run, or another ledger, made it for this very customer.
  const isOurs = bearsNote(holder.internalNotes ?? '', originNote('customer', rules.store, sourceUsername));
  if (isOurs && !differs) return { kind: 'link', username: holder.username };
  if (!isOurs && namesOnePerson(email, rules) && sameText(holder.email, email)) {
    return differs
      ? quarantine(
          'customer-name-differs',
          `${title(buyer)}: ${username} in the primary has this e-mail address and another name`,
        )
      : { kind: 'link', username: holder.username };
  }
  const other = otherUsername(username, textKey(email) || rules.store);
  return make(input, sourceUsername, other, keptAs(other));
}

/** Addresses that stand for many would be taken by the first of them; none is ever cut. */
function fitsAccount(email: string, rules: StoreRules): boolean {
  return rules.customers.accountEmail !== 'blank' && !isShared(email, rules) && email.length <= limits.accountEmail;
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
    internalNotes: originNote('customer', rules.store, sourceUsername),
    billing: customer?.billing ?? buyer.billing,
    shipping: customer?.shipping ?? buyer.shipping,
  };
  const tooLong = findTooLong(`Customer ${sourceUsername}`, [
    { field: 'ABN', text: draft.abn, limit: limits.abn },
    ...longAddressTexts('billing', draft.billing),
    ...longAddressTexts('shipping', draft.shipping),
  ]);
  return tooLong ?? { kind: 'make', username, draft };
}

function nameOf(buyer: Buyer, customer: Customer | undefined): PersonName {
  const account = customer?.billing ?? buyer.billing;
  // An account without any name is known by what its order says.
  return account.lastName.trim() === '' && account.company.trim() === '' ? buyer.billing : account;
}

function title(buyer: Buyer): string {
  return buyer.orderId === '' ? `Customer ${buyer.username}` : buyer.orderId;
}
