import type { Twin } from '../../entities/payment/twins.ts';
import type { Decision } from '../../ledger/decision.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import { FROM_FILE } from '../../model/from-file.ts';
import { meantMethod, sameMethod } from '../../model/method-names.ts';
import { add, type Decimal, equal, formatMoney, isNegative, ZERO } from '../../model/money.ts';
import type { LocalDate } from '../../model/time.ts';
import type { StoreRules } from '../../transform/rules.ts';
import type { RunWarning } from '../context/warnings.ts';
import type { Booked } from '../copies/paid-copies.ts';
import type { SourcePayment } from '../extract/source-payments.ts';

/** What a file named as one sum, and the several payments that its store shows in its place. */
export interface SumInParts {
  readonly sum: Booked;
  readonly parts: readonly SourcePayment[];
}

interface Dated {
  readonly amount: Decimal;
  readonly paidOn: LocalDate | null;
}

/**
 * A file tells all that was paid up to its making. So the sum stands for the earliest payments that come to it, to the
 * cent, and for none that came later; where none come to it, nothing is taken for another.
 * @param shown what the order's own store shows now
 */
export function sumInParts(onCopy: readonly Booked[], shown: readonly SourcePayment[]): SumInParts | undefined {
  const [sum, ...more] = onCopy.filter(isSum);
  if (sum === undefined || more.length > 0) return undefined;
  const standing = new Set(onCopy.flatMap(({ standsFor }) => standsFor));
  const missing = shown.filter(({ id }) => !id.startsWith(FROM_FILE) && !standing.has(id));
  // Refunds that were keyed as payments can be made up into any sum.
  if (missing.some(({ amount }) => isNegative(amount))) return undefined;
  const parts = firstThatComeTo(missing, sum.amount);
  return parts === undefined || parts.length < 2 ? undefined : { sum, parts };
}

/** The other way round: what a file says was paid, where the copy has payments that the API has shown. */
export function sumOfFile(record: LedgerRecord, amount: Decimal, onCopy: readonly Booked[]): Twin {
  if (!record.sourceId.startsWith(FROM_FILE) || record.targetId !== null) return { kind: 'none' };
  const ours = onCopy.filter(({ targetId }) => targetId !== undefined);
  const [first] = ours;
  const own = ours.find(({ standsFor }) => standsFor.includes(record.sourceId));
  if (first === undefined || ours.every((one) => one === own)) return { kind: 'none' };
  if (firstThatComeTo(ours, amount) !== undefined) return { kind: 'same', reference: first.reference };
  // Copied under this very reference, for a payment that the API has shown since.
  const passed = ours.some(({ reference }) => reference.endsWith(record.sourceId.toLowerCase()));
  if (own !== undefined || !passed) return { kind: 'none' };
  const message = `A file says that ${formatMoney(amount)} were paid on ${record.parent ?? ''}, and its copy has ${formatMoney(sumOf(ours))} of it. The rest is booked once its store's API or a payments file names it; this then ends by itself.`;
  return { kind: 'doubtful', message };
}

/** Whether the earliest payments of ours that a copy has come to just what a file says. */
export function comesTo(onCopy: readonly Booked[], amount: Decimal): boolean {
  const ours = onCopy.filter(({ targetId }) => targetId !== undefined);
  return firstThatComeTo(ours, amount) !== undefined;
}

/**
 * Nothing is booked. What the sum says of day and method is true of its parts, or a person is asked what is to stand.
 * @param due the parts that are decided now
 */
export function decideParts(
  { sum, parts }: SumInParts,
  due: readonly LedgerRecord[],
  rules: StoreRules,
): { readonly decisions: readonly Decision[]; readonly warning: RunWarning | undefined } {
  const targetId = sum.targetId ?? '';
  const named = parts.map(({ id, amount }) => `${id} (${formatMoney(amount)})`).join(' and ');
  const [first] = due;
  if (first === undefined) return { decisions: [], warning: undefined };
  const { store, parent } = first;
  const what = `the copy of ${parent ?? ''} has ${formatMoney(sum.amount)} in one sum, as a file named it (${targetId}); its store shows ${named}`;
  if (parts.every((part) => isAlike(part, sum, rules))) {
    const decisions = due.map((key): Decision => ({ kind: 'link', key, targetId }));
    const message = `Nothing is booked twice: ${what}, for which that sum stands.`;
    return {
      decisions,
      warning: { store, entity: 'payments', sourceId: first.sourceId, code: 'payments-in-one-sum', message },
    };
  }
  const message = `Of another day or method than its store has: ${what}. To have these booked one by one, remove that sum in the primary and retry all of them`;
  const replaces = [{ sourceId: sum.standsFor[0] ?? null, targetId }];
  const decisions = due.map(
    (key): Decision => ({ kind: 'quarantine', key, reason: 'payment-replaced', message, replaces }),
  );
  return { decisions, warning: undefined };
}

export function isSum({ planned, accepted, standsFor }: Booked): boolean {
  return !planned && !accepted && standsFor.length > 0 && standsFor.every((id) => id.startsWith(FROM_FILE));
}

function isAlike({ paidOn, method }: SourcePayment, sum: Booked, { payments }: StoreRules): boolean {
  const sameDay = sum.paidOn === null || paidOn === null || sum.paidOn === paidOn;
  const isNamed = method.trim() !== '' && sum.method.trim() !== '';
  return sameDay && (!isNamed || sameMethod(meantMethod(payments.methods, method), sum.method));
}

/** The earliest of them, by day, that come to an amount to the cent; undefined where none do. */
export function firstThatComeTo<One extends Dated>(
  payments: readonly One[],
  amount: Decimal,
): readonly One[] | undefined {
  const byDay = [...payments].sort((a, b) => (a.paidOn ?? '').localeCompare(b.paidOn ?? ''));
  let sum: Decimal = ZERO;
  for (const [place, one] of byDay.entries()) {
    sum = add(sum, one.amount);
    if (equal(sum, amount)) return byDay.slice(0, place + 1);
  }
  return undefined;
}

function sumOf(payments: readonly Dated[]): Decimal {
  return payments.reduce((sum, { amount }) => add(sum, amount), ZERO);
}
