import { rmaSchema } from '../../model/rma.ts';
import type { EntityDefinition } from '../definition/definition.ts';
import { returnSteps } from './write.ts';

export const returned = {
  name: 'rmas',
  words: { one: 'return', many: 'returns' },
  dependsOn: ['orders'],
  content: rmaSchema,
  writes: { steps: returnSteps, isNumbered: true },
} as const satisfies EntityDefinition;
