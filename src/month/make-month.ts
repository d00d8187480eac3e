import { arrivalWords } from '../arrival/words.ts';
import { financialEntities } from '../entities/registry.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { counted, money } from '../model/amounts-text.ts';
import { equal } from '../model/money.ts';
import { decidedInBooks } from '../proof/label-differences.ts';
import type { ComparedBooks } from '../reconcile/reconcile.ts';
import { type Difference, isInXero } from '../reconcile/result.ts';
import { standings } from '../verdict/books-standing.ts';
import { byHandOf } from './by-hand.ts';
import { causesOf, type DifferenceCauses, type Explained, worstOf } from './label-differences.ts';
import type { Month } from './month.ts';
import { isWithin } from './month-days.ts';
import { openItems, type Standing } from './open-items.ts';
import { orderRowOf } from './order-rows.ts';
import { type Cause, causes, type MonthDifference, type MonthPack, type StoreMonth } from './pack.ts';
import { type CountedCase, countedCases, storeMonthOf } from './store-month.ts';

interface MonthOptions extends Pick<Standing, 'pipeline' | 'file' | 'month' | 'toDo'> {
  readonly ledger: Ledger;
  /** Of the days of the month, by `compareBooks`, with all that was paid or credited on them. */
  readonly books: ComparedBooks;
}

/** Runs among which there is a whole one. */
const LOOKED_AT = 500;

/** What a bookkeeper closes the month by: asked of the stores, and explained by the ledger. Writes nothing. */
export async function makeMonth({ ledger, books, ...about }: MonthOptions): Promise<MonthPack> {
  const { pipeline, month } = about;
  const { reconciliation, stores } = books;
  // What Xero holds the ledger knows nothing of.
  const others = reconciliation.differences.filter(({ entity }) => !isInXero(entity));
  const explained = await causesOf(stores, { ledger, others });
  const known = explained.causes;
  const records = await ledger.financialRecords(financialEntities().map(({ name }) => name));
  const orders = records.filter(({ entity }) => entity === 'orders');
  const ofStores = stores.map((store) => ({ store, cases: countedCases(store, month) }));
  const cases = ofStores.flatMap((one) => one.cases);
  const isDecided = await decidedInBooks(ledger, reconciliation.books);
  const differences = differencesIn(books, { ...explained, isDecided }, month, cases);
  const months = ofStores.map(({ store, cases: own }) => storeMonthOf(store, own, { month, known, orders }));
  const runs = await ledger.runs(LOOKED_AT);
  const open = openItems({
    ...{ ...about, at: reconciliation.at, runs, records, stores, cases, differences },
    books: reconciliation.books,
    standingOf: await standings(ledger, records),
  });
  const isWrong =
    differences.some(({ cause }) => cause === 'unexplained') ||
    months.some((one) => one.causes.some(({ cause }) => cause === 'unexplained'));
  return {
    pipeline: pipeline.name,
    ...{ month: month.name, from: month.from, to: month.to, at: reconciliation.at },
    state: isWrong ? 'differs' : open.length > 0 || isOpen(months) ? 'open' : 'closed',
    open,
    stores: months,
    ...inXeroOf(reconciliation.books),
    notCopied: reconciliation.daysLeft,
    byHand: ofStores.flatMap(({ store, cases: own }) =>
      own.filter(isOfMonth).flatMap(({ compared, counted }) => byHandOf(compared, counted, store)),
    ),
    orders: cases
      .filter(({ isInside }) => isInside)
      .flatMap(({ compared, counted: both }) => orderRowOf(compared, both, causeOf(compared.differences, known)))
      .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)),
    differences,
    notes: [...reconciliation.notCompared, ...months.flatMap(ledgerNote)],
    requests: reconciliation.requests,
  };
}

function inXeroOf(books: ComparedBooks['reconciliation']['books']): Pick<MonthPack, 'inXero'> {
  if (books === undefined) return {};
  const { organisation, counts, toAllocate, notes } = books;
  return { inXero: { organisation, counts, toAllocate, notes, words: sentenceOf(arrivalWords(books)) } };
}

function sentenceOf(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

const KEEP_OPEN: readonly Cause[] = ['next-run', 'quarantined', 'under-way'];

function isOpen(months: readonly StoreMonth[]): boolean {
  return months.some((one) => one.causes.some(({ cause }) => KEEP_OPEN.includes(cause)));
}

/** Of the month itself, or with money of the month on it. */
function isOfMonth({ isInside, counted: { primary } }: CountedCase): boolean {
  return isInside || primary.payments.length + primary.returns.length > 0;
}

function causeOf(differences: readonly Difference[], known: DifferenceCauses) {
  return worstOf(differences.flatMap((one) => known.get(one) ?? []));
}

/** Those that `reconcile` finds of the month, and those of the money of the month on orders of other days. */
function differencesIn(
  { reconciliation }: ComparedBooks,
  { causes: known, messages, isDecided }: Explained & { readonly isDecided: (one: Difference) => boolean },
  month: Month,
  cases: readonly CountedCase[],
): MonthDifference[] {
  const dated = cases
    .filter(({ isInside }) => !isInside)
    .flatMap(({ compared, counted: { secondary, primary } }) =>
      compared.differences.filter(({ entity, day }) =>
        entity === 'payment'
          ? day !== null && isWithin(month, day)
          : entity === 'refund' && secondary.returns.length + primary.returns.length > 0,
      ),
    );
  return [...reconciliation.differences, ...dated]
    .map((one) => ({
      store: one.store,
      cause: isDecided(one) ? ('accepted' as const) : (known.get(one) ?? 'unexplained'),
      entity: one.entity,
      day: one.day,
      sourceId: one.sourceId,
      number: one.targetId,
      message: messages.get(one) ?? one.message,
      remedy: one.remedy,
    }))
    .sort((a, b) => causes.indexOf(b.cause) - causes.indexOf(a.cause));
}

/** The stores decide; where the ledger says otherwise of the same orders, somebody should know. */
function ledgerNote({ store, primary, ledger }: StoreMonth): string[] {
  if (ledger.unknown > 0)
    return [`${store}: the ledger holds no amount of ${counted(ledger.unknown, 'order')}, so its sum is not whole.`];
  if (ledger.orders === primary.orders && equal(ledger.total, primary.total)) return [];
  return [
    `${store}: the ledger counts ${counted(ledger.orders, 'order')} over ${money(ledger.total)}, the primary ${counted(primary.orders, 'order')} over ${money(primary.total)}${ledger.quarantined === 0 ? '' : `; ${counted(ledger.quarantined, 'order')} in quarantine ${ledger.quarantined === 1 ? 'is' : 'are'} not counted by the ledger, and may stand in the primary`}. \`trace\` of an order that is missing in one of them says why.`,
  ];
}

function keyOf({ store, day, number }: MonthPack['orders'][number]): string {
  return [store, day ?? '', number ?? ''].join(' ');
}
