import { z } from 'zod';
import { alertSchema } from './alert-schema.ts';
import { primarySchema } from './connection-schema.ts';
import { dateExpected, dateText, field, patternText, shortText, text } from './fields.ts';
import { loadSchema } from './load-schema.ts';
import { guardsSchema } from './rules-schema.ts';
import { secondarySchema } from './secondary-schema.ts';
import { amountProblem, cronProblem } from './values.ts';
import { xeroSchema } from './xero-schema.ts';

const accountingSchema = z.strictObject({
  lockDate: field(dateText(), {
    meaning:
      "The lock date of the books in Xero: what belongs to that day or an earlier one is not written. It may be later than `since`, and moves on with the books. With `xero` it need not be given: the later of this one and the organisation's own holds.",
    expected: dateExpected,
    example: '2026-06-30',
  }).optional(),
  beforeLockDate: field(z.enum(['hold', 'refuse']), {
    meaning:
      'What becomes of orders and payments of the closed period. `hold`: they wait in quarantine for a decision. `refuse`: they are left out.',
    expected: 'hold or refuse',
  }).default('hold'),
  tolerance: field(
    z.union([z.string(), z.number()]).superRefine((value, context) => {
      const message = amountProblem(value);
      if (message !== undefined) context.addIssue({ code: 'custom', message });
    }),
    {
      meaning: "By how much a copy's total may differ from its source before it is quarantined.",
      expected: 'an amount of zero or more, such as "0.00"',
      example: '"0.00"',
    },
  ).default('0'),
  gstRounding: field(z.enum(['warn', 'hold']), {
    meaning:
      'What follows where the total of a copy is right, and its GST differs from its source by no more than rounding explains: at most a cent for each line and one for shipping. `warn`: it is copied, and the run says how many and by how much in all. `hold`: it goes to quarantine.',
    expected: 'warn or hold',
  }).default('warn'),
});

const quarantineSchema = z.strictObject({
  purgeAfterDays: field(z.int().min(1).max(36_500), {
    meaning:
      'After so many days in quarantine a record loses its content, with what is personal in it; the end of each run sees to that. It stays listed with its reason, and can still be retried: the next run then reads it from its store again.',
    expected: 'a whole number from 1 to 36500',
    example: '180',
  }).default(180),
});

const secondary = field(secondarySchema, {
  meaning: 'One store that is copied from.',
  expected: 'a group of keys with at least name, url, key, timezone, prefix, since, purpose, customers and products',
});

export const pipelineFileSchema = z.strictObject({
  name: field(patternText(/^[A-Za-z0-9_-]+$/, 'which is not made of letters, digits, - and _'), {
    meaning: 'The name of the pipeline, in reports and in the ledger.',
    expected: 'letters, digits, - and _, such as au-stores',
    example: 'au-stores',
  }),
  ledger: field(shortText(1000), {
    meaning:
      'The file in which the program keeps what it has done. Each pipeline has its own. The path is relative to the pipeline file. Or the variable that holds the address of a PostgreSQL database, `postgres://user:password@host:port/database`, in which each pipeline has a schema of its own; see [docs/postgres.md](postgres.md).',
    expected: `the path of a file, such as state/au-stores.db, or the variable with the address of a PostgreSQL database, such as \${LEDGER_URL}`,
    default: '`state/<name>.db`',
    example: 'state/au-stores.db',
  }).optional(),
  primary: field(primarySchema, {
    meaning: 'The store that is connected to Xero, and that receives the copies.',
    expected: 'a group of keys with at least url, key, prefixes and timezone',
  }),
  secondaries: field(z.array(secondary).min(1), {
    meaning: 'The stores whose records are copied. They are only read.',
    expected: 'a list of at least one store',
  }),
  accounting: field(accountingSchema, {
    meaning: 'What the books allow.',
    expected: 'a group of the keys lockDate, beforeLockDate, tolerance, gstRounding',
    default: 'the defaults of its keys',
    example: '{ lockDate: 2026-06-30 }',
  }).prefault({}),
  guards: field(guardsSchema, {
    meaning:
      'What is done about records that Xero would refuse or take wrongly. `stop`: the run ends, for all stores. Where a key other than `currency` is `stop`, or `contacts` is `hold`, all orders are read and judged before the first write of the run, so that nothing is written; reading and writing then no longer overlap. `hold`: they go to quarantine. `warn`: they are copied, and `check`, `plan` and the summary of the run report them, one line for each key and store. What an earlier run has begun is finished before anything is judged.',
    expected: 'a group of the keys skus, numbers, negativeTotals, dueDates, contacts, currency',
    default: 'the defaults of its keys',
    example: '{ dueDates: hold }',
  }).prefault({}),
  load: field(loadSchema, {
    meaning: 'How records are read and written. The defaults suit nearly everyone.',
    expected:
      'a group of the keys batchSizes, settleAfterSeconds, overlapSeconds, clockToleranceSeconds, sweepDays, refusals',
    default: 'the defaults of its keys',
    example: '{ batchSizes: [1, 5, 20] }',
  }).prefault({}),
  xero: field(xeroSchema, {
    meaning:
      'The books themselves, which are only read: whether what was copied has arrived there, once and to the cent. See [xero.md](xero.md). Left out, nothing of Xero is asked.',
    expected: 'a group of keys with at least clientId and clientSecret',
    example: `{ clientId: "\${XERO_CLIENT_ID}", clientSecret: "\${XERO_CLIENT_SECRET}" }`,
  }).optional(),
  schedule: field(text(cronProblem), {
    meaning:
      "When `schedule` runs the pipeline, in the primary's time zone: minute, hour, day of the month, month, day of the week, as in cron. Without it, `schedule` does not run it.",
    expected: 'a cron line of five fields, such as "*/15 * * * *"',
    example: '"*/15 * * * *"',
  }).optional(),
  onProblem: field(alertSchema, {
    meaning: 'Who is told when something is wrong, and when it is well again.',
    expected: 'a group of the keys webhook, format, email, quietRuns, remindDays, digest, digestDay, digestHour',
    default: 'the defaults of its keys',
    example: `{ webhook: "\${ALERT_WEBHOOK}" }`,
  }).prefault({}),
  quarantine: field(quarantineSchema, {
    meaning: 'What becomes of records that are quarantined and that nobody decides about.',
    expected: 'a group of the key purgeAfterDays',
    default: 'the defaults of its keys',
    example: '{ purgeAfterDays: 180 }',
  }).prefault({}),
});

/** The file's content with the fixed defaults; `complete` adds those that depend on other keys. */
export type PipelineFile = z.output<typeof pipelineFileSchema>;
export type SecondaryFile = PipelineFile['secondaries'][number];
