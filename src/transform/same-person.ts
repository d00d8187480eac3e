import type { Address } from '../model/address.ts';
import type { Customer } from '../model/customer.ts';
import { sameText, textKey } from '../model/text-key.ts';
import type { StoreRules } from './rules.ts';

export type PersonName = Pick<Address, 'firstName' | 'lastName' | 'company'>;

/** Addresses that many people write from prove nothing about who somebody is. */
export function namesOnePerson(email: string, rules: StoreRules): boolean {
  return email !== '' && !isShared(email, rules) && !isRelay(email, rules);
}

export function isShared(email: string, rules: StoreRules): boolean {
  const { sharedEmails, house } = rules.customers;
  const shared = [...sharedEmails, rules.orders.houseEmail, house?.email ?? ''];
  return email !== '' && shared.some((address) => sameText(address, email));
}

function isRelay(email: string, rules: StoreRules): boolean {
  const domain = textKey(email.slice(email.lastIndexOf('@') + 1));
  return rules.customers.relayDomains.some(
    (relay) => domain === textKey(relay) || domain.endsWith(`.${textKey(relay)}`),
  );
}

/**
 * Whether two names can't be one person's or one company's. What is missing on one side contradicts nothing: web orders
 * may come with an e-mail address alone (reference, section 4, quirk 60).
 */
export function namesDiffer(a: PersonName, b: PersonName): boolean {
  if (contradict(a.lastName, b.lastName)) return true;
  const [first, second] = [letters(a.firstName), letters(b.firstName)];
  // `J.` and `Jane` may be one person, `John` and `Jane` are not, whatever address and surname they share.
  if (first !== '' && second !== '' && !first.startsWith(second) && !second.startsWith(first)) return true;
  const bothNamed = letters(a.lastName) !== '' && letters(b.lastName) !== '';
  return !bothNamed && contradict(a.company, b.company);
}

/** Which of the accounts with the customer's address is the customer's; undefined where none is, or more than one may be. */
export function findMatch(holders: readonly Customer[], name: PersonName): Customer | undefined {
  const [only] = holders;
  if (holders.length === 1 && only !== undefined) return namesDiffer(only.billing, name) ? undefined : only;
  const namesakes = holders.filter(({ billing }) => !namesDiffer(billing, name) && agree(billing, name));
  const candidates = namesakes.length > 1 ? namesakes.filter(({ active }) => active) : namesakes;
  return candidates.length === 1 ? candidates[0] : undefined;
}

function agree(a: PersonName, b: PersonName): boolean {
  const known = letters(b.lastName) === '' ? [a.company, b.company] : [a.lastName, b.lastName];
  const [first = '', second = ''] = known.map(letters);
  return second !== '' && first === second;
}

function contradict(a: string, b: string): boolean {
  const [first, second] = [letters(a), letters(b)];
  return first !== '' && second !== '' && first !== second;
}

/** `O'Brien` and `O’Brien` are one name, and `.` in the place of a name is none. */
function letters(text: string): string {
  return textKey(text).replace(/[^\p{L}\p{M}\p{N}]/gu, '');
}
