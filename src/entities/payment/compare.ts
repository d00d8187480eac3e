import { meantMethod } from '../../model/method-names.ts';
import type { Decimal } from '../../model/money.ts';
import type { Payment } from '../../model/payment.ts';
import { sameText } from '../../model/text-key.ts';
import type { LocalDate } from '../../model/time.ts';
import type { FixedRules, StoreRules } from '../../transform/rules.ts';
import { type Finding, Findings } from '../comparing/finding.ts';
import { paymentFields } from './compared-fields.ts';

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
