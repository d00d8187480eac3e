import type { CustomerDraft, PaymentDraft, ProductDraft } from '../../model/drafts.ts';
import { formatMoney } from '../../model/money.ts';
import { addressColumns } from './address-columns.ts';
import { type Column, yesNo } from './columns.ts';

/** Customer names are shorter than those of orders: 30 characters against 50. */
export const customerColumns: readonly Column<CustomerDraft>[] = [
  { name: 'Username*', longest: 25, of: ({ username }) => username },
  { name: 'Email Address', longest: 50, of: ({ email }) => email },
  { name: 'Type', longest: 8, of: ({ type }) => type },
  { name: 'ABN/ACN', longest: 250, of: ({ abn }) => abn },
  { name: 'User Group', longest: 50, of: ({ userGroup }) => userGroup },
  { name: 'Active', of: () => 'Yes' },
  { name: 'Newsletter Subscriber', of: () => 'No' },
  { name: 'Internal Notes', of: ({ internalNotes }) => internalNotes },
  ...addressColumns<CustomerDraft>(
    'Bill',
    { street1: 'Street Address Line 1', street2: 'Street Address Line 2', name: 30, company: 50 },
    ({ billing }) => billing,
  ),
  ...addressColumns<CustomerDraft>(
    'Ship',
    { street1: 'Address Line 1', street2: 'Address Line2', name: 50, company: 255 },
    ({ shipping }) => shipping,
  ),
];

/** Not visible, without stock: nobody can buy what was made for the books. */
export const productColumns: readonly Column<ProductDraft>[] = [
  { name: 'SKU*', longest: 25, of: ({ sku }) => sku },
  { name: 'Parent SKU', longest: 25, of: ({ parentSku }) => parentSku },
  { name: 'Name', of: ({ name }) => name },
  { name: 'Brand', longest: 50, of: ({ brand }) => brand },
  { name: 'Active', of: () => 'No' },
  { name: 'Approved', of: () => 'No' },
  { name: 'Price (Default)', of: ({ defaultPrice }) => formatMoney(defaultPrice) },
  { name: 'Cost Price', of: ({ costPrice }) => formatMoney(costPrice) },
  { name: 'Tax Free Item', of: ({ taxFree }) => yesNo(taxFree) },
  { name: 'Tax Inclusive', of: ({ taxInclusive }) => yesNo(taxInclusive) },
  { name: 'Service Item', of: ({ service }) => yesNo(service) },
  { name: 'Internal Notes', of: ({ internalNotes }) => internalNotes },
];

/** No import of Neto's takes these: they are for people to key, and for `import` of this program. */
export const paymentColumns: readonly Column<PaymentDraft>[] = [
  { name: 'Order ID', longest: 15, of: ({ orderId }) => orderId },
  { name: 'Amount Paid', of: ({ amount }) => formatMoney(amount) },
  { name: 'Date Paid', of: ({ paidOn }) => paidOn ?? '' },
  { name: 'Payment Method', of: ({ methodName }) => methodName },
  { name: 'Card Authorisation', longest: 100, of: ({ authorisation }) => authorisation },
];
