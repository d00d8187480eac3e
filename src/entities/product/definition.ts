import { productRecordSchema } from '../../model/product.ts';
import type { EntityDefinition } from '../definition/definition.ts';

export const product = {
  name: 'products',
  words: { one: 'product', many: 'products' },
  dependsOn: [],
  content: productRecordSchema,
} as const satisfies EntityDefinition;
