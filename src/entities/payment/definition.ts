import { paymentSchema } from '../../model/payment.ts';
import type { EntityDefinition } from '../definition/definition.ts';

export const payment = {
  name: 'payments',
  words: { one: 'payment', many: 'payments' },
  dependsOn: ['orders'],
  content: paymentSchema,
} as const satisfies EntityDefinition;
