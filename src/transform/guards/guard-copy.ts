import type { OrderDraft } from '../../model/drafts.ts';
import { formatMoney, isNegative } from '../../model/money.ts';
import type { Order } from '../../model/order.ts';
import type { QuarantineReason } from '../../model/reasons.ts';
import { type Quarantined, quarantine } from '../outcome.ts';
import type { StoreRules } from '../rules.ts';
import type { GuardName } from './guard-rules.ts';

/** Something that Xero would refuse or take wrongly; what follows is up to the guard's setting. */
export interface GuardHit {
  readonly guard: GuardName;
  readonly reason: QuarantineReason;
  /** Names ids and fields, never a shopper's data. */
  readonly message: string;
}

/** The run is to end before the record is written. */
export interface GuardStop {
  readonly kind: 'stop';
  readonly reason: QuarantineReason;
  readonly guard: GuardName;
  readonly message: string;
}

/** Xero's Item.Code (reference on Xero, section 4.2). */
const XERO_SKU_MAXIMUM = 30;

/** Why Neto's link to Xero would not pass a line with this SKU on (reference on Xero, section 3.7). */
export function skuProblem(sku: string): string | undefined {
  if (sku.length > XERO_SKU_MAXIMUM) return `${sku.length} characters, and Xero takes ${XERO_SKU_MAXIMUM}`;
  if (/\s/.test(sku)) return 'a blank in it';
  return sku.includes('/') ? 'a slash in it' : undefined;
}

/** What the guards find on the copy of one order. */
export function guardCopy(order: Order, draft: OrderDraft, rules: StoreRules): GuardHit[] {
  const hits: GuardHit[] = [];
  const { id } = order;
  if (!same(rules.sourceCurrency, rules.primaryCurrency)) {
    const message = `${id} is in ${rules.sourceCurrency}, and the primary's books are in ${rules.primaryCurrency}`;
    hits.push({ guard: 'currency', reason: 'currency-differs', message });
  }
  if (isNegative(order.grandTotal)) {
    const message = `${id} comes to ${formatMoney(order.grandTotal)}`;
    hits.push({ guard: 'negativeTotals', reason: 'negative-total', message });
  }
  for (const sku of new Set(draft.lines.map((line) => line.sku))) {
    const problem = skuProblem(sku);
    if (problem === undefined) continue;
    const message = `${id}: the SKU ${JSON.stringify(sku)} has ${problem}`;
    hits.push({ guard: 'skus', reason: 'sku-unfit-for-xero', message });
  }
  if (draft.dueAt === null) {
    hits.push({
      guard: 'dueDates',
      reason: 'due-date-missing',
      message: `${id} has no due date${termsLacking(order, rules)}`,
    });
  }
  return hits;
}

/** Which line `orders.paymentTerms` lacks: what is listed gives a due date. */
function termsLacking({ paymentTerms }: Order, { orders }: StoreRules): string {
  if (orders.dueDate !== 'terms') return '';
  return `, and \`orders.paymentTerms\` does not list its terms ${JSON.stringify(paymentTerms.trim())}`;
}

/** The strictest consequence of these hits; undefined where all of them are only to be reported. */
export function consequenceOf(
  hits: readonly GuardHit[],
  rules: Pick<StoreRules, 'guards'>,
): GuardStop | Quarantined | undefined {
  const stopping = hits.find(({ guard }) => rules.guards[guard] === 'stop');
  if (stopping !== undefined) return { kind: 'stop', ...stopping };
  const holding = hits.find(({ guard }) => rules.guards[guard] === 'hold');
  return holding === undefined ? undefined : quarantine(holding.reason, holding.message);
}

function same(a: string, b: string): boolean {
  return a.trim().toUpperCase() === b.trim().toUpperCase();
}
