import { z } from 'zod';
import { mappingNames } from '../../operations/map/mappings.ts';
import type { MapDocument } from '../actions/map.ts';
import { amount, entity, sourceId, store } from './parts.ts';

/** `map --output json` */
export const mapDocumentSchema: z.ZodType<MapDocument> = z.strictObject({
  pipeline: z.string(),
  file: z.string().describe('the pipeline file'),
  store,
  what: z.enum(mappingNames),
  name: z.string().describe('as its own store calls it'),
  to: z.string().describe('as the primary spells it; of payment terms their days'),
  before: z.string().nullable().describe('what the file said before; null where it said nothing'),
  result: z
    .enum(['changed', 'would-change', 'unchanged', 'by-hand'])
    .describe('`by-hand`: the file stays as it is, and a person adds the lines'),
  lines: z.array(z.string()).describe('those that differ, with `- ` or `+ ` before them; of `by-hand` those to add'),
  listed: z
    .boolean()
    .nullable()
    .describe('whether its own store lists the name; null where it has no list, or was not asked'),
  idle: z.string().nullable().describe('why it has no effect as the file is; null where it has'),
  waiting: z
    .array(z.strictObject({ store, entity, sourceId, amount: amount.nullable() }))
    .describe('what is quarantined for want of it; the next run judges these anew'),
});
