import { z } from 'zod';
import { distinct, emailText, field, patternText, scope, shortText } from './fields.ts';

/** Marketplaces that give each order an address of their own: one address there is no person. */
export const marketplaceRelayDomains = [
  'members.ebay.com',
  'members.ebay.com.au',
  'marketplace.amazon.com',
  'marketplace.amazon.com.au',
  'marketplace.amazon.co.uk',
  'catch.com.au',
  'privaterelay.appleid.com',
];

const email = (meaning: string) =>
  field(emailText(), {
    meaning,
    expected: 'an e-mail address of at most 50 characters',
    example: 'accounts@main-store.com.au',
    quiet: true,
  });

export const customersSchema = z.strictObject({
  policy: field(z.enum(['match', 'prefix', 'house']), {
    meaning:
      "Whose account a copy stands under. `match`: the primary's account with the same e-mail address and surname, else a new one. `prefix`: an account of its own per customer, with a prefix before the username. `house`: one account for the whole store.",
    expected: 'match, prefix or house',
    example: 'house',
  }),
  usernamePrefix: field(
    patternText(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,11}$/, 'which is not made of 1 to 12 letters, digits, _, . and -'),
    {
      meaning: 'Stands before the usernames of the accounts that are made.',
      expected: '1 to 12 letters, digits, _, . and -, beginning with a letter or digit, such as w_',
      default: 'the first target prefix in lower case and `_`',
    },
  ).optional(),
  house: field(
    z.strictObject({
      username: field(shortText(25), {
        meaning: 'Its username in the primary.',
        expected: 'a username of 1 to 25 characters, without a blank at either end',
        example: 'west_store',
        quiet: true,
      }),
      email: email('Its e-mail address.'),
    }),
    {
      meaning: 'The one account that all copies of this store stand under.',
      expected: 'the keys username and email',
      required: 'where `customers.policy` is `house`',
      example: '{ username: west_store, email: accounts@main-store.com.au }',
    },
  ).optional(),
  sharedEmails: field(distinct(email('One address.')), {
    meaning: 'Addresses that several customers use. Nobody is matched by them.',
    expected: 'a list of e-mail addresses, each only once',
    example: '[sales@west-store.com.au]',
  }).default([]),
  relayDomains: field(
    distinct(
      field(patternText(/^([A-Za-z0-9-]+\.)+[A-Za-z0-9-]+$/, 'which is no domain'), {
        meaning: 'One domain, without @.',
        expected: 'a domain such as members.ebay.com, without @',
      }),
    ),
    {
      meaning: 'Domains of marketplaces that make up an address per order. Nobody is matched by an address there.',
      expected: 'a list of domains, each only once, such as [members.ebay.com]',
    },
  ).default(marketplaceRelayDomains),
  accountEmail: field(z.enum(['keep', 'blank']), {
    meaning:
      "Whether an account that is made bears the shopper's e-mail address (where no other account has it). `blank`: never, for a primary that writes to the address of the account and not to that of the order.",
    expected: 'keep or blank',
  }).default('keep'),
  scope,
});
