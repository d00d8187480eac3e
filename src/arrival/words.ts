import { count, counted, listed, money } from '../model/amounts-text.ts';
import type { Arrivals, ArrivalVerdict } from './verdicts.ts';

const NAMES = {
  invoice: ['invoice', 'invoices'],
  payment: ['payment', 'payments'],
  credit: ['credit note', 'credit notes'],
} as const;

/** What is said of those that are not proven; `unproven` by a word of its own, so that it is taken for nothing else. */
const WORDS = {
  pending: 'still to come',
  different: 'different',
  missing: 'missing',
  unproven: 'that could not be proven',
} as const;

/** `arrived in Xero: 426 of 426 invoices, 430 of 431 payments (1 still to come); 2 credits to allocate (35.00)`. */
export function arrivalWords({
  counts,
  toAllocate,
  batches = [],
}: Pick<Arrivals, 'counts' | 'toAllocate'> & {
  readonly batches?: readonly Arrivals['batches'][number][] | undefined;
}): string {
  if (batches.length > 0) return batchWords(batches);
  const parts = (['invoice', 'payment', 'credit'] as const).flatMap((entity) => {
    const of = counts[entity];
    const all = Object.values(of).reduce((sum, one) => sum + one, 0);
    if (all === 0) return [];
    const others = (['missing', 'different', 'pending', 'unproven'] as const).flatMap((verdict) =>
      (of[verdict] ?? 0) === 0 ? [] : [`${count(of[verdict] ?? 0)} ${WORDS[verdict]}`],
    );
    const [one, many] = NAMES[entity];
    const besides = others.length === 0 ? '' : ` (${listed(others)})`;
    return [`${count(of.proven ?? 0)} of ${counted(all, one, many)}${besides}`];
  });
  if (parts.length === 0) return 'arrived in Xero: nothing was to be looked for';
  const open =
    toAllocate.credits === 0
      ? ''
      : `; ${counted(toAllocate.credits, 'credit')} to allocate (${money(toAllocate.amount)})`;
  return `arrived in Xero: ${parts.join(', ')}${open}`;
}

/** What somebody does in Xero by hand: `allocate 2 credits (35.00)`; undefined where there is nothing. */
export function toDoInXero({ toAllocate }: Pick<Arrivals, 'toAllocate'>): string | undefined {
  const { credits, amount } = toAllocate;
  return credits === 0 ? undefined : `allocate ${counted(credits, 'credit')} (${money(amount)})`;
}

/**
 * `arrived in Xero: 3 of 4 batches (1 different), receipts of 2 of 2, 1 of 1 batch of credit notes; of single orders (75) nothing
 * can be known there`.
 */
function batchWords(batches: readonly Arrivals['batches'][number][]): string {
  const sales = batches.filter((one) => one.of === 'sales');
  const credits = batches.filter((one) => one.of === 'credits');
  const receipts = sales.flatMap((one) => one.receipts ?? []);
  const orders = new Set(sales.flatMap((one) => one.orders)).size;
  const parts = [
    provenOf(sales, counted(sales.length, 'batch', 'batches')),
    ...(receipts.length === 0 ? [] : [`receipts of ${provenOf(receipts, count(receipts.length))}`]),
    ...(credits.length === 0
      ? []
      : [provenOf(credits, counted(credits.length, 'batch of credit notes', 'batches of credit notes'))]),
  ];
  return `arrived in Xero: ${parts.join(', ')}; of single orders (${count(orders)}) nothing can be known there`;
}

/** `3 of 4 batches (1 different)`. */
function provenOf(all: readonly { readonly verdict: ArrivalVerdict }[], whole: string): string {
  const of = (verdict: ArrivalVerdict): number => all.filter((one) => one.verdict === verdict).length;
  const others = (['missing', 'different', 'pending', 'unproven'] as const).flatMap((verdict) =>
    of(verdict) === 0 ? [] : [`${count(of(verdict))} ${WORDS[verdict]}`],
  );
  return `${count(of('proven'))} of ${whole}${others.length === 0 ? '' : ` (${listed(others)})`}`;
}
