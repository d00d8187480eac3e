import type { Payment } from '../../model/payment.ts';
import type { Financial } from '../definition/financial.ts';

export const paymentFinancial: Financial<Payment> = {
  sign: 'adds',
  isSummed: true,
  leftByUndo: 'Neto lets nobody remove a payment by program: refund or reverse it in the primary.',
  posting: ({ amount, paidOn }) => ({ amount, day: paidOn }),
};
