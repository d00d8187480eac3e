import type { Payment } from '../../model/payment.ts';
import type { Financial, Posting } from '../definition/financial.ts';

export const paymentFinancial: Financial<Payment> = {
  sign: 'adds',
  isSummed: true,
  leftByUndo: 'Neto lets nobody remove a payment by program: refund or reverse it in the primary.',
  posting: paymentPosting,
};

export function paymentPosting({ amount, paidOn }: Payment): Posting {
  return { amount, day: paidOn };
}
