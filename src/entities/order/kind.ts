import type { EntityKind } from '../definition/kind.ts';

export const orderKind = {
  name: 'orders',
  words: { one: 'order', many: 'orders' },
  dependsOn: ['products', 'customers'],
  financial: { sign: 'adds', isSummed: true },
  reconciles: { name: 'order' },
} as const satisfies EntityKind;
