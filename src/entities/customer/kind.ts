import type { EntityKind } from '../definition/kind.ts';

export const customerKind = {
  name: 'customers',
  words: { one: 'customer', many: 'customers' },
  dependsOn: [],
} as const satisfies EntityKind;
