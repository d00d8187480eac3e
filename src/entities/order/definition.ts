import { formatMoney, isZero } from '../../model/money.ts';
import { accountingDate, type Order, type OrderLine, orderSchema } from '../../model/order.ts';
import type { EnteringByHand, EntityDefinition, Financial, HandEntry, ToEnter } from '../definition/definition.ts';
import { orderFields } from './compare/fields.ts';
import { orderPosting } from './read/read.ts';
import { orderReads } from './read/reads.ts';
import { orderColumns } from './write/feed-columns.ts';
import { orderSteps } from './write/steps.ts';

const orderHandEntry: HandEntry<Order> = { isWithParent: false, rows: rowsOf };

const orderFinancial: Financial<Order> = {
  sign: 'adds',
  isSummed: true,
  posting: orderPosting,
};

export const order = {
  name: 'orders',
  words: { one: 'order', many: 'orders' },
  dependsOn: ['products', 'customers'],
  content: orderSchema,
  read: orderReads,
  writes: { steps: orderSteps, isNumbered: true, hasOwnIds: true },
  compares: { fields: orderFields },
  financial: orderFinancial,
  reconciles: { name: 'order' },
  feed: { columns: orderColumns, isByHand: false },
  handEntry: orderHandEntry,
} as const satisfies EntityDefinition;

function rowsOf(order: Order, entering: EnteringByHand): readonly ToEnter[] {
  const { rules } = entering;
  const { orders, customers, timeZone, store } = rules;
  const house = customers.policy === 'house' ? customers.house?.username : undefined;
  const mode = order.taxInclusive ? 'prices include GST' : 'GST comes on top of the prices';
  const mail = orders.email === 'house' ? ` (e-mail address on it: ${orders.houseEmail || 'the house address'})` : '';
  return [
    { name: 'number', value: `any number of the primary's own, not one that copies of ${store} get` },
    { name: 'account', value: house ?? `the account of its buyer, as ${store} shows it` },
    { name: 'day', value: `${accountingDate(order, timeZone) ?? 'none known'}, as its invoice date` },
    ...(orders.warehouse === undefined ? [] : [{ name: 'warehouse', value: orders.warehouse }]),
    { name: 'prices', value: mode },
    ...order.lines.filter(({ componentOfKit }) => componentOfKit === '').map((line) => lineRow(line, entering)),
    ...amountRow('coupon', order.couponDiscount),
    ...amountRow('surcharge', order.surchargeTotal),
    ...amountRow('shipping', order.shippingTotal),
    ...amountRow('shipping discount', order.shippingDiscount),
    { name: 'total', value: `${formatMoney(order.grandTotal)}, GST in it ${formatMoney(order.orderTax)}` },
    { name: 'mail', value: `send no order mail${mail}` },
  ];
}

function lineRow(
  { sku, quantity, unitPrice, percentDiscount, productDiscount }: OrderLine,
  { rules, skuThere }: EnteringByHand,
): ToEnter {
  const there = sku === '' && rules.products.policy !== 'placeholder' ? undefined : skuThere(sku);
  const name = there ?? `a product of your choice (${sku || 'none is named'} in ${rules.store})`;
  const off = [
    ...(isZero(percentDiscount) ? [] : [`less ${percentDiscount} %`]),
    ...(isZero(productDiscount) ? [] : [`less ${formatMoney(productDiscount)}`]),
  ];
  return { name: 'line', value: [`${quantity} × ${name} at ${formatMoney(unitPrice)}`, ...off].join(', ') };
}

function amountRow(name: string, amount: Order['grandTotal']): ToEnter[] {
  return isZero(amount) ? [] : [{ name, value: formatMoney(amount) }];
}
