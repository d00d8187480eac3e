import { financialKinds } from '../entities/kinds.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { FinancialRecord } from '../ledger/record.ts';
import { add, type Decimal, ZERO } from '../model/money.ts';
import { daysAfter, type LocalDate } from '../model/time.ts';
import { copyAmount } from './books-standing.ts';

/** Days with copies that are asked for the currency of the books, and how far back they are looked for. */
const LATEST = 5;
const LOOKED_BACK = 400;

export type CurrencyOf = (record: FinancialRecord) => string;

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
function currencyWords(records: readonly FinancialRecord[], books: string): CurrencyOf {
  const orders = new Map(
    records.flatMap((one) => (one.entity === 'orders' ? [[`${one.store} ${one.sourceId}`, shown(one)]] : [])),
  );
  return (record) => shown(record) || orders.get(`${record.store} ${record.parent ?? ''}`) || books;
}

/**
 * The same of what was read from a day on. Where nothing is copied of it yet, as right after midnight, the latest days before say
 * what the books are kept in: all that is told together is told in one way.
 */
export async function currencyWordsSince(
  ledger: Pick<Ledger, 'daySums' | 'financialCopies'>,
  records: readonly FinancialRecord[],
  from: LocalDate,
): Promise<CurrencyOf> {
  const books = booksCurrency(records);
  if (books !== '' || records.length === 0) return currencyWords(records, books);
  const { sums } = await ledger.daySums({ from: daysAfter(from, -LOOKED_BACK), before: from });
  const days = new Set(sums.filter(({ state }) => isCopied(state)).map(({ bookedOn }) => bookedOn));
  const latest = [...days].sort().at(-LATEST) ?? [...days].sort()[0];
  if (latest === undefined) return currencyWords(records, '');
  const names = financialKinds().map(({ name }) => name);
  return currencyWords(records, booksCurrency(await ledger.financialCopies(names, latest)));
}

function booksCurrency(records: readonly FinancialRecord[]): string {
  const copied = records.filter(({ state }) => isCopied(state));
  return mostCommon(copied.map(shown).filter(Boolean));
}

function isCopied(state: FinancialRecord['state']): boolean {
  return state === 'loaded' || state === 'linked';
}

function shown({ currency }: Pick<FinancialRecord, 'currency'>): string {
  return (currency ?? '').trim().toUpperCase();
}

function mostCommon(words: readonly string[]): string {
  const groups = [...Map.groupBy(words, (word) => word)].sort(([, a], [, b]) => b.length - a.length);
  return groups[0]?.[0] ?? '';
}

/** @param copied in the books @param others to be put there */
export function amountsOf(
  copied: readonly FinancialRecord[],
  others: readonly FinancialRecord[],
  currencyOf: CurrencyOf,
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
