import type { FinancialRecord } from '../ledger/record.ts';
import { add, type Decimal, ZERO } from '../model/money.ts';
import { copyAmount } from './books-standing.ts';

export interface CurrencyAmount {
  /** Such as `AUD`; empty where no record shows one, which stands for the currency of the books. */
  readonly currency: string;
  /** In the primary, with what a person has accepted beside the source. */
  readonly inBooks: Decimal;
  readonly all: Decimal;
}

/**
 * The currency of each record: its own, else that of its order, else the one that the books are kept in. That is the one
 * that most copies name, since nothing is copied into another; empty where none names any: what waits may wait for its currency.
 */
export function currencyWords(records: readonly FinancialRecord[]): (record: FinancialRecord) => string {
  const shown = ({ currency }: Pick<FinancialRecord, 'currency'>): string => (currency ?? '').trim().toUpperCase();
  const orders = new Map(
    records.flatMap((one) => (one.entity === 'orders' ? [[`${one.store} ${one.sourceId}`, shown(one)]] : [])),
  );
  const books = mostCommon(
    records
      .filter(({ state }) => state === 'loaded' || state === 'linked')
      .map(shown)
      .filter(Boolean),
  );
  return (record) => shown(record) || orders.get(`${record.store} ${record.parent ?? ''}`) || books;
}

function mostCommon(words: readonly string[]): string {
  const groups = [...Map.groupBy(words, (word) => word)].sort(([, a], [, b]) => b.length - a.length);
  return groups[0]?.[0] ?? '';
}

/** @param copied in the books @param others to be put there */
export function amountsOf(
  copied: readonly FinancialRecord[],
  others: readonly FinancialRecord[],
  currencyOf: (record: FinancialRecord) => string,
): CurrencyAmount[] {
  // What is copied comes first, and with it the currency of the books.
  const currencies = [...new Set([...copied, ...others].map(currencyOf))];
  return currencies.map((currency) => {
    const of = (records: readonly FinancialRecord[]) => records.filter((record) => currencyOf(record) === currency);
    const inBooks = sum(of(copied), copyAmount);
    return {
      currency,
      inBooks,
      all: add(
        inBooks,
        sum(of(others), ({ amount }) => amount),
      ),
    };
  });
}

function sum(records: readonly FinancialRecord[], amountOf: (record: FinancialRecord) => Decimal | null): Decimal {
  return add(ZERO, ...records.map((record) => amountOf(record) ?? ZERO));
}
