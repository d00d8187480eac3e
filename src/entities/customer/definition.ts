import { addressColumns, type Column } from '../../feeds/write/columns.ts';
import type { CustomerDraft } from '../../model/drafts.ts';
import type { EntityDefinition } from '../definition/definition.ts';
import { customerByBothWays } from './by-both-ways.ts';
import { customerFields } from './compare.ts';
import { customerContentSchema, customerJudging } from './judging.ts';
import { customerKind } from './kind.ts';
import { customerReads } from './read.ts';
import { customerSteps } from './write.ts';

/** Customer names are shorter than those of orders: 30 characters against 50. */
const customerColumns: readonly Column<CustomerDraft>[] = [
  { name: 'Username*', longest: 25, of: ({ username }) => username },
  { name: 'Email Address', longest: 50, of: ({ email }) => email },
  { name: 'Type', longest: 8, of: ({ type }) => type },
  { name: 'ABN/ACN', longest: 250, of: ({ abn }) => abn },
  { name: 'User Group', longest: 50, of: ({ userGroup }) => userGroup },
  { name: 'Active', of: () => 'Yes' },
  { name: 'Newsletter Subscriber', of: () => 'No' },
  { name: 'Internal Notes', of: ({ internalNotes }) => internalNotes },
  ...addressColumns<CustomerDraft>(
    'Bill',
    { street1: 'Street Address Line 1', street2: 'Street Address Line 2', name: 30, company: 50 },
    ({ billing }) => billing,
  ),
  ...addressColumns<CustomerDraft>(
    'Ship',
    { street1: 'Address Line 1', street2: 'Address Line2', name: 50, company: 255 },
    ({ shipping }) => shipping,
  ),
];

export const customer = {
  ...customerKind,
  content: customerContentSchema,
  read: customerReads,
  writes: { steps: customerSteps, judging: customerJudging },
  compares: { fields: customerFields, byBothWays: customerByBothWays },
  feed: { columns: customerColumns, isByHand: false },
} as const satisfies EntityDefinition;
