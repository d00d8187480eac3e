import type { Column } from '../../feeds/write/columns.ts';
import type { PaymentDraft } from '../../model/drafts.ts';
import { formatMoney } from '../../model/money.ts';

/** No import of Neto's takes these: they are for people to key, and for `import` of this program. */
export const paymentColumns: readonly Column<PaymentDraft>[] = [
  { name: 'Order ID', longest: 15, of: ({ orderId }) => orderId },
  { name: 'Amount Paid', of: ({ amount }) => formatMoney(amount) },
  { name: 'Date Paid', of: ({ paidOn }) => paidOn ?? '' },
  { name: 'Payment Method', of: ({ methodName }) => methodName },
  { name: 'Card Authorisation', longest: 100, of: ({ authorisation }) => authorisation },
];
