import { formatMoney, isNegative, isZero } from '../../../model/money.ts';
import { accountingDate, isApproved, knownOrderStatuses, type Order } from '../../../model/order.ts';
import type { LocalDate } from '../../../model/time.ts';
import { historyWindowOf, isInAccounting } from '../../../transform/history.ts';
import { type Quarantined, quarantine, type Skipped, skip } from '../../../transform/outcome.ts';
import { type FixedRules, mapped } from '../../../transform/rules.ts';

export { accountingDate } from '../../../model/order.ts';

export type Judgement = { readonly kind: 'wanted' } | Skipped | Quarantined;

/**
 * Whether an order qualifies for its first copy. Reasons to leave it out come before reasons to hold it, so that
 * quarantine never asks a person about an order that would not have been copied anyway.
 */
export function judgeOrder(order: Order, rules: FixedRules): Judgement {
  const date = accountingDate(order, rules.timeZone);
  return leaveOut(order, date, rules) ?? holdBack(order, date, rules) ?? { kind: 'wanted' };
}

function leaveOut(order: Order, date: LocalDate | undefined, rules: FixedRules): Skipped | undefined {
  const { id, status } = order;
  if (date !== undefined && date < rules.since && historyWindowOf(date, rules) === undefined)
    return skip('before-since', `${id} is of ${date}, before ${rules.since}`);
  if (same(order.type, 'quote')) return skip('status-not-selected', `${id} is a quote`);
  if (same(status, 'Cancelled')) return skip('cancelled-before-copy', `${id} was cancelled before it was copied`);
  if (!isSelected(status, rules)) {
    const named = JSON.stringify(status);
    if (!isKnown(status)) return skip('status-unknown', `${id} has the status ${named}, which Neto does not document`);
    const layby = same(status, 'On Hold') && same(order.onHoldType, 'Layby') ? ' (a layby)' : '';
    return skip('status-not-selected', `${id} has the status ${named}${layby}, which is not selected`);
  }
  if (!isApproved(order)) return skip('not-yet-approved', `${id} is not approved yet`);
  if (rules.purpose === 'books' && order.invoicedOn === null && !same(status, 'Dispatched')) {
    return skip('not-invoiced-yet', `${id} is neither invoiced nor dispatched yet`);
  }
  if (isLocked(date, rules) && rules.beforeLockDate === 'refuse') {
    return skip('in-closed-period', inClosedPeriod(id, date, rules));
  }
  if (isZero(order.grandTotal) && rules.orders.zeroValue === 'skip') return skip('zero-value', `${id} comes to zero`);
  return undefined;
}

function holdBack(order: Order, date: LocalDate | undefined, rules: FixedRules): Quarantined | undefined {
  const { id } = order;
  // A feed file has no column for the type; what it holds are sales orders.
  if (order.type !== '' && !same(order.type, 'sales')) {
    return quarantine('order-type-unhandled', `${id} is of the type ${JSON.stringify(order.type)}`);
  }
  if (date === undefined) return quarantine('accounting-date-missing', `${id} has no invoice date and no date placed`);
  if (isLocked(date, rules)) {
    return quarantine('before-lock-date', inClosedPeriod(id, date, rules));
  }
  const holdsNegative = rules.guards.negativeTotals === 'hold';
  if (isNegative(order.grandTotal) && holdsNegative)
    return quarantine('negative-total', `${id} comes to ${formatMoney(order.grandTotal)}`);
  return undefined;
}

/** What the books have already, and are never given again, is of no concern to a closed period. */
function isLocked(date: LocalDate | undefined, rules: FixedRules): date is LocalDate {
  const { lockDate } = rules;
  if (isInAccounting(date, rules)) return false;
  return date !== undefined && lockDate !== undefined && date <= lockDate;
}

function inClosedPeriod(id: string, date: LocalDate, { lockDate }: FixedRules): string {
  return `${id} is of ${date}; the books are closed up to ${lockDate}`;
}

function isKnown(status: string): boolean {
  return knownOrderStatuses.some((known) => same(known, status));
}

/** A status that Neto does not document counts where `fulfil` says what it means. */
function isSelected(status: string, { orders, purpose }: FixedRules): boolean {
  if (orders.statuses.some((selected) => same(selected, status))) return true;
  return purpose === 'fulfil' && !isKnown(status) && mapped(orders.statusMap, status) !== undefined;
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
