import { examplesOf } from './check-articles.ts';
import type { CheckContext, CheckedSecondary } from './check-context.ts';
import type { PlannedCopy } from './check-recent-orders.ts';

/** Neto has no list of payment terms to compare with; user groups have none either, but are not copied. */
export function checkTerms(
  { findings }: CheckContext,
  { secondary }: CheckedSecondary,
  copies: readonly PlannedCopy[],
): void {
  const terms = [...new Set(copies.map(({ order }) => order.paymentTerms.trim()))].filter((text) => text !== '').sort();
  if (terms.length === 0) return;
  const message = `Recent orders have the payment terms ${examplesOf(terms)}. Neto gives no list of terms, so whether the primary has them can't be told. User groups are not copied.`;
  findings.warn(
    'payment terms',
    secondary.name,
    message,
    'Look in the control panel of the primary whether it has them.',
  );
}
