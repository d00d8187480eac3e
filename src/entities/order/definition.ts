import { orderSchema } from '../../model/order.ts';
import type { EntityDefinition } from '../definition/definition.ts';

export const order = {
  name: 'orders',
  words: { one: 'order', many: 'orders' },
  dependsOn: ['products', 'customers'],
  content: orderSchema,
} as const satisfies EntityDefinition;
