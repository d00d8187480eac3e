import { type Finding, Findings } from '../../entities/comparing/finding.ts';
import { shown } from '../../entities/comparing/line-sums.ts';
import type { OfOrder } from '../../entities/definition/reads.ts';
import { comparePayment, expectPayment, type PaymentFieldKey, paymentFields } from '../../entities/payment/compare.ts';
import { payment } from '../../entities/payment/definition.ts';
import {
  compareReturn,
  expectReturn,
  isRoundingOfGst,
  type ReturnFieldKey,
  returnFields,
} from '../../entities/return/compare.ts';
import { returned } from '../../entities/return/definition.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import { meantMethod } from '../../model/method-names.ts';
import { subtract } from '../../model/money.ts';
import type { Payment } from '../../model/payment.ts';
import type { QuarantineReason } from '../../model/reasons.ts';
import type { Return } from '../../model/rma.ts';
import { sameText } from '../../model/text-key.ts';
import type { AskedStore } from '../../session/store-run.ts';
import type { StoreRules } from '../../transform/rules.ts';
import type { ReadingRun } from '../context/parts.ts';
import type { ExistingOnCopies } from '../copies/moved-copies.ts';
import { existingPayments, existingReturns } from '../copies/on-copies.ts';
import { type AtSource, atSource } from '../extract/at-source.ts';

/** How the daily look compares payments, or returns, with what their own store shows. */
export interface MoneyLook<Existing extends OfOrder> {
  readonly name: 'payment' | 'return';
  readonly existing: ExistingOnCopies<Existing>;
  readonly gone: QuarantineReason;
  readonly changed: QuarantineReason;
  /** Fields that every version has compared when it made a copy, so that they differ by what was done later alone. */
  readonly always: ReadonlySet<string>;
  /** Fields that the pipeline's rules have a part in: told only where the copy was made by the rules in force. */
  readonly ofRules: ReadonlySet<string>;
  at(context: ReadingRun, store: AskedStore): AtSource<Existing>;
  compare(source: Existing, rules: StoreRules, copy: Existing): readonly Finding[];
  /** The same with what the ledger keeps of a copy, where its store does not show what it was made of. */
  compareRecorded(record: LedgerRecord, rules: StoreRules, copy: Existing): readonly Finding[];
}

export const paymentLook: MoneyLook<Payment> = {
  name: 'payment',
  existing: existingPayments,
  gone: 'payment-copy-gone',
  changed: 'payment-copy-changed',
  always: new Set<PaymentFieldKey>(['amount', 'date']),
  ofRules: new Set<PaymentFieldKey>(['method']),
  at: (context, store) => atSource(context, store, payment),
  // Which order it is on was told by the look for it.
  compare: (source, rules, copy) => comparePayment(expectPayment(source, rules, copy.orderId), copy),
  compareRecorded({ amount, bookedOn, method, currency }, rules, copy) {
    const findings = new Findings(paymentFields);
    if (amount !== null) findings.money('amount', amount, copy.amount);
    if (bookedOn && copy.paidOn !== null) findings.text('date', bookedOn, copy.paidOn);
    const meant = method ? meantMethod(rules.payments.methods, method) : '';
    if (meant !== '' && copy.method !== '') findings.text('method', meant, copy.method);
    const wanted = typeof currency === 'string' ? currency.trim() || rules.sourceCurrency : undefined;
    const existing = copy.currency.trim() || rules.primaryCurrency;
    if (wanted !== undefined && !sameText(wanted, existing)) findings.text('currency', wanted, existing);
    return findings.found;
  },
};

export const returnLook: MoneyLook<Return> = {
  name: 'return',
  existing: existingReturns,
  gone: 'rma-copy-gone',
  changed: 'rma-copy-changed',
  always: new Set<ReturnFieldKey>(['total', 'date', 'status', 'lines']),
  ofRules: new Set<ReturnFieldKey>(['lines', 'line-product', 'line-tax-code', 'refund-method']),
  at: (context, store) => atSource(context, store, returned),
  compare: (source, rules, copy) => compareReturn(expectReturn(source, rules, copy.orderId), copy),
  compareRecorded({ amount, bookedOn, tax }, { gstRounding = 'warn' }, copy) {
    const findings = new Findings(returnFields);
    if (amount !== null) findings.money('total', amount, copy.total);
    const existing = shown(copy, 'tax');
    const isRounding =
      tax &&
      existing !== null &&
      isRoundingOfGst(subtract(existing, tax), { lines: copy.lines.length, shipping: shown(copy, 'shippingRefund') });
    if (tax && existing !== null && !(isRounding && gstRounding === 'warn')) findings.money('gst', tax, existing);
    if (bookedOn && copy.issuedOn !== null) findings.text('date', bookedOn, copy.issuedOn);
    return findings.found;
  },
};
