import { customerRecordSchema } from '../../model/customer.ts';
import type { EntityDefinition } from '../definition/definition.ts';
import { customerFields } from './compared-fields.ts';
import { customerSteps } from './write.ts';

export const customer = {
  name: 'customers',
  words: { one: 'customer', many: 'customers' },
  dependsOn: [],
  content: customerRecordSchema,
  writes: { steps: customerSteps },
  compares: { fields: customerFields },
} as const satisfies EntityDefinition;
