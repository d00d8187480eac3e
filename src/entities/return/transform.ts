import type { RefundDraft, ReturnDraft, ReturnLineDraft } from '../../model/drafts.ts';
import { meantMethod, spelledIn } from '../../model/method-names.ts';
import {
  absolute,
  add,
  compare,
  type Decimal,
  decimal,
  equal,
  formatMoney,
  fractionToCents,
  isNegative,
  isZero,
  MAXIMUM_DOUBT,
  multiply,
  subtract,
  ZERO,
} from '../../model/money.ts';
import { paymentReference } from '../../model/payment-reference.ts';
import { isClosed, type Refund, type Return } from '../../model/rma.ts';
import { addSeconds, type Instant } from '../../model/time.ts';
import { cutText, limits } from '../../transform/field-limits.ts';
import { inBooksAlready } from '../../transform/in-books-already.ts';
import { type Quarantined, quarantine, type Skipped, skip } from '../../transform/outcome.ts';
import type { StoreRules } from '../../transform/rules.ts';
import { withUnshownReturnTax } from '../../transform/unshown-tax.ts';

/** The copied order that the return belongs to, and what the primary knows around it. */
export interface ReturnedOrder {
  readonly sourceId: string;
  readonly targetId: string;
  /** The account that the copy stands under. */
  readonly username: string;
  /** Whether that account was there before us, so that its holder may spend credit. */
  readonly matchedAccount: boolean;
  readonly total: Decimal;
  /** The copy is of days that the books have already, and never reaches Xero. */
  readonly inAccounting?: boolean;
  /** Credits that the copy has already, without this one's own copy. */
  readonly alreadyCredited: Decimal;
}

export interface ReturnContext {
  readonly now: Instant;
  readonly paymentMethods: ReadonlySet<string>;
  readonly warehouseIds: ReadonlyMap<string, string>;
  readonly sku: (sourceSku: string) => string;
}

export type ReturnOutcome = { readonly kind: 'load'; readonly draft: ReturnDraft } | Quarantined | Skipped;

const DAY = 86_400;
const ONE = decimal(1);

/** What becomes of a return whose order is copied. It can't be changed later, so it is copied when nothing more will come. */
export function transformReturn(
  source: Return,
  rules: StoreRules,
  order: ReturnedOrder,
  context: ReturnContext,
): ReturnOutcome {
  const title = `RMA ${source.id} of ${source.orderId}`;
  const booked = inBooksAlready(source, rules, order.inAccounting === true, title);
  if (booked !== undefined) return booked;
  const waits =
    stillOpen(source, title) ?? untoldRefunds(source, title) ?? stillToCome(source, rules, context.now, title);
  if (waits !== undefined) return waits;
  const returned = withUnshownReturnTax(source, rules.primaryGstPercent);
  if ('kind' in returned) return returned;
  const { lockDate, rma: own } = rules;
  if (lockDate !== undefined && returned.issuedOn !== null && returned.issuedOn <= lockDate) {
    return quarantine(
      'before-lock-date',
      `${title} is of ${returned.issuedOn}; the books are closed up to ${lockDate}`,
    );
  }
  if (own === undefined) return quarantine('rma-unconfigured', `${title}: \`rma\` names no staff and no warehouse`);
  const warehouseId = context.warehouseIds.get(own.warehouse);
  if (warehouseId === undefined) {
    return quarantine('rma-unconfigured', `${title}: the primary has no warehouse ${JSON.stringify(own.warehouse)}`);
  }
  const lines = draftLines(returned, rules, context, title);
  if (!Array.isArray(lines)) return lines as Quarantined;
  const refunds = draftRefunds(returned, rules, context, title);
  if (!Array.isArray(refunds)) return refunds as Quarantined;

  const shippingTaxFree = isTaxFreeShipping(returned, rules);
  const total = totalOf(
    returned.taxInclusive,
    lines,
    returned.shippingRefund,
    shippingTaxFree,
    rules.primaryGstPercent,
  );
  // Both ends round alike, so a miss of cents is a doubt about the prediction; what the primary shows decides.
  const open = centsOf(lines.length + 1);
  if (compare(absolute(subtract(total, returned.total)), open) > 0) {
    return quarantine(
      'total-unexplained',
      `${title} comes to ${formatMoney(returned.total)}; ${formatMoney(total)} follows from its lines`,
    );
  }
  const credited = add(order.alreadyCredited, returned.total);
  // What is rounded for each line of a return may come to cents more than what was rounded for the whole order.
  if (isNegative(returned.total) || compare(credited, add(order.total, open)) > 0) {
    return quarantine(
      'credit-exceeds-order',
      `${title} credits ${formatMoney(returned.total)}; ${order.targetId} came to ${formatMoney(order.total)}, of which ${formatMoney(order.alreadyCredited)} is credited`,
    );
  }
  const spendable = subtract(returned.total, paidOut(returned));
  if (!isZero(spendable) && order.matchedAccount && !own.allowSpendableCredit) {
    return quarantine(
      'credit-spendable',
      `${title} leaves ${spendable} of credit, which the holder of ${order.username} could spend in the primary`,
    );
  }
  const reference = paymentReference(rules.references.creditNote, returned.id);
  return {
    kind: 'load',
    draft: {
      orderId: order.targetId,
      username: order.username,
      staff: own.staff,
      warehouseId,
      reference,
      notes: [
        `${reference} Copied from ${rules.store} RMA ${returned.id} of ${returned.orderId} by neto-consolidator`,
        returned.internalNotes,
      ]
        .filter((text) => text !== '')
        .join('\n')
        .slice(0, limits.rmaNotes),
      taxInclusive: returned.taxInclusive,
      issuedOn: returned.issuedOn,
      shippingRefund: returned.shippingRefund,
      shippingTaxFree,
      taxCode: own.taxCode,
      freeTaxCode: own.freeTaxCode,
      lines,
      refunds,
      total: returned.total,
    },
  };
}

/** So many cents, and never more than rounding may come to in all. */
function centsOf(count: number): Decimal {
  const cents = multiply(decimal('0.01'), decimal(count));
  return compare(cents, MAXIMUM_DOUBT) > 0 ? MAXIMUM_DOUBT : cents;
}

function stillOpen(returned: Return, title: string): Skipped | undefined {
  return isClosed(returned) ? undefined : skip('rma-open', `${title} is not closed yet`);
}

/** What is not shown is not taken for unpaid: the copy would leave a credit that was paid out long ago. */
function untoldRefunds(returned: Return, title: string): Quarantined | undefined {
  const untold = returned.refunds.find(({ status, amount }) => status === '' && !isZero(amount));
  if (untold !== undefined) {
    const what = `a refund of ${formatMoney(untold.amount)} by ${untold.method || 'no method'}`;
    return quarantine('unreadable', `${title}: its store does not show whether ${what} is paid out (RefundStatus)`);
  }
  const shown = returned.refunds.reduce((sum, { amount }) => add(sum, amount), ZERO);
  if (compare(returned.refunded, shown) <= 0) return undefined;
  return quarantine(
    'unreadable',
    `${title}: its store says that ${returned.refunded} is paid out (RefundedTotal), and shows refunds of ${shown} (Refunds)`,
  );
}

/** A closed one may still be paid out, which could not be added to its copy later. */
function stillToCome(returned: Return, rules: StoreRules, now: Instant, title: string): Skipped | undefined {
  if (compare(paidOut(returned), returned.total) >= 0 || rules.rma === undefined) return undefined;
  const until = returned.updatedAt === null ? null : addSeconds(returned.updatedAt, rules.rma.waitDays * DAY);
  if (until === null || until <= now) return undefined;
  return skip(
    'rma-not-final',
    `${title}: ${formatMoney(paidOut(returned))} of ${formatMoney(returned.total)} is paid out; the rest is waited for until ${until}`,
  );
}

function isPaidOut({ status }: Refund): boolean {
  return status.toLowerCase() === 'refunded';
}

function paidOut(returned: Return): Decimal {
  return returned.refunds.filter(isPaidOut).reduce((sum, { amount }) => add(sum, amount), ZERO);
}

function draftLines(
  returned: Return,
  rules: StoreRules,
  context: ReturnContext,
  title: string,
): ReturnLineDraft[] | Quarantined {
  const lines: ReturnLineDraft[] = [];
  for (const line of returned.lines) {
    const sku = line.sku === '' ? '' : context.sku(line.sku);
    if (sku === '') return quarantine('line-without-sku', `${title}: a line names no product that the primary has`);
    lines.push({
      sku,
      description: cutText(line.name, limits.lineText),
      quantity: line.quantity,
      subtotal: line.subtotal,
      // By its money, as with the lines of orders.
      taxFree: isZero(line.tax) && !isZero(line.subtotal),
      outcome: cutText(line.outcome, limits.rmaText),
      reason: cutText(line.reason, limits.rmaText),
    });
  }
  const carrier = rules.orders.surchargeSku;
  if (!isZero(returned.surchargeRefund) || lines.length === 0) {
    // AddRma has no field for it; and Xero takes no credit note without a line (reference, feeds, section 3.1).
    if (carrier === undefined) {
      return quarantine('surcharge-unmapped', `${title} needs a line that \`orders.surchargeSku\` would carry`);
    }
    const untaxed = isZero(subtract(returned.tax, sumOfTaxes(returned), shippingTaxOf(returned, rules)));
    lines.push({
      sku: carrier,
      description: isZero(returned.surchargeRefund) ? 'Refund without a product' : 'Refund of the surcharge',
      quantity: ONE,
      subtotal: returned.surchargeRefund,
      taxFree: untaxed && !isZero(returned.surchargeRefund),
      outcome: '',
      reason: '',
    });
  }
  return lines;
}

function sumOfTaxes(returned: Return): Decimal {
  return returned.lines.reduce((sum, { tax }) => add(sum, tax), ZERO);
}

function shippingTaxOf(returned: Return, rules: StoreRules): Decimal {
  return taxOf(returned.shippingRefund, returned.taxInclusive, rules.primaryGstPercent);
}

/** An RMA shows no tax of its shipping: it is taxed unless the whole tax is that of the lines alone. */
function isTaxFreeShipping(returned: Return, rules: StoreRules): boolean {
  return (
    !isZero(returned.shippingRefund) &&
    !isZero(shippingTaxOf(returned, rules)) &&
    equal(returned.tax, sumOfTaxes(returned))
  );
}

function draftRefunds(
  returned: Return,
  rules: StoreRules,
  context: ReturnContext,
  title: string,
): RefundDraft[] | Quarantined {
  const refunds: RefundDraft[] = [];
  for (const { amount, method, refundedOn } of returned.refunds.filter(isPaidOut)) {
    const meant = meantMethod(rules.payments.methods, method);
    const methodName = spelledIn(context.paymentMethods, meant);
    if (methodName === undefined) {
      return quarantine(
        'payment-method-unmapped',
        `${title}: the primary has no payment method ${JSON.stringify(meant)}`,
      );
    }
    refunds.push({ methodName, amount, refundedOn: refundedOn ?? returned.issuedOn });
  }
  return refunds;
}

function totalOf(
  taxInclusive: boolean,
  lines: readonly ReturnLineDraft[],
  shipping: Decimal,
  shippingTaxFree: boolean,
  gstPercent: Decimal,
): Decimal {
  const amounts = add(shipping, ...lines.map(({ subtotal }) => subtotal));
  if (taxInclusive) return amounts;
  const taxes = lines.map((line) => (line.taxFree ? ZERO : taxOf(line.subtotal, false, gstPercent)));
  return add(amounts, shippingTaxFree ? ZERO : taxOf(shipping, false, gstPercent), ...taxes);
}

function taxOf(amount: Decimal, inclusive: boolean, gstPercent: Decimal): Decimal {
  return fractionToCents(amount, gstPercent, inclusive ? add(decimal(100), gstPercent) : decimal(100));
}
