import type { Column } from '../../feeds/write/columns.ts';
import type { PaymentDraft } from '../../model/drafts.ts';
import { meantMethod } from '../../model/method-names.ts';
import { formatMoney } from '../../model/money.ts';
import { type Payment, paymentSchema } from '../../model/payment.ts';
import type { EntityDefinition, Financial, HandEntry } from '../definition/definition.ts';
import { paymentFields } from './compare.ts';
import { paymentKind } from './kind.ts';
import { paymentPosting, paymentReads } from './read.ts';
import { paymentSteps } from './write.ts';

const paymentFinancial: Financial<Payment> = {
  ...paymentKind.financial,
  posting: paymentPosting,
};

const paymentHandEntry: HandEntry<Payment> = {
  isWithParent: true,
  rows({ amount, method, paidOn }, { rules: { payments, store }, isUnmapped }) {
    const known = meantMethod(payments.methods, method) || method || 'no method';
    const there = isUnmapped
      ? `a method of your choice (${method || 'none'} in ${store}; \`link\` then takes --accept-differences, since no rule says which)`
      : known;
    return [{ name: 'payment', value: `${formatMoney(amount)} by ${there} on ${paidOn ?? 'no day'}` }];
  },
};

/** No import of Neto's takes these: they are for people to key, and for `import` of this program. */
const paymentColumns: readonly Column<PaymentDraft>[] = [
  { name: 'Order ID', longest: 15, of: ({ orderId }) => orderId },
  { name: 'Amount Paid', of: ({ amount }) => formatMoney(amount) },
  { name: 'Date Paid', of: ({ paidOn }) => paidOn ?? '' },
  { name: 'Payment Method', of: ({ methodName }) => methodName },
  { name: 'Card Authorisation', longest: 100, of: ({ authorisation }) => authorisation },
];

export const payment = {
  ...paymentKind,
  content: paymentSchema,
  read: paymentReads,
  writes: { steps: paymentSteps },
  compares: { fields: paymentFields },
  financial: paymentFinancial,
  feed: { columns: paymentColumns, isByHand: true },
  handEntry: paymentHandEntry,
} as const satisfies EntityDefinition;
