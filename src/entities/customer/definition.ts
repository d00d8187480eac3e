import type { EntityDefinition } from '../definition/definition.ts';
import { customerFields } from './compared-fields.ts';
import { customerColumns } from './feed-columns.ts';
import { customerContentSchema, customerJudging } from './judging.ts';
import { customerReads } from './reads.ts';
import { customerSteps } from './write.ts';

export const customer = {
  name: 'customers',
  words: { one: 'customer', many: 'customers' },
  dependsOn: [],
  content: customerContentSchema,
  read: customerReads,
  writes: { steps: customerSteps, judging: customerJudging },
  compares: { fields: customerFields },
  feed: { columns: customerColumns, isByHand: false },
} as const satisfies EntityDefinition;
