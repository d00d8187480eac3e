import { paymentSchema } from '../../model/payment.ts';
import type { EntityDefinition } from '../definition/definition.ts';
import { paymentSteps } from './write.ts';

export const payment = {
  name: 'payments',
  words: { one: 'payment', many: 'payments' },
  dependsOn: ['orders'],
  content: paymentSchema,
  writes: { steps: paymentSteps },
} as const satisfies EntityDefinition;
