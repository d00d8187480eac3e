import { returnSchema } from '../../model/rma.ts';
import type { EntityDefinition } from '../definition/definition.ts';
import { returnFields } from './compared-fields.ts';
import { returnFinancial } from './financial.ts';
import { returnHandEntry } from './hand-entry.ts';
import { returnReads } from './reads.ts';
import { returnSteps } from './write.ts';

export const returned = {
  name: 'rmas',
  words: { one: 'return', many: 'returns' },
  dependsOn: ['orders'],
  belongsTo: 'orders',
  content: returnSchema,
  read: returnReads,
  writes: { steps: returnSteps, isNumbered: true },
  compares: { fields: returnFields },
  financial: returnFinancial,
  reconciles: { name: 'refund' },
  handEntry: returnHandEntry,
} as const satisfies EntityDefinition;
