import { type Column, yesNo } from '../../feeds/write/columns.ts';
import type { ProductDraft } from '../../model/drafts.ts';
import { formatMoney } from '../../model/money.ts';
import { productRecordSchema } from '../../model/product.ts';
import type { EntityDefinition } from '../definition/definition.ts';
import { productByBothWays } from './by-both-ways.ts';
import { productFields } from './compare.ts';
import { productJudging } from './judging.ts';
import { productKind } from './kind.ts';
import { productReads } from './read.ts';
import { productSteps } from './write.ts';

/** Not visible, without stock: nobody can buy what was made for the books. */
const productColumns: readonly Column<ProductDraft>[] = [
  { name: 'SKU*', longest: 25, of: ({ sku }) => sku },
  { name: 'Parent SKU', longest: 25, of: ({ parentSku }) => parentSku },
  { name: 'Name', of: ({ name }) => name },
  { name: 'Brand', longest: 50, of: ({ brand }) => brand },
  { name: 'Active', of: () => 'No' },
  { name: 'Approved', of: () => 'No' },
  { name: 'Price (Default)', of: ({ defaultPrice }) => formatMoney(defaultPrice) },
  { name: 'Cost Price', of: ({ costPrice }) => formatMoney(costPrice) },
  { name: 'Tax Free Item', of: ({ taxFree }) => yesNo(taxFree) },
  { name: 'Tax Inclusive', of: ({ taxInclusive }) => yesNo(taxInclusive) },
  { name: 'Service Item', of: ({ service }) => yesNo(service) },
  { name: 'Internal Notes', of: ({ internalNotes }) => internalNotes },
];

export const product = {
  ...productKind,
  content: productRecordSchema,
  read: productReads,
  writes: { steps: productSteps, judging: productJudging },
  compares: { fields: productFields, byBothWays: productByBothWays },
  feed: { columns: productColumns, isByHand: false },
} as const satisfies EntityDefinition;
