import { productRecordSchema } from '../../model/product.ts';
import type { EntityDefinition } from '../definition/definition.ts';
import { productFields } from './compared-fields.ts';
import { productColumns } from './feed-columns.ts';
import { productJudging } from './judging.ts';
import { productReads } from './reads.ts';
import { productSteps } from './write.ts';

export const product = {
  name: 'products',
  words: { one: 'product', many: 'products' },
  dependsOn: [],
  content: productRecordSchema,
  read: productReads,
  writes: { steps: productSteps, judging: productJudging },
  compares: { fields: productFields },
  feed: { columns: productColumns, isByHand: false },
} as const satisfies EntityDefinition;
