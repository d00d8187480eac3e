import { Cron } from 'croner';
import { z } from 'zod';
import { entityNames } from '../../model/entities.ts';
import { type Decimal, isNegative, parseDecimal } from '../../model/money.ts';
import { parseLocalDate } from '../../model/time.ts';
import { webhookProblem } from './addresses.ts';
import { connectionShape, primarySchema } from './connection-schema.ts';
import { distinct, field, patternText, shortText, text } from './fields.ts';
import { ordersSchema } from './order-schema.ts';
import { customersSchema, paymentsSchema, productsSchema } from './rules-schema.ts';

export type {
  CustomerRules,
  OrderRules,
  OrderStatus,
  Pipeline,
  Primary,
  ProductRules,
  Secondary,
  StoreConnection,
} from './pipeline.ts';

const date = () =>
  text((value) => (parseLocalDate(value) === undefined ? 'which is no day of the calendar' : undefined));
const dateExpected = 'a date, YYYY-MM-DD, such as 2026-07-01';

function amountProblem(value: string | number): string | undefined {
  const amount: Decimal | undefined = parseDecimal(value);
  if (amount === undefined) return 'which is no plain decimal number';
  return isNegative(amount) ? 'which is less than zero' : undefined;
}

function cronProblem(line: string): string | undefined {
  // croner also takes single moments; a schedule is a repetition.
  if (line.trim().split(/\s+/).length < 5) return 'which is no cron line';
  try {
    return new Cron(line, { paused: true }).nextRun() === null ? 'which names a time that never comes' : undefined;
  } catch {
    return 'which is no cron line';
  }
}

const reference = (of: string) =>
  field(patternText(/^\S{1,20}$/, 'which is not made of 1 to 20 characters without blanks'), {
    meaning: `Stands before the source id in the reference of ${of}.`,
    expected: '1 to 20 characters without blanks, such as west:',
    default: "the store's name and a colon",
  }).optional();

export const secondarySchema = z.strictObject({
  name: field(patternText(/^(?!primary$)[a-z][a-z0-9-]{0,11}$/, 'which is not a name for a store'), {
    meaning:
      "The store's name, in reports, in the ledger and on every line of its copies. Don't change it after the first run.",
    expected: '1 to 12 lower-case letters, digits and -, beginning with a letter, and not "primary"',
    example: 'west',
  }),
  ...connectionShape,
  prefix: field(
    z
      .record(
        patternText(/^\S{0,14}$/, 'which holds a blank or more than 14 characters'),
        field(
          patternText(
            /^[A-Za-z][A-Za-z0-9-]{0,9}$/,
            'which is not made of 1 to 10 letters, digits and -, beginning with a letter',
          ),
          {
            meaning: "The prefix that the copies' numbers get instead.",
            expected: '1 to 10 letters, digits and -, beginning with a letter, such as W',
          },
        ),
      )
      .refine((map) => Object.keys(map).length > 0, 'which is empty'),
    {
      meaning:
        "Every prefix that the store's order numbers ever had (\"\" for none), and the prefix of the copies' numbers instead. No target may begin with another one, or with one of the primary's prefixes: otherwise two orders could get one invoice number.",
      expected: 'at least one prefix and its target, such as { N: W, SFX: X }',
      example: '{ N: W }',
    },
  ),
  references: z
    .strictObject({
      payment: reference('a payment'),
      overpayment: reference('an overpayment'),
      creditNote: reference('a credit note'),
    })
    .prefault({}),
  since: field(date(), {
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
      field(z.enum(entityNames), { meaning: 'One kind of record.', expected: `one of ${entityNames.join(', ')}` }),
    ).min(1),
    { meaning: 'What is copied.', expected: `a list of at least one of ${entityNames.join(', ')}, each only once` },
  ).default(['products', 'customers', 'orders', 'payments']),
  orders: ordersSchema.prefault({}),
  payments: paymentsSchema.prefault({}),
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
});

export const pipelineFileSchema = z.strictObject({
  name: field(patternText(/^[A-Za-z0-9_-]+$/, 'which is not made of letters, digits, - and _'), {
    meaning: 'The name of the pipeline, in reports and in the ledger.',
    expected: 'letters, digits, - and _, such as au-stores',
    example: 'au-stores',
  }),
  ledger: field(shortText(1000), {
    meaning:
      'The file in which the program keeps what it has done. Each pipeline has its own. The path is relative to the pipeline file.',
    expected: 'the path of a file, such as state/au-stores.db',
    default: '`state/<name>.db`',
  }).optional(),
  primary: field(primarySchema, {
    meaning: 'The store that is connected to Xero, and that receives the copies.',
    expected: 'a group of keys with at least url, key, prefixes and timezone',
  }),
  secondaries: field(z.array(secondarySchema).min(1), {
    meaning: 'The stores whose records are copied. They are only read.',
    expected: 'a list of at least one store',
  }),
  accounting: z
    .strictObject({
      lockDate: field(date(), {
        meaning: 'The lock date of the books in Xero: what belongs to that day or an earlier one is not written.',
        expected: dateExpected,
      }).optional(),
      tolerance: field(
        z.union([z.string(), z.number()]).superRefine((value, context) => {
          const message = amountProblem(value);
          if (message !== undefined) context.addIssue({ code: 'custom', message });
        }),
        {
          meaning: "By how much a copy's total may differ from its source before it is held back.",
          expected: 'an amount of zero or more, such as "0.00"',
        },
      ).default('0'),
    })
    .prefault({}),
  load: z
    .strictObject({
      batchSizes: field(
        z
          .array(field(z.int().min(1).max(100), { meaning: 'One size.', expected: 'a whole number from 1 to 100' }))
          .min(1),
        {
          meaning:
            'How many records are written in one request: the first number at the start, the next ones as read-backs prove clean.',
          expected: 'a list of at least one whole number from 1 to 100, such as [1, 5, 20]',
        },
      ).default([1, 5, 20]),
      settleAfterSeconds: field(z.int().min(1).max(86_400), {
        meaning:
          "How long a write whose outcome is unknown is looked up before it counts as not done. At least twice the primary's `timeoutSeconds`.",
        expected: "a whole number from twice the primary's timeoutSeconds to 86400",
        default: "`300`, or twice the primary's `timeoutSeconds` where that is more",
      }).optional(),
      overlapSeconds: field(z.int().min(0).max(86_400), {
        meaning: 'How far back before the last run each run reads again.',
        expected: 'a whole number from 0 to 86400',
      }).default(300),
    })
    .prefault({}),
  schedule: field(text(cronProblem), {
    meaning: 'When `schedule` runs the pipeline, as a cron line.',
    expected: 'a cron line such as "*/15 * * * *"',
  }).optional(),
  onProblem: z
    .strictObject({
      webhook: field(text(webhookProblem), {
        meaning: 'An address that a message is posted to when a run fails or leaves something open.',
        expected: `an address that begins with https:// (http:// only for this machine itself), such as \${ALERT_WEBHOOK}`,
        quiet: true,
      }).optional(),
    })
    .prefault({}),
});

/** The file's content with the fixed defaults; `completePipeline` adds those that depend on other keys. */
export type PipelineFile = z.output<typeof pipelineFileSchema>;
export type SecondaryFile = z.output<typeof secondarySchema>;
