import type { Order, OrderLine } from '../../../model/order.ts';
import type { ChangedDetail, OrderChange } from '../../../model/order-snapshot.ts';
import type { FixedRules } from '../../../transform/rules.ts';
import { ruledDays } from './due-date.ts';

/**
 * What becomes of a field that an order's store changes after the copy.
 * - `hand`: it is money, a day of the books, the account or the goods, and no program can change it in a copy: quarantined, and
 *   what is paid waits, since it may be meant for what the order is now.
 * - `sent`: the copy goes out by it, and UpdateOrder has no field for it: quarantined where the primary still is to send it, else
 *   as `left`. Money does not wait.
 * - `carried`: UpdateOrder takes it (reference, section 2.2): it goes over by the three-way rule. Money does not wait.
 * - `left`: it reaches neither Xero nor the warehouse: the copy stays as it is, and the run says how many.
 * - `own`: the copy never had it from its store, or it moves on without the copy having to follow.
 */
type Followed = 'hand' | 'sent' | 'carried' | 'left' | 'own';

type Way = Followed | ((rules: FixedRules) => Followed);

const followedOrderFields: Readonly<Record<keyof Order, Way>> = {
  id: 'own',
  relatedOrderId: 'left',
  status: 'carried',
  type: 'hand',
  onHoldType: 'own',
  approval: 'carried',
  // Under a house account nobody's copy stands under their own.
  username: ({ customers }) => (customers.policy === 'house' ? 'own' : 'hand'),
  // With `house` it is told in the notes, which are carried.
  email: 'carried',
  userGroup: 'left',
  billing: 'carried',
  shipping: 'carried',
  purchaseOrderNumber: 'carried',
  salesPerson: 'left',
  customerReferences: 'carried',
  salesChannel: 'left',
  deliveryInstruction: 'carried',
  internalNotes: 'carried',
  stickyNotes: 'own',
  paymentMethod: 'left',
  // Where a due date followed from them, it is one of the books (`rulesForChange`).
  paymentTerms: ({ orders }) => (orders.dueDate === 'terms' ? 'hand' : 'left'),
  shippingMethod: 'sent',
  signatureRequired: 'sent',
  taxInclusive: 'hand',
  couponCode: 'left',
  grandTotal: 'hand',
  orderTax: 'hand',
  productSubtotal: 'hand',
  shippingTotal: 'hand',
  shippingTax: 'hand',
  shippingDiscount: 'hand',
  surchargeTotal: 'hand',
  surchargeTaxable: 'hand',
  couponDiscount: 'hand',
  placedAt: 'hand',
  updatedAt: 'own',
  requiredAt: 'carried',
  paidAt: 'own',
  paymentDueAt: 'hand',
  invoicedOn: 'hand',
  completedOn: 'own',
  currency: 'hand',
  notShown: 'own',
  lines: 'hand',
  payments: 'own',
};

const followedLineFields: Readonly<Record<keyof OrderLine, Way>> = {
  id: 'hand',
  sku: 'hand',
  name: 'carried',
  itemNotes: 'carried',
  quantity: 'hand',
  unitPrice: 'hand',
  tax: 'hand',
  // Named by each store as it likes; whether a line is taxed shows in its tax.
  taxCode: 'left',
  percentDiscount: 'hand',
  productDiscount: 'hand',
  couponDiscount: 'hand',
  costPrice: 'own',
  // The primary owns from where it picks; for the books it is a warehouse of the pipeline's choice.
  warehouseName: 'left',
  // With the tracking number that it is of.
  shippingMethod: 'carried',
  trackingNumber: 'carried',
  serialNumber: 'left',
  componentOfKit: 'hand',
  externalSystem: 'left',
  externalOrder: 'left',
  externalLine: 'left',
  extraOptions: 'sent',
  notShown: 'own',
};

/** Undefined in neither table: an unknown field of a newer ledger is quarantined. */
export function followed({ field, line }: ChangedDetail, rules: FixedRules): Followed {
  const table: Readonly<Record<string, Way>> = line === undefined ? followedOrderFields : followedLineFields;
  const way = table[field] ?? 'hand';
  const found = typeof way === 'function' ? way(rules) : way;
  // What its own store has sent is sent; the primary only keeps the books of it.
  return found === 'sent' && rules.purpose === 'books' ? 'left' : found;
}

/** Whether what was paid or credited has to wait until a person has looked at a change; never for a text. */
export function concernsMoney(change: OrderChange, rules: FixedRules): boolean {
  if (change.byHand.length > 0 || change.cancelled || change.approved) return true;
  return change.details.some((detail) => followed(detail, rules) === 'hand');
}

interface ChangedTerms {
  readonly before: string | undefined;
  readonly now: string;
  /** Whether the copy was given its due date by a rule: not where its order has its own, nor before there was a rule. */
  readonly gaveDueDate: boolean;
}

/** The rules by which a change of a copied order is judged: other payment terms are a text where no due date follows from them. */
export function rulesForChange(rules: FixedRules, { before = '', now, gaveDueDate }: ChangedTerms): FixedRules {
  const { dueDate, ...orders } = rules.orders;
  if (dueDate !== 'terms') return rules;
  const days = (paymentTerms: string) => ruledDays({ paymentTerms }, rules.orders);
  return gaveDueDate && days(before) !== days(now) ? rules : { ...rules, orders };
}
