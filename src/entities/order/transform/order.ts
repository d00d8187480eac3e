import type { OrderCompletionDraft, OrderDraft } from '../../../model/drafts.ts';
import { addressIn } from '../../../model/email-address.ts';
import { inBooksNote } from '../../../model/in-books-note.ts';
import { lacksMethod, mappedMethod, meantMethod, spelledIn } from '../../../model/method-names.ts';
import { add, type Decimal, formatMoney, isZero } from '../../../model/money.ts';
import { accountingDate, type Order } from '../../../model/order.ts';
import { type RewriteResult, rewriteOrderId } from '../../../model/order-id.ts';
import { dueDaysText } from '../../../model/origin.ts';
import type { QuarantineReason } from '../../../model/reasons.ts';
import { upperKey } from '../../../model/text-key.ts';
import { type Instant, type LocalDate, localDateOf, startOfDay } from '../../../model/time.ts';
import { hasCoupon } from '../../../transform/coupon.ts';
import { consequenceOf, type GuardHit, type GuardStop, guardCopy } from '../../../transform/guards/guard-copy.ts';
import { type HistoryWindow, markedWindowOf } from '../../../transform/history.ts';
import { type Quarantined, quarantine, type Skipped } from '../../../transform/outcome.ts';
import { priceDraft } from '../../../transform/price-draft.ts';
import { priceOrder } from '../../../transform/price-order.ts';
import { mapped, type StoreRules } from '../../../transform/rules.ts';
import { withUnshownTax } from '../../../transform/unshown-tax.ts';
import { checkTax, findLongText, findUnhandledMoney } from './checks.ts';
import { draftDueDate } from './due-date.ts';
import { foldLines } from './fold-lines.ts';
import { type DraftedLines, draftLines } from './lines.ts';
import { splitNote } from './split.ts';

/** What the customer stage found for the order: the account in the primary that it goes to. */
interface ResolvedCustomer {
  readonly username: string;
}

/** What was looked up in the primary beforehand. */
export interface OrderContext {
  readonly shippingMethods: ReadonlySet<string>;
  readonly paymentMethods: ReadonlySet<string>;
  readonly customer: ResolvedCustomer;
  readonly sku: (sourceSku: string) => string;
  /** A difference of the total that a person has accepted for this order. */
  readonly accepted?: Decimal | undefined;
}

export interface OrderLoad {
  readonly kind: 'load';
  readonly draft: OrderDraft;
  readonly completion: OrderCompletionDraft;
  /** What must be in the primary first. */
  readonly needs: { readonly customer: string; readonly skus: readonly string[] };
  readonly predictedTotal: Decimal;
  /** What the copy comes to, less what its source does. Not zero only where a tolerance or a person allowed it. */
  readonly difference: Decimal;
  /** Cents of the total that no field shows, such as a till's rounding. */
  readonly hidden: Decimal;
  /** By how many cents the primary may come to something else, as far as is known of it; its read-back decides. */
  readonly doubt: Decimal;
  readonly sourceSkus: readonly string[];
  /** What the guards found and only report. */
  readonly warnings: readonly GuardHit[];
}

export type OrderOutcome = OrderLoad | Quarantined | Skipped | GuardStop;

const rewriteReasons: Readonly<Record<Extract<RewriteResult, { kind: 'refused' }>['reason'], QuarantineReason>> = {
  'prefix-unknown': 'id-prefix-unknown',
  'id-malformed': 'id-malformed',
  'id-too-long': 'id-too-long',
};

/** Makes the draft of an order that `judgeOrder` found wanted. */
export function transformOrder(source: Order, rules: StoreRules, context: OrderContext): OrderOutcome {
  const taxed = withUnshownTax(source, rules.primaryGstPercent);
  if ('kind' in taxed) return taxed;
  const folded = foldLines(taxed, rules);
  if (folded.kind === 'quarantine') return folded;
  const { order } = folded;
  const rewritten = rewriteOrderId(order.id, rules.prefix);
  if (rewritten.kind === 'refused') return quarantine(rewriteReasons[rewritten.reason], rewritten.message);
  const unhandled = findUnhandledMoney(order, rules);
  if (unhandled !== undefined) return unhandled;

  const meant = meantMethod(rules.orders.shippingMethods, order.shippingMethod);
  const shippingMethod = meant === '' ? '' : spelledIn(context.shippingMethods, meant);
  if (shippingMethod === undefined) {
    return quarantine(
      'shipping-method-unmapped',
      `${order.id}: ${lacksMethod('shipping method', { key: 'orders.shippingMethods', meant, name: order.shippingMethod })}`,
    );
  }
  const lines = draftLines(order, rules, context.sku);
  if (lines.kind === 'quarantine') return lines;
  const drafted = { ...lines, movedTexts: [...folded.notes, ...lines.movedTexts] };
  const draft = draftOrder(order, rewritten.id, shippingMethod, drafted, rules, context);
  const tooLong = findLongText(order, draft);
  if (tooLong !== undefined) return tooLong;

  const warnings = guardCopy(order, draft, rules);
  const guarded = consequenceOf(warnings, rules);
  if (guarded !== undefined) return guarded;

  const priced = priceDraft(order, draft, rules, context.accepted);
  if (priced.kind === 'quarantine') return priced;
  const couponless = hasCoupon(order) ? priceOrder(draft, priced.reading, rules.primaryGstPercent) : undefined;
  const taxProblem = checkTax(order, priced.draft, priced.price, couponless);
  if (taxProblem !== undefined) return taxProblem;

  return {
    kind: 'load',
    draft: priced.draft,
    completion: {
      orderId: rewritten.id,
      status: finalStatus(order, rules),
      approved: true,
      exported: rules.orders.markExported || markedDays(order, rules) !== undefined,
    },
    needs: { customer: draft.username, skus: distinct(draft.lines.map((line) => line.sku)) },
    predictedTotal: priced.price.total,
    difference: priced.difference,
    hidden: priced.hidden,
    doubt: priced.doubt,
    sourceSkus: distinct(order.lines.map((line) => line.sku).filter((sku) => sku !== '')),
    warnings,
  };
}

/** What the earlier stages found or made in the primary. */
export interface InPrimary {
  readonly username: string;
  /** As the primary spells them, by SKU in upper case. */
  readonly skus: ReadonlyMap<string, string>;
}

/** The order, for the account and the products that the primary has. */
export function forPrimary(load: OrderLoad, { username, skus }: InPrimary): OrderLoad {
  const lines = load.draft.lines.map((line) => ({ ...line, sku: skus.get(upperKey(line.sku)) ?? line.sku }));
  const needs = { customer: username, skus: distinct(lines.map(({ sku }) => sku)) };
  return { ...load, draft: { ...load.draft, username, lines }, needs };
}

/** The first line of a copy's internal notes, by which people and a second installation know it as a copy. */
function originLine(
  sourceId: string,
  {
    store,
    installationId,
    generation,
    host,
    byFile,
  }: Pick<StoreRules, 'store' | 'installationId' | 'generation' | 'host' | 'byFile'>,
  dueDays?: number,
): string {
  return [
    `Copied from ${store} ${sourceId} by neto-consolidator, installation ${installationId}`,
    ...(generation === undefined ? [] : [`generation ${generation}`]),
    ...(byFile === true ? ['by a file'] : []),
    ...(dueDays === undefined ? [] : [dueDaysText(dueDays)]),
    ...(host === undefined ? [] : [`store ${host}`]),
  ].join(', ');
}

function draftOrder(
  order: Order,
  orderId: string,
  shippingMethod: string,
  drafted: DraftedLines,
  rules: StoreRules,
  context: OrderContext,
): OrderDraft {
  const toHouse = rules.orders.email === 'house';
  const email = addressIn(order.email);
  const marked = markedDays(order, rules);
  const due = draftDueDate(order, rules);
  return {
    orderId,
    username: context.customer.username,
    email: toHouse ? rules.orders.houseEmail : email,
    billing: order.billing,
    shipping: order.shipping,
    purchaseOrderNumber: order.purchaseOrderNumber,
    customerReferences: order.customerReferences,
    salesChannel: rules.orders.salesChannel,
    deliveryInstruction: order.deliveryInstruction,
    internalNotes: [
      originLine(order.id, rules, due.days),
      ...(toHouse && email !== '' ? [`Shopper: ${email}`] : []),
      ...(marked === undefined ? [] : [inBooksNote(marked)]),
      ...splitNote(order, rules.store, rules.prefix),
      ...(hasCoupon(order) ? [couponNote(order)] : []),
      ...(order.internalNotes === '' ? [] : [order.internalNotes]),
      ...drafted.movedTexts,
    ].join('\n'),
    paymentMethod: paymentMethodOf(order, rules, context),
    paymentTerms: order.paymentTerms,
    shippingMethod,
    signatureRequired: order.signatureRequired,
    taxInclusive: order.taxInclusive,
    taxFreeShipping: isZero(order.shippingTax) && !isZero(order.shippingTotal),
    shippingCost: order.shippingTotal,
    shippingDiscount: order.shippingDiscount,
    placedAt: order.placedAt,
    requiredAt: sameDayOrMoment(order.requiredAt, rules),
    invoicedOn: invoiceDate(order, rules),
    dueAt: due.at,
    status: rules.orders.initialStatus,
    lines: drafted.lines,
  };
}

/** No proof of payment, so that one which the primary lacks is left out; one that the map names is written all the same. */
function paymentMethodOf({ paymentMethod }: Order, { payments }: StoreRules, { paymentMethods }: OrderContext): string {
  const named = mappedMethod(payments.methods, paymentMethod);
  return spelledIn(paymentMethods, named ?? paymentMethod) ?? named ?? '';
}

/** The code means nothing in the primary; people want to know it all the same. */
function couponNote({ couponCode, couponDiscount, lines }: Order): string {
  const amount = isZero(couponDiscount) ? add(...lines.map((line) => line.couponDiscount)) : couponDiscount;
  return `Coupon${couponCode === '' ? '' : ` ${couponCode}`}: ${formatMoney(amount)} off`;
}

/** Without a date of its own, a dispatched copy would be invoiced on the day of the run, perhaps in another period. */
function invoiceDate(order: Order, rules: StoreRules): LocalDate | null {
  if (order.invoicedOn !== null || rules.purpose === 'fulfil') return order.invoicedOn;
  return accountingDate(order, rules.timeZone) ?? null;
}

type Zones = Pick<StoreRules, 'timeZone' | 'primaryTimeZone'>;

/** One with a time of its own is that moment everywhere. */
export function sameDayOrMoment(at: Instant | null, rules: Zones): Instant | null {
  const isDay = at !== null && at === startOfDay(localDateOf(at, rules.timeZone), rules.timeZone);
  return isDay ? sameDay(at, rules) : at;
}

/** A day travels as the midnight at which it begins (reference, section 4, quirk 9), which is another moment in another zone. */
function sameDay(at: Instant | null, rules: Zones): Instant | null {
  return at && startOfDay(localDateOf(at, rules.timeZone), rules.primaryTimeZone);
}

function finalStatus(order: Order, rules: StoreRules): string {
  if (rules.purpose === 'books') return rules.orders.finalStatus;
  // What its own store has sent already must not be picked and sent again.
  const sent = order.status.toLowerCase() === 'dispatched' ? 'Dispatched' : undefined;
  return mapped(rules.orders.statusMap, order.status) ?? sent ?? rules.orders.finalStatus;
}

function markedDays(order: Order, rules: StoreRules): HistoryWindow | undefined {
  return markedWindowOf(accountingDate(order, rules.timeZone), rules);
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)];
}
