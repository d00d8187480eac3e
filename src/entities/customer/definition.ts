import { customerRecordSchema } from '../../model/customer.ts';
import type { EntityDefinition } from '../definition/definition.ts';

export const customer = {
  name: 'customers',
  words: { one: 'customer', many: 'customers' },
  dependsOn: [],
  content: customerRecordSchema,
} as const satisfies EntityDefinition;
