import { rmaSchema } from '../../model/rma.ts';
import type { EntityDefinition } from '../definition/definition.ts';

export const returned = {
  name: 'rmas',
  words: { one: 'return', many: 'returns' },
  dependsOn: ['orders'],
  content: rmaSchema,
} as const satisfies EntityDefinition;
