import { z } from 'zod';
import { defaultGuards, type GuardName, guardActions } from '../transform/guards/guard-rules.ts';
import { distinct, field, nameMap, scope, shortText } from './fields.ts';

const guard = (name: GuardName, meaning: string) =>
  field(z.enum(guardActions), { meaning, expected: 'stop, hold or warn' }).default(defaultGuards[name]);

export const guardsSchema = z.strictObject({
  skus: guard(
    'skus',
    'SKUs on a copy that Xero does not take: longer than 30 characters, with a blank, or with a slash.',
  ),
  numbers: guard(
    'numbers',
    'A number that a copy would get, and that another order of the primary has already. A run never writes such an order: `stop` ends the run, `hold` and `warn` hold the order. `stop` and `hold` make it a problem of `check`, `warn` something to look at. A number that is taken while the run goes on is always quarantined.',
  ),
  negativeTotals: guard('negativeTotals', 'Orders of less than zero, which Xero refuses as invoices.'),
  dueDates: guard('dueDates', 'Orders without a due date, which Xero refuses unless the primary fills one in.'),
  contacts: guard(
    'contacts',
    'Customers that Xero would take for one contact although they are several people: accounts that would have one name in Xero, which is the company (such as "Cash Sale"), or else first and last name, capitals, blanks, dots and commas aside; or one account for people of different surnames and addresses. Who has the same account or the same address is one person; a shared address or what is none proves nothing. `check` looks among recent orders; a run looks among its own orders and all accounts of the primary, which it reads once and then as they change, as far as daily work may ask (a narrowed run reads none, and says so while not all are known: `contacts-not-read`). `hold` holds all orders of the run that are concerned; for that, as for `stop`, all orders are read before the first write. With `xero` the contacts in Xero are read once, too, and then as they change: one of the same name that bears another user name, or the address of somebody else, counts as somebody else. Does not concern stores with `customers.policy: house`.',
  ),
  currency: guard(
    'currency',
    "A secondary whose currency is not the primary's by the store's own settings; a single order, payment or return in another currency is quarantined in any case. `stop` ends the run before its first write while one of the stores was never copied from; a store that changes its currency later ends it before anything of that store is written, and what was copied from other stores until then stands.",
  ),
});

export const paymentsSchema = z.strictObject({
  methods: nameMap(
    "The secondary's payment methods and the primary's that stand for them. One that is not listed keeps its name. Capitals make no difference.",
    'payment methods and their names in the primary, such as { "Credit Card": "West - Credit Card" }',
  ),
  lookBackDays: field(z.int().min(1).max(3650), {
    meaning:
      'How many days back payments are read again, since a late one does not always show as a change of its order. Where there are many, and their ids grow, new ones are found by their ids, and all are read again once a day.',
    expected: 'a whole number from 1 to 3650',
  }).default(45),
  allowSpendableCredit: field(z.boolean(), {
    meaning:
      'Whether an overpayment is copied though it gives a shopper with an account of their own in the primary credit to spend there. Otherwise it is quarantined.',
    expected: 'true or false',
  }).default(false),
});

export const rmaSchema = z.strictObject({
  staff: field(shortText(25), {
    meaning: "User name of a member of the primary's staff. Neto wants one for each return.",
    expected: 'a user name of 1 to 25 characters',
    example: 'anna',
  }),
  warehouse: field(shortText(30), {
    meaning: "The primary's warehouse that returned goods go to; for `books` one without stock.",
    expected: "the name of one of the primary's warehouses",
    example: 'Virtual',
  }),
  waitDays: field(z.int().min(0).max(365), {
    meaning:
      'How many days after its last change a closed return is waited for that is not paid out in full. A refund that comes later can not be added to its copy.',
    expected: 'a whole number from 0 to 365',
  }).default(14),
  allowSpendableCredit: field(z.boolean(), {
    meaning:
      'Whether a return may leave credit on an account that was in the primary before us, where its holder could spend it a second time.',
    expected: 'true or false',
  }).default(false),
  taxCode: field(shortText(8), {
    meaning: "The primary's tax code for lines with GST.",
    expected: 'a tax code of 1 to 8 characters',
  }).default('GST'),
  freeTaxCode: field(shortText(8), {
    meaning: "The primary's tax code for lines without GST.",
    expected: 'a tax code of 1 to 8 characters',
  }).default('FREE'),
});

/** Seen on the orders of real stores (reference, section 4, quirk 42). */
export const defaultPseudoSkus = ['TEXT_NOTE*', 'DS_*', 'REPVISIT_*', 'header_*', 'stand_*', 'catalogue_*'];

export const productsSchema = z.strictObject({
  policy: field(z.enum(['match', 'prefix', 'map', 'placeholder']), {
    meaning:
      'Which product of the primary a line names. `match`: the one with the same SKU, else a new one. `prefix`: one with a prefix before the SKU. `map`: what the CSV file says. `placeholder`: always the same service product.',
    expected: 'match, prefix, map or placeholder',
    example: 'placeholder',
  }),
  skuPrefix: field(shortText(12), {
    meaning: 'Stands before the SKUs of the products that are made.',
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
    meaning: 'The SKU of the service product that stands for all others.',
    expected: 'an SKU of 1 to 25 characters, without a blank at either end',
    default: "the store's name in capitals and `-ITEM`",
    example: 'WEST-ITEM',
  }).optional(),
  sameSkuOtherName: field(z.enum(['warn', 'hold']), {
    meaning:
      "What follows where the primary has a product of the same SKU under another name (policies `match` and `prefix`). `warn`: it is taken for the same one, and the run's summary says so. `hold`: the orders that name it wait in quarantine.",
    expected: 'warn or hold',
  }).default('warn'),
  services: nameMap(
    "The secondary's SKUs that are no goods, such as gift vouchers, and the primary's service products that stand for them, whatever `policy` says.",
    'SKUs and SKUs of the primary, such as { "GIFT-50": "GIFT-VOUCHER" }',
  ),
  pseudoSkus: field(
    distinct(
      field(shortText(25), {
        meaning: 'One SKU, or the beginning of several with `*`.',
        expected: 'an SKU, with or without * at its end',
      }),
    ),
    {
      meaning:
        'SKUs of lines that are notes and no products. Such a line goes into the internal notes of the copy, unless it bears a price.',
      expected: 'a list of SKUs, each only once, such as [TEXT_NOTE, "header_*"]',
    },
  ).default(defaultPseudoSkus),
  scope,
});
