import { methodKey } from '../model/method-names.ts';
import { add, type Decimal, subtract, ZERO } from '../model/money.ts';
import type { LocalDate } from '../model/time.ts';
import { bothSides, nothing, plus } from './amounts.ts';
import type { Counted, OrderCase } from './cases.ts';
import { toleratedIn } from './compare-orders.ts';
import { targetMethod } from './compare-payments.ts';
import { refundSums } from './compare-refunds.ts';
import type { ReadReturns } from './read-returns.ts';
import type { Amounts, BothSides, PaymentSum, StoreResult } from './result.ts';
import type { StoreSide } from './sides.ts';

/** What both sides come to: in all, by day, by month, and the payments by day and method. */
export function sumsOf(
  { rules, from, to }: StoreSide,
  cases: readonly OrderCase[],
  returns: ReadReturns,
): Omit<StoreResult, 'gstRounding' | 'ownRecords'> {
  const secondary = cases.flatMap((one) => one.secondary ?? []);
  const primary = cases.flatMap((one) => one.primary);
  const days = groupBy(secondary, primary, ({ day }) => day);
  const months = groupBy(secondary, primary, ({ day }) => day?.slice(0, 7) ?? null);
  return {
    store: rules.store,
    timeZone: rules.timeZone,
    from,
    to,
    sums: bothSides(sum(secondary), sum(primary)),
    days: days.map(([day, sides]) => ({ day, ...sides })),
    months: months.map(([month, sides]) => ({ month, ...sides })),
    payments: paymentSums(cases),
    refunds: returns.kind === 'read' ? refundSums(cases, returns.source, returns.primary) : null,
    tolerated: cases.map(toleratedIn).reduce((total, one) => add(total, one), ZERO),
    leftOut: leftOut(cases),
  };
}

function sum(counted: readonly Counted[]): Amounts {
  return counted.map(({ amounts }) => amounts).reduce(plus, nothing);
}

function groupBy<Key extends string>(
  secondary: readonly Counted[],
  primary: readonly Counted[],
  keyOf: (counted: Counted) => Key | null,
): [Key | null, BothSides][] {
  const keys = [...new Set([...secondary, ...primary].map(keyOf))].sort(byText);
  const grouped = [secondary, primary].map((side) => Map.groupBy(side, keyOf));
  return keys.map((key) => [key, bothSides(sum(grouped[0]?.get(key) ?? []), sum(grouped[1]?.get(key) ?? []))]);
}

function paymentSums(cases: readonly OrderCase[]): PaymentSum[] {
  const rows = new Map<string, { day: LocalDate | null; method: string; secondary: Decimal; primary: Decimal }>();
  const book = (side: 'secondary' | 'primary', day: LocalDate | null, method: string, amount: Decimal): void => {
    // Two spellings of one method are one method to the primary.
    const key = `${day ?? ''} ${methodKey(method)}`;
    const row = rows.get(key) ?? { day, method, secondary: ZERO, primary: ZERO };
    rows.set(key, { ...row, [side]: add(row[side], amount) });
  };
  for (const one of cases) {
    if (one.secondary !== null) {
      for (const payment of one.sourcePayments) {
        book('secondary', payment.paidOn, targetMethod(one, payment), payment.amount);
      }
    }
    for (const copy of one.live) {
      for (const { paidOn, method, amount } of copy.payments) book('primary', paidOn, method, amount);
    }
  }
  return [...rows.values()]
    .map((row) => ({ ...row, difference: subtract(row.primary, row.secondary) }))
    .sort((a, b) => byText(a.day, b.day) || byText(a.method, b.method));
}

function leftOut(cases: readonly OrderCase[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { judgement, live, cancelled } of cases) {
    if (judgement?.kind !== 'skip' || live.length + cancelled.length > 0) continue;
    counts[judgement.reason] = (counts[judgement.reason] ?? 0) + 1;
  }
  return counts;
}

function byText(a: string | null, b: string | null): number {
  return (a ?? '') < (b ?? '') ? -1 : (a ?? '') > (b ?? '') ? 1 : 0;
}
