import { z } from 'zod';

/**
 * What the reference leaves open about a real store (its section 5), and its known habits (section 4). The defaults are
 * the reading with the most evidence, or where there is none, the one that hurts a careless client most.
 */
export const switchesSchema = z.strictObject({
  /** One-element lists as objects. `mixed`: as in the recorded live order (GetX lists and OrderPayment stay lists). */
  collapse: z.enum(['always', 'mixed', 'never']).default('mixed'),
  emptyList: z.enum(['empty-text', 'empty-array', 'missing']).default('empty-text'),
  messages: z.enum(['object', 'array']).default('object'),
  /** `{"GetOrderResponse": {…}}` around JSON replies. */
  wrapper: z.boolean().default(false),
  xmlRoot: z.enum(['response', 'action']).default('response'),
  globalKeyWithUsername: z.enum(['harmless', 'refused']).default('harmless'),

  pageBase: z.union([z.literal(0), z.literal(1)]).default(0),
  pageZeroOfBaseOne: z.enum(['first-page', 'empty']).default('first-page'),
  shortPages: z.boolean().default(false),
  repeatRows: z.boolean().default(false),
  /** Whether GetOrder's ExternalSystemIdentifier, ExternalOrderReference and ExternalOrderLineReference filter or are ignored. */
  externalFilters: z.boolean().default(true),
  /** A new order is seen by GetOrder only after it was asked for this often. */
  visibleAfterReads: z.number().int().min(0).default(0),

  batch: z.enum(['atomic', 'partial']).default('partial'),
  unknownSku: z.enum(['error', 'drop-line']).default('error'),
  duplicateOrderId: z.enum(['error', 'overwrite', 'renumber']).default('error'),
  unknownUsername: z.enum(['create', 'error', 'keep']).default('keep'),
  overlongText: z.enum(['cut', 'error']).default('cut'),
  /** In which zone a date or date-time field without `UTC` in its name is read on writing. */
  plainDates: z.enum(['local', 'utc']).default('local'),

  discountAmount: z.enum(['per-line', 'per-unit']).default('per-line'),
  shippingTotal: z.enum(['before-discount', 'after-discount']).default('before-discount'),
  /** Whether the shipping of a tax-exclusive order contains its tax already, or has it added. */
  shippingTax: z.enum(['included', 'added']).default('added'),
  taxRounding: z.enum(['per-line', 'per-order']).default('per-line'),

  fullPaymentApproves: z.boolean().default(true),
  paymentBumpsDateUpdated: z.boolean().default(true),
  cardAuthorisationReadable: z.boolean().default(true),
});

export type Switches = z.infer<typeof switchesSchema>;
export type SwitchesInput = z.input<typeof switchesSchema>;
