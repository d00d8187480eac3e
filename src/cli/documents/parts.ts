import { z } from 'zod';
import { entityNames } from '../../entities/kinds.ts';
import { askedOrdersSchema } from '../../model/asked-orders.ts';
import { entityNameSchema } from '../../model/entities.ts';
import { lookCodes } from '../../model/look-codes.ts';
import { decimalSchema } from '../../model/money.ts';
import { instantSchema, localDateSchema } from '../../model/time.ts';
import { quarantineActions } from '../../run/summary.ts';
import { guardNames } from '../../transform/guards/guard-rules.ts';

export const store = z.string().describe('name of the store in the pipeline file');
/** Which ones there are, the registry says; the page and other readers of the schema are told those of this program. */
export const entity = entityNameSchema.meta({ enum: [...entityNames()] });

export function byEntity<Value extends z.ZodType>(value: Value) {
  return z.record(entityNameSchema, value);
}

export const sourceId = z.string().describe("the record's id in its own store");
export const targetId = z.string().nullable().describe("its copy's id in the primary; null while there is none");
export const amount = decimalSchema.describe('an exact decimal as text, such as "12.5"');
export const at = instantSchema.describe('a moment in UTC, such as "2026-07-01T00:00:00Z"');

const number = z.number().int().nonnegative();

export const countsSchema = z
  .strictObject({
    read: number,
    created: number,
    updated: number,
    unchanged: number,
    skipped: number,
    quarantined: number,
    pending: number,
  })
  .describe('over distinct ids; `read` is the sum of all the others');

const outcomes = ['created', 'updated', 'unchanged', 'skipped', 'quarantined', 'pending'] as const;

export const amountsSchema = z
  .partialRecord(z.enum(outcomes), amount)
  .describe('what the records of each outcome come to');

export const quarantinedSchema = z.strictObject({
  store,
  entity,
  sourceId,
  targetId,
  amount: amount.nullable().describe("an order's total, a payment's amount; null where it is not known"),
  code: z.string().describe('the reason, as a word that does not change'),
  reason: z.string().describe('what happened in this case'),
  remedy: z.string().describe('what can be done about it'),
  actions: z.array(z.enum(quarantineActions)).describe('the verbs of `quarantine` that decide about it'),
});

export const problemSchema = z.strictObject({
  store,
  code: z.string().describe('as in docs/errors.md'),
  message: z.string(),
});

export const warningSchema = z.strictObject({
  store,
  entity,
  sourceId: sourceId.describe("the record's id in its own store; of a group the first one"),
  code: z.string(),
  message: z.string(),
  guard: z
    .enum(guardNames)
    .optional()
    .describe('key of `guards` that is `warn`: one entry stands for all orders of the store that it found'),
  count: z.number().int().positive().optional().describe('how many orders the guard found; with `guard` only'),
  examples: z.array(z.string()).optional().describe('source ids of up to three of them; with `guard` only'),
});

export const lookSchema = z.strictObject({
  store,
  entity,
  code: z
    .enum(lookCodes)
    .describe(
      'an account that has no name, an invoice date or a payment more than a day ahead of its store, one transaction of the gateway on two orders',
    ),
  count: z.number().int().positive(),
  samples: z
    .array(
      z.strictObject({
        sourceId,
        orders: z
          .array(z.string())
          .optional()
          .describe('of a payment: the orders that it or its transaction stands on'),
        day: localDateSchema.optional(),
      }),
    )
    .describe('up to five of them'),
  message: z.string(),
  remedy: z.string().describe('what to do, in a sentence'),
});

export const differenceSchema = z.strictObject({
  kind: z
    .enum(['doubled', 'foreign'])
    .describe('a second copy of an order, payment or return, or an order that this ledger did not make'),
  entity: z.enum(['orders', 'payments', 'rmas']),
  store,
  sourceId: z.string().nullable(),
  targetId: z.string(),
  message: z.string(),
});

export const historySchema = z.strictObject({
  at,
  run: number.describe('0: decided by a person between two runs'),
  event: z.string().describe('`intent`, `step-done`, `loaded`, `linked`, `skipped`, `quarantined`, `retry`, …'),
  detail: z.string(),
  who: z.string().optional().describe('who decided, as `login@machine`'),
});

/** Orders that are copied only after a person's yes. */
export const unconfirmedSchema = z.strictObject({
  store,
  orders: number,
  comesTo: askedOrdersSchema
    .optional()
    .describe(
      'what they come to by currency, with GST, their first and last day, and some of them; a run of an earlier version has not told it',
    ),
});
