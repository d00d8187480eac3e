import { z } from 'zod';
import { distinct, emailText, field, patternText, shortText } from './fields.ts';
import { nameMap } from './order-schema.ts';

const scope = field(z.enum(['referenced', 'all']), {
  meaning: '`referenced`: only what copied orders refer to. `all`: everything the store has.',
  expected: 'referenced or all',
}).default('referenced');

export const paymentsSchema = z.strictObject({
  methods: nameMap(
    "The secondary's payment methods and the primary's that stand for them. One that is not listed keeps its name.",
    'payment methods and their names in the primary, such as { "Credit Card": "West - Credit Card" }',
  ),
  lookBackDays: field(z.int().min(1).max(3650), {
    meaning:
      'How many days back payments are read again, since a late one does not always show as a change of its order.',
    expected: 'a whole number from 1 to 3650',
  }).default(45),
});

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
  }).default([]),
  relayDomains: field(
    distinct(
      field(patternText(/^([a-z0-9-]+\.)+[a-z0-9-]+$/i, 'which is no domain'), {
        meaning: 'One domain, without @.',
        expected: 'a domain such as members.ebay.com, without @',
      }),
    ),
    {
      meaning: 'Domains of marketplaces that make up an address per order. Nobody is matched by an address there.',
      expected: 'a list of domains, each only once, such as [members.ebay.com]',
    },
  ).default(marketplaceRelayDomains),
  scope,
});

export const productsSchema = z.strictObject({
  policy: field(z.enum(['match', 'prefix', 'map', 'placeholder']), {
    meaning:
      'Which article of the primary a line names. `match`: the one with the same SKU, else a new one. `prefix`: one with a prefix before the SKU. `map`: what the CSV file says. `placeholder`: always the same service article.',
    expected: 'match, prefix, map or placeholder',
    example: 'placeholder',
  }),
  skuPrefix: field(shortText(12), {
    meaning: 'Stands before the SKUs of the articles that are made.',
    expected: 'a text of 1 to 12 characters, without a blank at either end, such as W-',
    required: 'where `products.policy` is `prefix`',
    example: 'W-',
  }).optional(),
  map: field(shortText(1000), {
    meaning: 'A CSV file with the SKUs of the secondary and of the primary; its path is relative to the pipeline file.',
    expected: 'the path of a CSV file',
    required: 'where `products.policy` is `map`',
    example: 'west-skus.csv',
  }).optional(),
  placeholderSku: field(shortText(25), {
    meaning: 'The SKU of the service article that stands for all others.',
    expected: 'an SKU of 1 to 25 characters, without a blank at either end',
    default: "the store's name in capitals and `-ITEM`",
  }).optional(),
  scope,
});
