import type { Decimal } from '../../model/money.ts';
import type { Return } from '../../model/rma.ts';
import type { Financial, Posting } from '../definition/financial.ts';

export const returnFinancial: Financial<Return> = {
  sign: 'takes-off',
  // A run's amounts are what its stores sold and were paid.
  isSummed: false,
  leftByUndo: 'It is a credit, and a credit note in the books: see to it in the primary, and in Xero if it got there.',
  posting: returnPosting,
};

export function returnPosting({ total, tax, issuedOn }: Return): Posting & { readonly gst: Decimal } {
  return { amount: total, gst: tax, day: issuedOn };
}
