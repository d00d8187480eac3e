import type { FinancialRecord } from '../ledger/record.ts';
import { add, ZERO } from '../model/money.ts';
import { isCancelled } from '../model/order.ts';
import type { ComparedCase, ComparedStore } from '../reconcile/reconcile.ts';
import { currencyKey } from '../transform/currency.ts';
import { booksStandingOf, copyAmount } from '../verdict/books-standing.ts';
import { type BothCounted, countedOf } from './counted.ts';
import type { DifferenceCauses } from './label-differences.ts';
import { minusMeasures, sumOfMeasures } from './measures.ts';
import { methodRows } from './method-rows.ts';
import type { Month } from './month.ts';
import { isWithin } from './month-days.ts';
import type { GstRow, StoreMonth } from './pack.ts';
import { gstRows } from './tax-parts.ts';
import { causesOfCase, summedCauses } from './tie.ts';

/** One order with what both sides of it count for. */
export interface CountedCase {
  readonly compared: ComparedCase;
  readonly counted: BothCounted;
  readonly isInside: boolean;
}

export function countedCases(store: ComparedStore, month: Month): CountedCase[] {
  const counted =
    (isInside: boolean) =>
    (compared: ComparedCase): CountedCase => {
      return { compared, counted: countedOf(compared.order, store, month, isInside), isInside };
    };
  return [...store.inside.map(counted(true)), ...store.outside.map(counted(false))];
}

interface About {
  readonly month: Month;
  readonly known: DifferenceCauses;
  /** All orders of the ledger. */
  readonly orders: readonly FinancialRecord[];
}

/** What one store sold, was paid and credited in the month, on both sides, and what the difference is made of. */
export function storeMonthOf(
  { store }: ComparedStore,
  cases: readonly CountedCase[],
  { month, known, orders }: About,
): StoreMonth {
  const sumOf = (side: 'secondary' | 'primary') => sumOfMeasures(cases.map(({ counted }) => counted[side].measures));
  const [secondary, primary] = [sumOf('secondary'), sumOf('primary')];
  const causes = summedCauses(cases.flatMap(({ compared, counted }) => causesOfCase(compared, counted, known)));
  const { store: name, timeZone } = store.rules;
  return {
    store: name,
    timeZone,
    currency: currencyKey(cases[0]?.compared.order.currencies.source ?? ''),
    from: store.from,
    ...{ secondary, primary, difference: minusMeasures(primary, secondary), causes },
    ledger: ledgerOf(name, orders, month),
    gst: (['secondary', 'primary'] as const).flatMap((side): GstRow[] => [
      ...gstRows(
        side,
        'sales',
        cases.flatMap(({ counted }) => counted[side].sales),
      ),
      ...gstRows(
        side,
        'credits',
        cases.flatMap(({ counted }) => counted[side].credits),
      ),
    ]),
    gstRounding: causes.find(({ cause }) => cause === 'rounding')?.of.gst ?? ZERO,
    payments: methodRows(cases.map(({ compared: { order }, counted }) => ({ order, counted }))),
  };
}

/** Copies of the month's orders as the ledger knows them; an order that was cancelled after its copy counts no more. */
function ledgerOf(store: string, orders: readonly FinancialRecord[], month: Month): StoreMonth['ledger'] {
  const all = orders.filter(
    ({ bookedOn, ...order }) => order.store === store && bookedOn !== null && isWithin(month, bookedOn),
  );
  const own = all.filter(
    (order) => booksStandingOf(order) === 'copied' && !isCancelled({ status: order.status ?? '' }),
  );
  return {
    orders: own.length,
    total: add(ZERO, ...own.map((order) => copyAmount(order) ?? ZERO)),
    unknown: own.filter(({ amount }) => amount === null).length,
    quarantined: all.filter((order) => booksStandingOf(order) === 'quarantined').length,
  };
}
