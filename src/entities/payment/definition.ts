import { paymentSchema } from '../../model/payment.ts';
import type { EntityDefinition } from '../definition/definition.ts';
import { paymentFields } from './compared-fields.ts';
import { paymentColumns } from './feed-columns.ts';
import { paymentFinancial } from './financial.ts';
import { paymentHandEntry } from './hand-entry.ts';
import { paymentReads } from './reads.ts';
import { paymentSteps } from './write.ts';

export const payment = {
  name: 'payments',
  words: { one: 'payment', many: 'payments' },
  dependsOn: ['orders'],
  belongsTo: 'orders',
  content: paymentSchema,
  read: paymentReads,
  writes: { steps: paymentSteps },
  compares: { fields: paymentFields },
  financial: paymentFinancial,
  reconciles: { name: 'payment' },
  feed: { columns: paymentColumns, isByHand: true },
  handEntry: paymentHandEntry,
} as const satisfies EntityDefinition;
