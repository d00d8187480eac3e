import type { Address } from '../../model/address.ts';
import type { Customer } from '../../model/customer.ts';
import { addressIn } from '../../model/email-address.ts';
import { sameKey, sameText, textKey } from '../../model/text-key.ts';
import type { StoreRules } from '../../transform/rules.ts';

export type PersonName = Pick<Address, 'firstName' | 'lastName' | 'company'>;

/** Addresses that many people write from prove nothing about who somebody is, and what is no address neither. */
export function namesOnePerson(email: string, rules: StoreRules): boolean {
  return addressIn(email) !== '' && !isShared(email, rules) && !isRelay(email, rules);
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
 * Whether two names may not be taken for one person's or one company's. A side without any name contradicts nothing: web
 * orders may come with an e-mail address alone (reference, section 4, quirk 60). But a person and a company that have
 * nothing in common beside an address are two.
 */
export function namesDiffer(a: PersonName, b: PersonName): boolean {
  if (isNameless(a) || isNameless(b)) return false;
  const last = compared(a.lastName, b.lastName);
  const first = compared(a.firstName, b.firstName, mayAbbreviate);
  const company = compared(a.company, b.company);
  if (last === 'differ' || first === 'differ') return true;
  // Somebody may buy for one company today and for another tomorrow.
  return last === 'unknown' && (company === 'differ' || (company === 'unknown' && first === 'unknown'));
}

function isNameless({ firstName, lastName, company }: PersonName): boolean {
  return letters(firstName + lastName + company) === '';
}

function compared(a: string, b: string, agrees = (x: string, y: string) => x === y): 'agree' | 'differ' | 'unknown' {
  const [first, second] = [letters(a), letters(b)];
  if (first === '' || second === '') return 'unknown';
  return agrees(first, second) ? 'agree' : 'differ';
}

/** `J.` and `Jane` may be one person; `John` and `Jane` are not, whatever address and surname they share. */
function mayAbbreviate(a: string, b: string): boolean {
  return a.startsWith(b) || b.startsWith(a);
}

/** Which of the accounts with the customer's address is the customer's; undefined where none is, or more than one may be. */
export function findMatch<Holder extends Pick<Customer, 'billing' | 'active'>>(
  holders: readonly Holder[],
  name: PersonName,
): Holder | undefined {
  const [only] = holders;
  if (holders.length === 1 && only !== undefined) return namesDiffer(only.billing, name) ? undefined : only;
  const namesakes = holders.filter(({ billing }) => !namesDiffer(billing, name) && agree(billing, name));
  const candidates = namesakes.length > 1 ? namesakes.filter(({ active }) => active) : namesakes;
  return candidates.length === 1 ? candidates[0] : undefined;
}

function agree(a: PersonName, b: PersonName): boolean {
  return compared(a.lastName, b.lastName) === 'agree' || compared(a.company, b.company) === 'agree';
}

/** `O'Brien` and `O’Brien` are one name, and `.` in the place of a name is none. */
function letters(text: string): string {
  return textKey(text).replace(/[^\p{L}\p{M}\p{N}]/gu, '');
}

/**
 * Whether an account other than the one of this name has the address: no store takes it twice. The very account may be among
 * the holders: names and addresses are asked for at once, and the write of a killed run may arrive between the two.
 */
export function isEmailTaken(holders: readonly Pick<Customer, 'username'>[], username: string): boolean {
  return holders.some((holder) => !sameKey(holder.username, username));
}
