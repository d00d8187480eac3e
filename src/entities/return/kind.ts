import type { EntityKind } from '../definition/kind.ts';

export const returnKind = {
  name: 'rmas',
  words: { one: 'return', many: 'returns' },
  dependsOn: ['orders'],
  belongsTo: 'orders',
  financial: {
    sign: 'takes-off',
    // A run's amounts are what its stores sold and were paid.
    isSummed: false,
    leftByUndo:
      'It is a credit, and a credit note in the books: see to it in the primary, and in Xero if it got there.',
  },
  reconciles: { name: 'refund' },
} as const satisfies EntityKind;
