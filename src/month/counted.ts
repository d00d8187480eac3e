import { linesToCopy } from '../entities/comparing/source-lines.ts';
import { add, type Decimal, ZERO } from '../model/money.ts';
import type { Payment } from '../model/payment.ts';
import type { Return } from '../model/rma.ts';
import { nothing, plus, sumOf } from '../reconcile/amounts.ts';
import { sameId } from '../reconcile/belongs.ts';
import { isSourceCounted, type OrderCase } from '../reconcile/cases.ts';
import type { ComparedStore } from '../reconcile/reconcile.ts';
import type { Month } from './month.ts';
import { isWithin } from './month-days.ts';
import type { Measures } from './pack.ts';
import { partsOfOrder, partsOfReturn, type TaxPart } from './tax-parts.ts';

/** What one side of one order counts for in the month. */
export interface CountedSide {
  readonly measures: Measures;
  /** Paid in the month. */
  readonly payments: readonly Payment[];
  /** Issued in the month. */
  readonly returns: readonly Return[];
  readonly sales: readonly TaxPart[];
  readonly credits: readonly TaxPart[];
}

export type BothCounted = Readonly<Record<'secondary' | 'primary', CountedSide>>;

/** What both sides of one order count for in the month. @param isInside whether the order itself is of the month */
export function countedOf(one: OrderCase, { returns }: ComparedStore, month: Month, isInside: boolean): BothCounted {
  const { source, secondary, primary, live, store, primaryGstPercent: gstPercent } = one;
  const counts = isSourceCounted(one);
  const [there, here] = returns.kind === 'read' ? [returns.source, returns.primary] : [new Map(), new Map()];
  const isDated = (day: Payment['paidOn']): boolean => (day === null ? isInside : isWithin(month, day));
  const side = (
    sales: OrderCase['primary'],
    payments: readonly Payment[],
    all: readonly Return[],
    partsOf: (order: OrderCase['primary'][number]['order']) => readonly TaxPart[],
  ): CountedSide => {
    const dated = payments.filter(({ paidOn }) => isDated(paidOn));
    const credits = all.filter(({ issuedOn }) => isDated(issuedOn));
    return {
      measures: {
        ...sales.map(({ amounts }) => amounts).reduce(plus, nothing),
        paidInMonth: sumOf(dated),
        credits: credits.length,
        credited: total(credits, 'total'),
        creditedGst: total(credits, 'tax'),
        paidOut: total(credits, 'refunded'),
      },
      payments: dated,
      returns: credits,
      sales: sales.flatMap(({ order }) => partsOf(order)),
      credits: credits.flatMap(partsOfReturn),
    };
  };
  const ofSource = counts && source !== null ? (there.get(sameId(source.id)) ?? []) : [];
  const ofCopies = live.flatMap(({ order }): readonly Return[] => here.get(sameId(order.id)) ?? []);
  return {
    secondary: side(secondary === null ? [] : [secondary], counts ? one.sourcePayments : [], ofSource, (order) =>
      partsOfOrder(order, linesToCopy(order, store.rules), gstPercent),
    ),
    primary: side(
      primary,
      live.flatMap(({ payments }) => payments),
      ofCopies,
      (order) => partsOfOrder(order, linesToCopy(order, store.rules), gstPercent),
    ),
  };
}

function total(returns: readonly Return[], field: 'total' | 'tax' | 'refunded'): Decimal {
  return add(ZERO, ...returns.map((one) => one[field]));
}
