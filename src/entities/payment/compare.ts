import { meantMethod } from '../../model/method-names.ts';
import type { Decimal } from '../../model/money.ts';
import type { Payment } from '../../model/payment.ts';
import { sameText } from '../../model/text-key.ts';
import type { LocalDate } from '../../model/time.ts';
import type { FixedRules, StoreRules } from '../../transform/rules.ts';
import type { ComparedField } from '../comparing/compared-field.ts';
import { type Finding, Findings } from '../comparing/finding.ts';

/** What of a payment's copy is compared with its source, and what can't be. */
export const paymentFields = [
  { key: 'amount', class: 'must-agree', name: 'amount', cause: 'The primary took another amount, perhaps only what was owed.' },
  { key: 'date', class: 'must-agree', name: 'date', cause: 'The primary reads dates in another time zone, or books payments on the day they arrive.' },
  { key: 'method', class: 'must-agree', name: 'method', cause: 'The primary has another method of that name: see `payments.methods`.' },
  { key: 'order', class: 'must-agree', name: 'order', cause: 'The primary moved the payment, for example to a backorder.' },
  { key: 'currency', class: 'must-agree', name: 'currency', cause: 'The primary keeps its books in another currency.' },
] as const satisfies readonly ComparedField[]; // biome-ignore format: a table

export type PaymentFieldKey = (typeof paymentFields)[number]['key'];

/** What the copy of a payment must show. Plain data without anything personal, so that it can wait in an intent. */
export interface ExpectedPayment {
  readonly orderId: string;
  readonly amount: Decimal;
  /** The primary's name of the method. */
  readonly method: string;
  readonly paidOn: LocalDate | null;
  readonly currency: string;
  /** The primary's default, which stands for a blank. */
  readonly primaryCurrency: string;
}

export type PaymentRules = Pick<FixedRules, 'payments'> & Pick<StoreRules, 'sourceCurrency' | 'primaryCurrency'>;

/** @param orderId the copy's in the primary */
export function expectPayment(source: Payment, rules: PaymentRules, orderId: string): ExpectedPayment {
  return {
    orderId,
    amount: source.amount,
    method: meantMethod(rules.payments.methods, source.method),
    paidOn: source.paidOn,
    currency: source.currency.trim() || rules.sourceCurrency,
    primaryCurrency: rules.primaryCurrency,
  };
}

/** What the copy of a payment shows, field by field, beside what its source does. */
export function comparePayment(expected: ExpectedPayment, copy: Payment): readonly Finding[] {
  const findings = new Findings(paymentFields);
  findings.money('amount', expected.amount, copy.amount);
  findings.text('method', expected.method, copy.method);
  if (expected.paidOn !== null) findings.text('date', expected.paidOn, copy.paidOn ?? 'none');
  findings.text('order', expected.orderId, copy.orderId);
  const existing = copy.currency.trim() || expected.primaryCurrency;
  if (!sameText(expected.currency, existing)) findings.text('currency', expected.currency, existing);
  return findings.found;
}

/**
 * The comparison of read-backs for a payment that other rules may have booked: its own store's name of the method is
 * `said` where the rules have another one for it.
 * @param orderId the copy's in the primary
 */
export function compareAdoptedPayment(
  source: Payment,
  copy: Payment,
  rules: PaymentRules,
  orderId: string,
): readonly Finding[] {
  return comparePayment(expectPayment(source, rules, orderId), copy).map((finding) =>
    finding.key === 'method' && sameText(source.method, copy.method) ? { ...finding, class: 'said' } : finding,
  );
}
