import { type Order, orderSchema } from '../../model/order.ts';
import type { EntityDefinition, Financial, HandEntry } from '../definition/definition.ts';
import { orderFields } from './compare/fields.ts';
import { foundOrderFields } from './compare/found-fields.ts';
import { orderToEnter } from './hand-entry.ts';
import { orderKind } from './kind.ts';
import { orderPosting } from './read/read.ts';
import { orderReads } from './read/reads.ts';
import { orderColumns } from './write/feed-columns.ts';
import { orderSteps } from './write/steps.ts';

const orderHandEntry: HandEntry<Order> = { isWithParent: false, rows: orderToEnter };

const orderFinancial: Financial<Order> = {
  ...orderKind.financial,
  posting: orderPosting,
};

export const order = {
  ...orderKind,
  content: orderSchema,
  read: orderReads,
  writes: { steps: orderSteps, isNumbered: true, hasOwnIds: true },
  compares: { fields: [...orderFields, ...foundOrderFields] },
  financial: orderFinancial,
  feed: { columns: orderColumns, isByHand: false },
  handEntry: orderHandEntry,
} as const satisfies EntityDefinition;
