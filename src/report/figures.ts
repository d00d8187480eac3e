import type { FinancialRecord } from '../ledger/record.ts';
import type { RunEntry } from '../ledger/run-entry.ts';
import { add, type Decimal, isNegative, ZERO } from '../model/money.ts';
import type { LocalDate } from '../model/time.ts';
import { copyAmount } from '../verdict/books-standing.ts';

export interface Period {
  readonly from: LocalDate | null;
  readonly to: LocalDate | null;
}

/** What has no day belongs to every period. */
export function within({ from, to }: Period, { bookedOn }: Pick<FinancialRecord, 'bookedOn'>): boolean {
  return bookedOn === null || ((from === null || bookedOn >= from) && (to === null || bookedOn <= to));
}

interface OrderSum {
  readonly orders: number;
  readonly total: Decimal;
  readonly gst: Decimal;
}

/** As they stand in the primary, for what is copied. */
export function sumCopies(financialRecords: readonly FinancialRecord[]): OrderSum {
  return { ...sumOrders(financialRecords), total: sum(financialRecords.map(copyAmount)) };
}

export function sumOrders(financialRecords: readonly FinancialRecord[]): OrderSum {
  return {
    orders: financialRecords.length,
    total: sum(financialRecords.map(({ amount }) => amount)),
    gst: sum(financialRecords.map(({ tax }) => tax)),
  };
}

interface MoneySum {
  readonly moneyIn: Decimal;
  /** Zero or less: refunds that were keyed as negative payments. */
  readonly moneyOut: Decimal;
}

export function sumMoney(financialRecords: readonly FinancialRecord[]): MoneySum {
  const amounts = financialRecords.map((record) => copyAmount(record) ?? ZERO);
  return {
    moneyIn: sum(amounts.filter((amount) => !isNegative(amount))),
    moneyOut: sum(amounts.filter(isNegative)),
  };
}

export function sum(amounts: readonly (Decimal | null)[]): Decimal {
  return add(ZERO, ...amounts.map((amount) => amount ?? ZERO));
}

/** In the order of the keys' text. */
export function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): [string, Item[]][] {
  return [...Map.groupBy(items, keyOf)].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

export function monthOf({ bookedOn }: Pick<FinancialRecord, 'bookedOn'>): string {
  return bookedOn?.slice(0, 7) ?? '';
}

/** What a report is made of: what the ledger knows, and nothing else. */
export interface LedgerFigures {
  readonly orders: readonly FinancialRecord[];
  readonly payments: readonly FinancialRecord[];
  /** All else that puts money into the books, such as returns. */
  readonly others: readonly FinancialRecord[];
  /** Latest first. */
  readonly runs: readonly RunEntry[];
}
