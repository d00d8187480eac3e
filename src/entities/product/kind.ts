import type { EntityKind } from '../definition/kind.ts';

export const productKind = {
  name: 'products',
  words: { one: 'product', many: 'products' },
  dependsOn: [],
} as const satisfies EntityKind;
