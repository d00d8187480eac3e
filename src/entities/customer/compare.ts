import type { Address } from '../../model/address.ts';
import type { CustomerRecord, PrimaryAccount } from '../../model/customer.ts';
import { addressIn } from '../../model/email-address.ts';
import { isZero } from '../../model/money.ts';
import { sameText } from '../../model/text-key.ts';
import type { FixedRules } from '../../transform/rules.ts';
import type { ComparedField } from '../comparing/compared-field.ts';
import { type Finding, Findings } from '../comparing/finding.ts';
import { personalKey } from '../comparing/personal.ts';

/** What of a customer's copy is compared with its source, and what can't be. */
export const customerFields = [
  { key: 'username', class: 'must-agree', name: 'username', cause: 'The primary merges accounts, or makes usernames of its own.' },
  { key: 'email', class: 'must-agree', name: 'e-mail address', cause: 'The primary merges accounts of one address.' },
  { key: 'first-name', class: 'must-agree', name: 'first name', cause: 'The name stands for another person, or was cut.' },
  { key: 'last-name', class: 'must-agree', name: 'last name', cause: 'The name stands for another person, or was cut.' },
  { key: 'company', class: 'must-agree', name: 'company', cause: 'The name stands for another company, or was cut.' },
  { key: 'abn', class: 'must-agree', name: 'ABN', cause: 'The primary writes ABNs in another form.' },
  { key: 'billing-address', class: 'said', name: 'billing address', cause: 'The primary writes addresses in another form.' },
  { key: 'shipping-address', class: 'said', name: 'shipping address', cause: 'The primary writes addresses in another form.' },
  { key: 'newsletter', class: 'must-agree', name: 'newsletter', cause: 'The primary signs new accounts up.' },
  { key: 'credit-limit', class: 'must-agree', name: 'credit limit', cause: 'A default of the user group in the primary.' },
  { key: 'credit-hold', class: 'must-agree', name: 'credit hold', cause: 'A default of the user group in the primary.' },
  { key: 'active', class: 'must-agree', name: 'active', cause: 'The primary lets new accounts wait for somebody.' },
] as const satisfies readonly ComparedField[]; // biome-ignore format: a table

export type CustomerFieldKey = (typeof customerFields)[number]['key'];

/** Longer addresses do not fit an account (reference, section 2.7), and none is ever cut. */
const LONGEST_EMAIL = 50;

type Name = 'firstName' | 'lastName' | 'company';

/** What a made account must show. Plain data, with keys for what is personal, so that it can wait in an intent. */
export interface ExpectedCustomer {
  readonly username: string;
  /** Keys of what its address may be; an empty one for none. */
  readonly emails: readonly string[];
  /** Keys; empty for a name that its source does not have. */
  readonly names: Readonly<Record<Name, string>>;
  readonly abn: string;
  readonly addresses: { readonly billing: readonly string[]; readonly shipping: readonly string[] };
}

/** What was decided for this customer beside the rules. */
interface MadeAccount {
  readonly username: string;
  /** Whether another account of the primary has the customer's address, which no store takes twice. */
  readonly isEmailTaken: boolean;
}

type CustomerRules = Pick<FixedRules, 'customers' | 'orders'>;

/** The account that stands for one customer: from what its own store shows of it, or of the order where it is gone. */
export function expectCustomer(
  { buyer, customer }: CustomerRecord,
  rules: CustomerRules,
  { username, isEmailTaken }: MadeAccount,
): ExpectedCustomer {
  const { email: shown, billing, shipping } = customer ?? buyer;
  const email = addressIn(shown);
  return expected(username, {
    emails: mayHave(email, rules) && !isEmailTaken ? [email] : [''],
    abn: customer?.abn ?? '',
    billing,
    shipping,
  });
}

/** The one account for all of a store's orders. */
export function expectHouse(
  store: string,
  house: { readonly username: string; readonly email: string },
  { isEmailTaken }: Pick<MadeAccount, 'isEmailTaken'>,
): ExpectedCustomer {
  const nobody = { firstName: '', lastName: '', street1: '', street2: '', city: '', state: '', postCode: '' };
  const address = { ...nobody, company: `Sales of ${store}` };
  return expected(house.username, {
    emails: [isEmailTaken ? '' : house.email],
    abn: '',
    billing: address,
    shipping: address,
  });
}

/** An address of many people, or one that is too long, stands on no account of its own. */
function mayHave(email: string, { customers, orders }: CustomerRules): boolean {
  const { accountEmail, sharedEmails, house } = customers;
  const ofMany = [...sharedEmails, orders.houseEmail, house?.email ?? ''].some((one) => sameText(one, email));
  return accountEmail === 'keep' && !ofMany && email.trim().length <= LONGEST_EMAIL;
}

const NAMES: readonly Name[] = ['firstName', 'lastName', 'company'];
const PLACE = ['street1', 'street2', 'city', 'state', 'postCode'] as const;
type Shown = Pick<Address, Name | (typeof PLACE)[number]>;

function expected(
  username: string,
  given: {
    readonly emails: readonly string[];
    readonly abn: string;
    readonly billing: Shown;
    readonly shipping: Shown;
  },
): ExpectedCustomer {
  const { emails, abn, billing, shipping } = given;
  const [firstName, lastName, company] = NAMES.map((name) => wordsKey(billing[name]));
  return {
    username,
    emails: emails.map(personalKey),
    names: { firstName: firstName ?? '', lastName: lastName ?? '', company: company ?? '' },
    abn: abnKey(abn),
    addresses: { billing: placeKeys(billing), shipping: placeKeys(shipping) },
  };
}

/** However many blanks stand between the words. */
function wordsKey(text: string): string {
  return personalKey(text.trim().replace(/\s+/g, ' '));
}

/** `12 345 678 901` and `ABN 12345678901` are one number. */
function abnKey(text: string): string {
  return personalKey(text.replace(/[^0-9a-z]/gi, '').replace(/^(abn|acn)/i, ''));
}

function placeKeys(address: Shown): string[] {
  return PLACE.map((part) => wordsKey(address[part]));
}

/** What a made account shows, field by field, beside what its source does. Nothing personal is in it. */
export function compareCustomer(expected: ExpectedCustomer, copy: PrimaryAccount): readonly Finding[] {
  const findings = new Findings(customerFields);
  findings.text('username', expected.username, copy.username);
  const email = addressIn(copy.email);
  if (!expected.emails.includes(personalKey(email))) differs(findings, 'email', expected.emails[0] ?? '', email);
  const names = [['firstName', 'first-name'], ['lastName', 'last-name'], ['company', 'company']] as const; // biome-ignore format: a table
  for (const [name, row] of names) {
    if (expected.names[name] !== wordsKey(copy.billing[name])) {
      differs(findings, row, expected.names[name], copy.billing[name]);
    }
  }
  if (expected.abn !== abnKey(copy.abn)) differs(findings, 'abn', expected.abn, copy.abn);
  for (const side of ['billing', 'shipping'] as const) {
    const existing = placeKeys(copy[side]);
    const isSame = expected.addresses[side].every((part, place) => part === '' || part === existing[place]);
    if (!isSame) findings.add(`${side}-address`, { meant: 'that of the customer', held: 'another' });
  }
  flag(findings, copy, 'newsletter', false, copy.newsletter);
  if (copy.notShown?.includes('creditLimit') === true) findings.notShown('credit-limit', 'primary');
  else findings.text('credit-limit', '0', isZero(copy.creditLimit) ? '0' : copy.creditLimit);
  flag(findings, copy, 'credit-hold', false, copy.onCreditHold);
  flag(findings, copy, 'active', true, copy.active);
  return findings.found;
}

type Personal = 'email' | 'first-name' | 'last-name' | 'company' | 'abn';

function differs(findings: Findings<CustomerFieldKey>, key: Personal, meant: string, existing: string): void {
  findings.add(key, {
    meant: meant === '' ? 'none' : 'that of the customer',
    held: existing.trim() === '' ? 'none' : 'another',
  });
}

const shownAs = { newsletter: 'newsletter', 'credit-hold': 'onCreditHold', active: 'active' } as const;

/** What no user group's default may give a copy: credit, mails, or a state in which it waits for somebody. */
function flag(
  findings: Findings<CustomerFieldKey>,
  { notShown }: PrimaryAccount,
  key: keyof typeof shownAs,
  meant: boolean,
  existing: boolean,
): void {
  if (notShown?.includes(shownAs[key]) === true) findings.notShown(key, 'primary');
  else findings.text(key, String(meant), String(existing));
}
