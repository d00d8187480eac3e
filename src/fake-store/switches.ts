import { z } from 'zod';
import { lieSchema } from './lies.ts';
import { referencesSchema } from './references.ts';

const SHOWN = [
  'Order',
  'OrderLine',
  'OrderPayment',
  'Payment',
  'Rma',
  'RmaLine',
  'Refund',
  'Customer',
  'Item',
] as const;

/** `<record>.<field>`, by the names of the replies. */
const shownFieldSchema = z.templateLiteral([z.enum(SHOWN), '.', z.string()], {
  error: `expected RECORD.FIELD, such as Order.OrderTax, of the records ${SHOWN.join(', ')}`,
});

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
  /** The root of XML replies: `GetOrderResponse`, `GetOrder` or `ActionResponse`. */
  xmlRoot: z.enum(['response', 'action', 'generic']).default('response'),
  globalKeyWithUsername: z.enum(['harmless', 'refused']).default('harmless'),
  /** Without them orders and payments are not refused: they just are not there. */
  orderRights: z.boolean().default(true),

  pageBase: z.union([z.literal(0), z.literal(1)]).default(0),
  pageZeroOfBaseOne: z.enum(['first-page', 'empty']).default('first-page'),
  shortPages: z.boolean().default(false),
  repeatRows: z.boolean().default(false),
  /** No page holds more rows than this, however many are asked for (U4, U7); 0 for no such bound. */
  pageRows: z.number().int().min(0).default(0),
  /** Whether the next page goes on where a cut one ended, or where it would have ended in full. */
  afterCutPage: z.enum(['resumes', 'gap']).default('gap'),
  /** How many values of one filter field a store takes (U4: no bound is documented, and nobody was seen to send more than 100); 0 for any number. */
  filterValues: z.number().int().min(0).default(0),
  /** What becomes of a longer list. */
  longFilter: z.enum(['first-ones', 'last-ones', 'refused']).default('first-ones'),
  /** How many of its payments an order shows: clients were seen that take OrderPayment for one object. */
  orderPayments: z.enum(['all', 'first']).default('all'),
  /** Whether GetOrder's ExternalSystemIdentifier, ExternalOrderReference and ExternalOrderLineReference filter or are ignored. */
  externalFilters: z.boolean().default(true),
  /** What a GetOrder brings whose filter holds only keys that do not filter (`PurchaseOrderNumber`): it counts as unfiltered. */
  ignoredFilter: z.enum(['all-rows', 'no-rows']).default('all-rows'),
  /** A new order is seen by GetOrder only after it was asked for this often. */
  visibleAfterReads: z.number().int().min(0).default(0),
  /** The same for a new payment and GetPayment. */
  paymentVisibleAfterReads: z.number().int().min(0).default(0),

  /** The same for a new RMA and GetRma. */
  rmaVisibleAfterReads: z.number().int().min(0).default(0),
  /** Fields that no selector brings: `Order.SalesChannel`, `OrderLine.Tax`, `OrderPayment.DatePaid`, `Payment.CurrencyCode`, `RmaLine.Tax`. */
  notShown: z.array(shownFieldSchema).default([]),
  /** Fields that come, and are empty whatever the record holds. */
  shownEmpty: z.array(shownFieldSchema).default([]),

  /** How far CurrentTime is ahead of the clock, in seconds; below zero it is behind. */
  currentTimeOffset: z.number().int().default(0),
  /** Of how many replies that is so, from the first on; 0 for all. */
  currentTimeWrongReplies: z.number().int().min(0).default(0),
  /** How far the DateUpdated that a write stamps is ahead of the clock, in seconds. */
  dateUpdatedOffset: z.number().int().default(0),
  /** Of how many writes that is so, from the first on; 0 for all. */
  dateUpdatedWrongWrites: z.number().int().min(0).default(0),

  /** Fields that are stored otherwise than they were sent. */
  lies: z.array(lieSchema).default([]),
  /** What becomes of the references that a client leaves on payments and RMAs. */
  references: referencesSchema.default({}),

  batch: z.enum(['atomic', 'partial']).default('partial'),
  unknownSku: z.enum(['error', 'drop-line']).default('error'),
  duplicateOrderId: z.enum(['error', 'overwrite', 'renumber']).default('error'),
  unknownUsername: z.enum(['create', 'error', 'keep']).default('keep'),
  duplicateUsername: z.enum(['error', 'overwrite']).default('error'),
  duplicateSku: z.enum(['error', 'overwrite']).default('error'),
  /** What makes two SKUs or two user names one (reference, U31): case, case of A to Z alone, or accents and width as well. */
  keysAlike: z.enum(['case', 'ascii-case', 'accents']).default('case'),
  /** Whether two customers may have one e-mail address: a setting of the store. */
  uniqueEmail: z.boolean().default(true),
  /** UpdateOrder and UpdateCustomer of what is not there. UpdateItem was recorded live: a Warning. */
  updateOfUnknown: z.enum(['warning', 'error']).default('warning'),
  overlongText: z.enum(['cut', 'error']).default('cut'),
  /** In which zone a date or date-time field without `UTC` in its name is read on writing. */
  plainDates: z.enum(['local', 'utc']).default('local'),

  discountAmount: z.enum(['per-line', 'per-unit']).default('per-line'),
  /**
   * Where a percentage's part of a cent is rounded away: once for the line, in the unit price before it is multiplied,
   * or only in the sum of all lines.
   */
  discountRounding: z.enum(['per-line', 'per-unit', 'per-order']).default('per-line'),
  /** Where half a cent of a line goes: away from zero, to the even cent, towards zero. */
  lineHalfCents: z.enum(['up', 'even', 'down']).default('up'),
  /** The same for tax. */
  taxHalfCents: z.enum(['up', 'even', 'down']).default('up'),
  shippingTotal: z.enum(['before-discount', 'after-discount']).default('before-discount'),
  /** Whether the shipping of a tax-exclusive order contains its tax already, or has it added. */
  shippingTax: z.enum(['included', 'added']).default('added'),
  taxRounding: z.enum(['per-line', 'per-order']).default('per-line'),
  /** What OrderRounding does to the total; its sign and bounds are unknown (U22). */
  orderRounding: z.enum(['added', 'subtracted', 'ignored']).default('added'),
  /** Whether AddOrder takes OrderRounding, which the docs say, or leaves it alone. */
  orderRoundingOnAdd: z.enum(['taken', 'ignored']).default('taken'),
  /** The same for UpdateOrder. */
  orderRoundingOnUpdate: z.enum(['taken', 'ignored']).default('taken'),

  /** Whether the panel's rules hold for the API too: nothing unapproved is packed, nothing approved or paid is cancelled. */
  statusRules: z.enum(['none', 'panel']).default('none'),
  /** A new order is invoiced when it is placed, not when it is dispatched: a setting of the store. */
  autoInvoice: z.boolean().default(false),
  /** An order without an e-mail address: whether its mails go to the address of its customer. */
  mailsCustomer: z.boolean().default(true),
  /** Whose address an order's mails go to: the order's own, or that of its customer's account where it has one. */
  mailsGoTo: z.enum(['order', 'account']).default('order'),
  /** Whether GetCustomer and GetItem give InternalNotes back. */
  internalNotesReadable: z.boolean().default(true),
  /** Whether the parts of kits come as lines only when asked for with SplitKitComponents, or always. */
  kitComponents: z.enum(['on-request', 'always']).default('on-request'),

  fullPaymentApproves: z.boolean().default(true),
  /** A fully paid new order goes to Pick by itself: a setting of the store. */
  fullPaymentPicks: z.boolean().default(false),
  overpayment: z.enum(['credit', 'error']).default('credit'),
  nonPositivePayment: z.enum(['error', 'stored']).default('error'),
  paymentBumpsDateUpdated: z.boolean().default(true),
  cardAuthorisationReadable: z.boolean().default(true),
  /** What ids new payments get: ever higher numbers, as they are seen; nowhere is it said. */
  paymentIds: z.enum(['growing', 'falling', 'scattered']).default('growing'),
  /** How much of a list of PaymentIDs GetPayment filters by: documented as a list, and no user of one is known. */
  paymentIdLists: z.enum(['whole', 'first-ten', 'ignored']).default('whole'),

  /** What AddRma answers: the docs show nothing, and promise the id (U18). */
  rmaReply: z.enum(['empty', 'id']).default('empty'),
  /** `RmaLines` and `Refunds` as objects or as lists of objects (quirk 29). */
  rmaContainers: z.enum(['object', 'array']).default('array'),
  /** In which zone an RMA's DateIssued is (U30). */
  rmaDates: z.enum(['local', 'utc']).default('local'),
  /** A closed RMA makes credit that the customer can spend (U19). */
  closedRmaCredits: z.boolean().default(true),
  rmaBumpsDateUpdated: z.boolean().default(true),
  unknownStaff: z.enum(['error', 'keep']).default('error'),
});

export type Switches = z.infer<typeof switchesSchema>;
export type SwitchesInput = z.input<typeof switchesSchema>;

/** @throws Error that names each switch that does not exist or can't be set so */
export function readSwitches(given: SwitchesInput = {}): Switches {
  const parsed = switchesSchema.safeParse(given);
  if (!parsed.success) throw new Error(`The fake store's switches can't be set so:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
