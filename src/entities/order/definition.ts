import { type Order, orderSchema } from '../../model/order.ts';
import type { EntityDefinition, Financial, HandEntry } from '../definition/definition.ts';
import { orderFields } from './compare/fields.ts';
import { orderToEnter } from './hand-entry.ts';
import { orderPosting } from './read/read.ts';
import { orderReads } from './read/reads.ts';
import { orderColumns } from './write/feed-columns.ts';
import { orderSteps } from './write/steps.ts';

const orderHandEntry: HandEntry<Order> = { isWithParent: false, rows: orderToEnter };

const orderFinancial: Financial<Order> = {
  sign: 'adds',
  isSummed: true,
  posting: orderPosting,
};

export const order = {
  name: 'orders',
  words: { one: 'order', many: 'orders' },
  dependsOn: ['products', 'customers'],
  content: orderSchema,
  read: orderReads,
  writes: { steps: orderSteps, isNumbered: true, hasOwnIds: true },
  compares: { fields: orderFields },
  financial: orderFinancial,
  reconciles: { name: 'order' },
  feed: { columns: orderColumns, isByHand: false },
  handEntry: orderHandEntry,
} as const satisfies EntityDefinition;
