import { z } from 'zod';
import { entityNames, findKind } from '../entities/kinds.ts';
import type { EntityName } from '../model/entities.ts';
import { connectionShape, keySchema } from './connection-schema.ts';
import { customersSchema } from './customer-schema.ts';
import { dateExpected, dateText, distinct, field, patternText, text } from './fields.ts';
import { ordersSchema } from './order-schema.ts';
import { paymentsSchema, productsSchema, rmaSchema } from './rules-schema.ts';
import { sourceSchema } from './source-schema.ts';

const reference = (of: string) =>
  field(patternText(/^[!-~]{1,20}$/, 'which is not made of 1 to 20 characters without blanks'), {
    meaning: `Stands before the source id in the reference of ${of}.`,
    expected: '1 to 20 characters without blanks, such as west:',
    default: "the store's name and a colon",
    example: '"west:"',
  }).optional();

/** A variable can't stand for a name, so the pattern for editors is the bare one. */
const source = field(
  text((value) => (/^\S{0,14}$/.test(value) ? undefined : 'which holds a blank or more than 14 characters')),
  {
    meaning: 'A prefix that the store used; "" for none.',
    expected: 'a prefix of at most 14 characters, without blanks',
  },
  { pattern: '^\\S{0,14}$' },
);

const target = field(
  patternText(
    /^[A-Za-z][A-Za-z0-9-]{0,9}$/,
    'which is not made of 1 to 10 letters, digits and -, beginning with a letter',
  ),
  {
    meaning: "The prefix that the copies' numbers get instead.",
    expected: '1 to 10 letters, digits and -, beginning with a letter, such as W',
    example: 'W',
  },
);

/** Asked when a file is read, since the registry may have got more since this schema was made. */
const registeredName = z
  .string()
  .check(({ value, issues }) => {
    if (findKind(value) !== undefined) return;
    // As an enum has it: one complaint, whatever else is wrong with it, and none of the list that it stands in.
    issues.push({ code: 'invalid_value', values: [...entityNames()], input: value, continue: false });
  })
  .meta({ enum: [...entityNames()] }) as z.ZodType<EntityName, string>;

export const secondarySchema = z.strictObject({
  name: field(patternText(/^(?!(?:primary|xero)$)[a-z][a-z0-9-]{0,11}$/, 'which is not a name for a secondary'), {
    meaning:
      "The store's name, in reports, in the ledger and on every line of its copies. Don't change it after the first run.",
    expected: '1 to 12 lower-case letters, digits and -, beginning with a letter, and not "primary" or "xero"',
    example: 'west',
  }),
  ...connectionShape,
  // A store that is read from files is never asked by its API.
  key: keySchema.optional(),
  source: field(sourceSchema, {
    meaning: 'Read the store from feed files instead of its API.',
    expected: 'a group of the keys files, moveTo, columns, password, hostKey',
    example: '{ files: feeds/west/*.csv, moveTo: feeds/west/done }',
  }).optional(),
  prefix: field(
    z.record(source, target).refine((map) => Object.keys(map).length > 0, 'which is empty'),
    {
      meaning:
        "Every prefix that the store's order numbers ever had (\"\" for none), and the prefix of the copies' numbers instead. No target may begin with another one, or with one of the primary's prefixes: otherwise two orders could get one invoice number.",
      expected: 'at least one prefix and its target, such as { N: W, SFX: X }',
      example: '{ N: W }',
    },
    { minProperties: 1 },
  ),
  references: field(
    z.strictObject({
      payment: reference('a payment'),
      overpayment: reference('an overpayment'),
      creditNote: reference('a credit note'),
    }),
    {
      meaning:
        "The marks by which a copied payment or credit note is known as this store's. None may begin with another store's.",
      expected: 'a group of the keys payment, overpayment, creditNote',
      default: 'the defaults of its keys',
      example: '{ payment: "west:" }',
    },
  ).prefault({}),
  since: field(dateText(), {
    meaning:
      "Orders before this day are left alone: by accounting date (invoiced, else placed), in the store's time zone.",
    expected: dateExpected,
    example: '2026-07-01',
  }),
  purpose: field(z.enum(['books', 'fulfil']), {
    meaning:
      'Why orders are copied. `books`: for the accounts only; first copied when invoiced or dispatched, and never in a pick queue. `fulfil`: copied when approved; the primary picks, packs and ships.',
    expected: 'books or fulfil',
    example: 'books',
  }),
  entities: field(
    distinct(
      field(registeredName, { meaning: 'One kind of record.', expected: `one of ${entityNames().join(', ')}` }),
    ).min(1),
    {
      meaning: 'What is copied. Payments and RMAs follow their orders, and are not copied without them.',
      expected: `a list of at least one of ${entityNames().join(', ')}, each only once`,
      example: '[products, customers, orders, payments, rmas]',
    },
  ).default(['products', 'customers', 'orders', 'payments']),
  orders: field(ordersSchema, {
    meaning: 'How orders are copied.',
    expected: 'a group of keys',
    default: 'the defaults of its keys',
    example: '{ warehouse: Virtual }',
  }).prefault({}),
  payments: field(paymentsSchema, {
    meaning: 'How payments are copied.',
    expected: 'a group of the keys methods, lookBackDays, allowSpendableCredit',
    default: 'the defaults of its keys',
    example: '{ methods: { "Credit Card": "West - Credit Card" } }',
  }).prefault({}),
  customers: field(customersSchema, {
    meaning: 'How customers are copied.',
    expected: 'a group of keys with at least policy',
    example: '{ policy: house, house: { username: west_store, email: accounts@main-store.com.au } }',
  }),
  products: field(productsSchema, {
    meaning: 'How products are copied.',
    expected: 'a group of keys with at least policy',
    example: '{ policy: placeholder }',
  }),
  rma: field(rmaSchema, {
    meaning: 'How returns (RMAs) are copied.',
    expected: 'a group of keys with at least staff and warehouse',
    required: 'where `entities` has rmas',
    example: '{ staff: anna, warehouse: Virtual }',
  }).optional(),
});
