import type { EntityKind } from '../definition/kind.ts';

export const paymentKind = {
  name: 'payments',
  words: { one: 'payment', many: 'payments' },
  dependsOn: ['orders'],
  belongsTo: 'orders',
  financial: {
    sign: 'adds',
    isSummed: true,
    leftByUndo: 'Neto lets nobody remove a payment by program: refund or reverse it in the primary.',
  },
  reconciles: { name: 'payment' },
} as const satisfies EntityKind;
