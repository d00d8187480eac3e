import { z } from 'zod';
import { decimalSchema } from '../../model/money.ts';
import type { LinkDocument } from '../actions/link.ts';
import { entity, sourceId, store } from './parts.ts';

const ids = z.array(z.string()).describe("the primary's own ids");

const money = z.strictObject({
  entity: z.enum(['payments', 'rmas']),
  sourceId: z.string().nullable().describe('null: only the primary has it'),
  ids: ids.describe("the primary's own ids; none: only its store has it"),
  amount: decimalSchema,
  method: z.string(),
  day: z.string().nullable(),
});

/** `link --output json` */
export const linkDocumentSchema: z.ZodType<LinkDocument> = z.strictObject({
  pipeline: z.string(),
  store,
  entity,
  sourceId,
  as: ids.describe("the primary's own ids of what was entered by hand"),
  result: z
    .enum(['linked', 'queued', 'would-be-linked', 'different'])
    .describe(
      '`different`: nothing was linked, since fields that must agree do not; `queued`: it is, once the run that goes on has ended',
    ),
  fields: z
    .array(z.strictObject({ name: z.string(), source: z.string(), primary: z.string() }))
    .describe('both side by side; it holds what is personal'),
  differences: z
    .array(
      z.strictObject({
        field: z.string(),
        meant: z.string().describe('what its own store says, as the rules make it'),
        held: z.string().describe('what the primary shows'),
        inStore: z.string().optional().describe('as its own store has it, where the rules make another one of it'),
      }),
    )
    .describe('in what must agree'),
  paired: z.array(money).describe('linked along with the order'),
  unpaired: z.array(money).describe('on one side alone: to be entered there, or linked one by one'),
});
