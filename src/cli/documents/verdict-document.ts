import { z } from 'zod';
import { localDateSchema } from '../../model/time.ts';
import type { AskedAlone } from '../../run/context/narrowing.ts';
import type { Verdict } from '../../verdict/verdict.ts';
import { amount, at, entity } from './parts.ts';

const count = z.number().int().nonnegative();

const currencyAmount = z.strictObject({
  currency: z.string().describe('empty where no record shows one: the currency of the books'),
  inBooks: amount.describe('what those in the books come to there'),
  all: amount,
});

export const narrowingSchema: z.ZodType<AskedAlone> = z.strictObject({
  stores: z.array(z.string()).optional(),
  entities: z.array(entity).optional(),
  orders: z.array(z.string()).optional().describe('ids in their own store'),
  since: localDateSchema.optional().describe('accounting date of the first day'),
  until: localDateSchema.optional().describe('of the last day'),
  limit: z.number().int().positive().optional().describe('orders of each store, at most'),
});

const countsOf = z.array(z.strictObject({ entity, count: count.positive() }));

/** What `status`, `run` and `import` say first, as numbers. */
export const verdictSchema: z.ZodType<Verdict> = z
  .strictObject({
    month: z.string().describe('the month so far, such as `2026-10`, in the time zone of the primary'),
    parts: z
      .array(
        z.strictObject({
          entity,
          inBooks: count.describe('in the primary'),
          all: count.describe('in the books, or to be put there; what rules leave out is in neither number'),
          amounts: z.array(currencyAmount).describe('by currency, that of the books first; no two are added up'),
          unknownAmounts: count.describe('of these, those whose amount is not known; in no sum'),
          earlier: count.describe('of those not in the books: of a day before this month'),
          quarantined: count.describe('waiting for a person; some of these are in the books and differ there'),
          pending: count.describe('read, and not decided yet'),
          decided: count.describe('decided by a person, and to be taken up by the next run; in neither of the two'),
          leftOut: count.describe('of this month, left out by a rule'),
          dropped: count.describe('of this month, left out since a person dropped it or its order'),
          droppedAmounts: z.array(currencyAmount).describe('what that comes to, in `all`'),
        }),
      )
      .describe('by entity that is money: those of the month by accounting date, and all that is open from before'),
    agreement: z
      .discriminatedUnion('kind', [
        z.strictObject({
          kind: z.literal('equal'),
          day: localDateSchema,
          accepted: count.describe('differences that a person let stand'),
          later: z
            .array(z.strictObject({ entity, count }))
            .describe('copies that came or changed after the comparison began, of which it says nothing'),
        }),
        z.strictObject({ kind: z.literal('differs'), day: localDateSchema, differences: count }),
        z.strictObject({ kind: z.literal('outdated'), day: localDateSchema }),
        z.strictObject({ kind: z.literal('unproven'), stores: z.array(z.string()) }),
      ])
      .describe('what the last comparison of both sides says'),
    books: z
      .strictObject({
        day: localDateSchema,
        words: z.string(),
        toConfirm: z.string().optional().describe('what invoices show of the export, and a person is to confirm'),
        toDo: z.string().optional().describe('what somebody is to do in Xero by hand; in no other number'),
      })
      .optional()
      .describe('what the last look into Xero showed, in words; left out where it was never looked at'),
    decisions: count.describe('what a person has to decide, each once, however many records wait for it'),
    decided: count.describe('those that a person has made, and that the next run takes up'),
    unconfirmed: count.describe('orders that are copied only with `--yes`'),
    toDo: count.describe(
      'decisions, differences that nothing explains, and stores that wait for `--yes`, a run that is overdue or failed',
    ),
    onlyNarrowed: count.describe('runs that were narrowed, where there was no whole one yet'),
    narrowed: z
      .strictObject({
        run: z.number().int(),
        to: narrowingSchema,
        copied: countsOf,
        changed: countsOf.describe('copies that were changed as their source was'),
      })
      .nullable()
      .describe('the last run, where options narrowed it: what else was new it did not look at; else null'),
    lastRun: z
      .strictObject({
        run: z.number().int(),
        status: z.string().describe('`running`: under way, or cut off'),
        endedAt: at.nullable(),
        endedOn: localDateSchema.nullable().describe('that day in the time zone of the primary'),
        onlyAsked: z.boolean().describe('it failed by nothing but that it asked for `--yes`'),
      })
      .nullable()
      .describe('the last whole run; null where there was none'),
    overdue: z.boolean().describe('no whole run has ended for two days'),
  })
  .describe('did everything arrive, does it add up, what is to be done');
