import { meantMethod, methodKey, sameMethod } from '../../model/method-names.ts';
import {
  absolute,
  add,
  compare,
  type Decimal,
  decimal,
  equal,
  formatMoney,
  isZero,
  multiply,
  subtract,
  ZERO,
} from '../../model/money.ts';
import { isClosed, type Refund, type Return } from '../../model/rma.ts';
import type { LocalDate } from '../../model/time.ts';
import type { FixedRules, StoreRules } from '../../transform/rules.ts';
import type { ComparedField } from '../comparing/compared-field.ts';
import { type Finding, Findings } from '../comparing/finding.ts';
import { CENT, isWithin, shown } from '../comparing/line-sums.ts';
import { policySku } from '../comparing/source-lines.ts';

/** What of a return's copy is compared with its source, and what can't be. */
export const returnFields = [
  { key: 'total', class: 'must-agree', name: 'total', cause: 'The primary reads taxes or shipping of returns in another way.' },
  { key: 'gst', class: 'must-agree', name: 'GST', cause: "The primary's tax codes: see `rma.taxCode` and `rma.freeTaxCode`. At most a cent for each line and for shipping counts as rounding." },
  { key: 'order', class: 'must-agree', name: 'order', cause: 'The primary moved the return.' },
  { key: 'status', class: 'must-agree', name: 'status', cause: 'The primary leaves returns open until somebody approves them.' },
  { key: 'tax-mode', class: 'must-agree', name: 'tax inclusive', cause: 'The primary takes the tax mode from its own settings.' },
  { key: 'date', class: 'must-agree', name: 'date issued', cause: 'The primary issues returns on the day they arrive.' },
  { key: 'shipping', class: 'must-agree', name: 'shipping refund', cause: 'The primary does not refund shipping.' },
  { key: 'lines', class: 'must-agree', name: 'number of lines', cause: 'The primary dropped a line.' },
  { key: 'line-product', class: 'must-agree', name: 'SKU', cause: 'The primary replaced the product.' },
  { key: 'line-quantity', class: 'must-agree', name: 'quantity', cause: 'The primary counts what comes back in another way.' },
  { key: 'line-amount', class: 'must-agree', name: 'amount', cause: 'The primary took the price of the order line, or added tax.' },
  { key: 'line-tax', class: 'must-agree', name: 'tax', cause: "The primary's tax codes: see `rma.taxCode` and `rma.freeTaxCode`." },
  { key: 'line-tax-code', class: 'must-agree', name: 'tax code', cause: 'The primary took the code of the product, or does not know the one of `rma.taxCode` or `rma.freeTaxCode`.' },
  { key: 'refunds', class: 'must-agree', name: 'refunds', cause: 'The primary pays returns out by itself, or not at all.' },
  { key: 'refund-method', class: 'must-agree', name: 'refund methods', cause: 'The primary has another method of that name: see `payments.methods`.' },
  { key: 'refund-date', class: 'must-agree', name: 'refund dates', cause: 'The primary books refunds on the day they arrive.' },
  { key: 'currency', class: 'must-agree', name: 'currency', cause: 'The primary keeps its books in another currency.' },
] as const satisfies readonly ComparedField[]; // biome-ignore format: a table

export type ReturnFieldKey = (typeof returnFields)[number]['key'];

interface ExpectedReturnLine {
  readonly sku: string;
  /** Null: not shown by the source. */
  readonly quantity: Decimal | null;
  /** Of the whole line, in the tax mode of the return. */
  readonly amount: Decimal;
  readonly tax: Decimal | null;
  /** Null where nothing tells which of the two it is. Left out in intents of earlier versions. */
  readonly taxCode?: string | null | undefined;
}

interface ExpectedRefund {
  readonly method: string;
  readonly amount: Decimal;
  readonly day: LocalDate | null;
}

/** What the copy of a return must show. Plain data without anything personal, so that it can wait in an intent. */
export interface ExpectedReturn {
  readonly orderId: string;
  readonly total: Decimal;
  readonly gst: Decimal | null;
  readonly gstRounding: 'warn' | 'hold';
  readonly taxInclusive: boolean | null;
  readonly issuedOn: LocalDate | null;
  readonly shipping: Decimal | null;
  readonly lines: readonly ExpectedReturnLine[];
  readonly refunds: readonly ExpectedRefund[];
  readonly currency: string;
  readonly primaryCurrency: string;
}

type ReturnRules = FixedRules & Pick<StoreRules, 'sourceCurrency' | 'primaryCurrency'>;

/** @param orderId that of the order's copy in the primary */
export function expectReturn(source: Return, rules: ReturnRules, orderId: string): ExpectedReturn {
  const lines = source.lines.map((line) => ({
    sku: policySku(line.sku, rules),
    quantity: shown(line, 'quantity'),
    amount: line.subtotal,
    tax: shown(line, 'tax'),
    taxCode: taxCodeOf(line, rules),
  }));
  // No return can be booked without a line, and none has a field for a surcharge: one product stands for both.
  const carried = !isZero(source.surchargeRefund) || lines.length === 0;
  const carrier = { sku: rules.orders.surchargeSku ?? '', quantity: decimal(1), amount: source.surchargeRefund };
  return {
    orderId,
    total: source.total,
    gst: shown(source, 'tax'),
    gstRounding: rules.gstRounding ?? 'warn',
    taxInclusive: source.notShown?.includes('taxInclusive') === true ? null : source.taxInclusive,
    issuedOn: source.issuedOn,
    shipping: shown(source, 'shippingRefund'),
    lines: carried ? [...lines, { ...carrier, tax: null }] : lines,
    refunds: source.refunds.filter(isPaidOut).map(({ method, amount, refundedOn }) => ({
      method: meantMethod(rules.payments.methods, method),
      amount,
      day: refundedOn ?? source.issuedOn,
    })),
    currency: source.currency?.trim() || rules.sourceCurrency,
    primaryCurrency: rules.primaryCurrency,
  };
}

/** By its money: what the codes of its own store mean is nobody's business here. */
function taxCodeOf(line: Return['lines'][number], { rma }: ReturnRules): string | null {
  const tax = shown(line, 'tax');
  if (rma === undefined || tax === null || isZero(line.subtotal) || isCents(line.subtotal)) return null;
  return isZero(tax) ? rma.freeTaxCode : rma.taxCode;
}

function isPaidOut({ status }: Refund): boolean {
  return status.toLowerCase() === 'refunded';
}

/** What the copy of a return shows, field by field, beside what its source does. */
export function compareReturn(expected: ExpectedReturn, copy: Return): readonly Finding[] {
  const findings = new Findings(returnFields);
  findings.money('total', expected.total, copy.total);
  compareGst(expected, copy, findings);
  findings.text('order', expected.orderId, copy.orderId);
  if (!isClosed(copy)) findings.text('status', 'Closed', copy.status);
  const hidesMode = copy.notShown?.includes('taxInclusive') === true;
  if (expected.taxInclusive === null || hidesMode) findings.notShown('tax-mode', hidesMode ? 'primary' : 'source');
  else findings.text('tax-mode', String(expected.taxInclusive), String(copy.taxInclusive));
  if (expected.issuedOn !== null && copy.issuedOn === null) findings.notShown('date', 'primary');
  else if (expected.issuedOn !== null) findings.text('date', expected.issuedOn, copy.issuedOn ?? 'none');
  findings.money('shipping', expected.shipping, shown(copy, 'shippingRefund'));
  compareLines(expected, copy, findings);
  compareRefunds(expected, copy, findings);
  findings.text('currency', expected.currency, copy.currency?.trim() || expected.primaryCurrency);
  return findings.found;
}

type ReturnFindings = Findings<ReturnFieldKey>;

function compareGst(
  { gst, gstRounding, lines, shipping }: ExpectedReturn,
  copy: Return,
  findings: ReturnFindings,
): void {
  const existing = shown(copy, 'tax');
  if (gst === null || existing === null) findings.notShown('gst', gst === null ? 'source' : 'primary');
  else if (!equal(gst, existing)) {
    const isRounding = isRoundingOfGst(subtract(existing, gst), { lines: lines.length, shipping });
    findings.differs('gst', gst, existing, '', {
      class: isRounding && gstRounding === 'warn' ? 'rounding' : 'must-agree',
    });
  }
}

/** A cent for each amount of tax. @param shipping null where it is not shown */
export function isRoundingOfGst(
  apart: Decimal,
  { lines, shipping }: { readonly lines: number; readonly shipping: Decimal | null },
): boolean {
  const roundings = lines + (shipping === null || !isZero(shipping) ? 1 : 0);
  return isWithin(apart, multiply(CENT, decimal(roundings)));
}

function compareLines(expected: ExpectedReturn, copy: Return, findings: ReturnFindings): void {
  findings.text('lines', String(expected.lines.length), String(copy.lines.length));
  for (const [place, line] of expected.lines.entries()) {
    const existing = copy.lines[place];
    if (existing === undefined) continue;
    const where = `line ${place + 1} `;
    findings.key('line-product', line.sku, existing.sku, where);
    const quantity = shown(existing, 'quantity');
    if (line.quantity === null || quantity === null) {
      findings.notShown('line-quantity', line.quantity === null ? 'source' : 'primary', where);
    } else if (!equal(line.quantity, quantity)) {
      findings.add('line-quantity', { meant: line.quantity, held: quantity }, where);
    }
    findings.money('line-amount', line.amount, existing.subtotal, where);
    compareTax(line, shown(existing, 'tax'), where, findings);
    const { taxCode = null } = line;
    if (taxCode !== null && (existing.taxCode ?? '') === '') findings.notShown('line-tax-code', 'primary', where);
    else if (taxCode !== null) findings.text('line-tax-code', taxCode, existing.taxCode ?? '', where);
  }
}

/** A cent is a matter of rounding, but not whether there is any tax at all. */
function compareTax(
  { tax, sku }: ExpectedReturnLine,
  existing: Decimal | null,
  where: string,
  findings: ReturnFindings,
): void {
  if (tax === null || existing === null) {
    if (sku !== '') findings.notShown('line-tax', tax === null ? 'source' : 'primary', where);
    return;
  }
  const isSame = isZero(tax)
    ? isZero(existing)
    : isWithin(subtract(existing, tax), CENT) && (!isZero(existing) || isCents(tax));
  if (isSame) return;
  findings.add(
    'line-tax',
    { meant: isZero(tax) ? 'free' : formatMoney(tax), held: isZero(existing) ? 'free' : formatMoney(existing) },
    where,
  );
}

function isCents(amount: Decimal): boolean {
  return compare(absolute(amount), CENT) <= 0;
}

/** Refunds have no key of ours: what was paid out, by which method and when, must be there, in any order. */
function compareRefunds(expected: ExpectedReturn, copy: Return, findings: ReturnFindings): void {
  if (copy.refunds.some(({ status }) => status === '')) findings.notShown('refunds', 'primary');
  if (copy.refunds.length === 0 && expected.refunds.length > 0) {
    // Their sum is there, so that they are too.
    if (equal(copy.refunded, add(ZERO, ...expected.refunds.map(({ amount }) => amount)))) {
      findings.notShown('refunds', 'primary');
      return;
    }
  }
  const existing = copy.refunds
    .filter((refund) => refund.status === '' || isPaidOut(refund))
    .map(({ method, amount, refundedOn }) => ({ method, amount, day: refundedOn }));
  const amounts = (refunds: readonly ExpectedRefund[]) => listed(refunds.map(({ amount }) => formatMoney(amount)));
  const methods = (refunds: readonly ExpectedRefund[]) =>
    listed(refunds.map(({ amount, method }) => `${formatMoney(amount)} ${method.trim()}`));
  const days = (refunds: readonly ExpectedRefund[]) =>
    listed(refunds.map(({ amount, method, day }) => `${formatMoney(amount)} ${methodKey(method)} ${day ?? ''}`));
  if (amounts(expected.refunds) !== amounts(existing)) {
    const sum = (refunds: readonly ExpectedRefund[]) => add(ZERO, ...refunds.map(({ amount }) => amount));
    findings.add('refunds', {
      meant: amounts(expected.refunds) || formatMoney(sum(expected.refunds)),
      held: amounts(existing) || formatMoney(sum(existing)),
    });
    return;
  }
  findings.text('refund-method', methods(expected.refunds), methods(existing));
  if (existing.some(({ day }) => day === null)) findings.notShown('refund-date', 'primary');
  else if (expected.refunds.some(({ day }) => day === null)) findings.notShown('refund-date', 'source');
  else if (sameMethod(methods(expected.refunds), methods(existing))) {
    findings.text('refund-date', days(expected.refunds), days(existing));
  }
}

function listed(texts: readonly string[]): string {
  // In an order that the case of a method's name has no part in.
  return texts
    .map((text) => ({ text, key: methodKey(text) }))
    .sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)))
    .map(({ text }) => text)
    .join(', ');
}
