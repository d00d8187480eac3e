import { count, counted, listed, money } from '../model/amounts-text.ts';
import type { Arrivals } from './verdicts.ts';

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
export function arrivalWords({ counts, toAllocate }: Pick<Arrivals, 'counts' | 'toAllocate'>): string {
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
