import { customerRecordSchema } from '../../model/customer.ts';
import type { EntityDefinition } from '../definition/definition.ts';
import { customerSteps } from './write.ts';

export const customer = {
  name: 'customers',
  words: { one: 'customer', many: 'customers' },
  dependsOn: [],
  content: customerRecordSchema,
  writes: { steps: customerSteps },
} as const satisfies EntityDefinition;
