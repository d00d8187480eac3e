import type { Address } from '../../model/address.ts';
import { meantMethod } from '../../model/method-names.ts';
import {
  absolute,
  add,
  type Decimal,
  decimal,
  equal,
  formatMoney,
  isNegative,
  isZero,
  negate,
  subtract,
  ZERO,
} from '../../model/money.ts';
import { accountingDate, type Order, type OrderLine } from '../../model/order.ts';
import { localDateOf } from '../../model/time.ts';
import { type DiscountReading, lineSum, readingsOf, shown } from '../comparing/line-sums.ts';
import type { EnteringByHand, ToEnter } from '../definition/definition.ts';
import { dueDay } from './transform/due-date.ts';
import { foldLines } from './transform/fold-lines.ts';

const ONE = decimal(1);
const ONE_CENT = decimal('0.01');

/** What a person keys into the primary's control panel for an order, from its head to its total, in the order of its fields. */
export function orderToEnter(whole: Order, entering: EnteringByHand): readonly ToEnter[] {
  const { rules, number } = entering;
  const folded = foldLines(whole, rules);
  // What the parts of a kit cost stands on the line of the kit, or belongs there.
  const unfolded = whole.lines.filter(({ componentOfKit }) => componentOfKit === '');
  const order = folded.kind === 'folded' ? folded.order : { ...whole, lines: unfolded };
  const { orders, timeZone, store } = rules;
  const mail = orders.email === 'house' ? ` (e-mail address on it: ${orders.houseEmail || 'the house address'})` : '';
  const placed = order.placedAt === null ? 'none known' : localDateOf(order.placedAt, timeZone);
  const meant = meantMethod(orders.shippingMethods, order.shippingMethod);
  const shipped = entering.isUnmapped ? `a method of your choice (${order.shippingMethod} in ${store})` : meant;
  const reading = readingOf(order);
  const left = leftRow(order, reading);
  const isBooks = rules.purpose === 'books';
  return [
    { name: 'number', value: number ?? numberOfItsOwn(rules.prefix) },
    { name: 'account', value: accountWords(entering) },
    ...buyerRows(order, rules),
    { name: 'date placed', value: placed },
    { name: 'invoice date', value: accountingDate(order, timeZone) ?? 'none known' },
    { name: 'due date', value: dueDay(order, rules) ?? 'none' },
    ...(isBooks ? [{ name: 'status', value: `${orders.finalStatus}, approved` }] : []),
    ...(orders.salesChannel === '' ? [] : [{ name: 'sales channel', value: orders.salesChannel }]),
    ...(orders.warehouse === undefined ? [] : [{ name: 'warehouse', value: orders.warehouse }]),
    ...(shipped === '' ? [] : [{ name: 'shipping method', value: shipped }]),
    { name: 'prices', value: order.taxInclusive ? 'prices include GST' : 'GST comes on top of the prices' },
    ...order.lines.map((line) => lineRow(line, reading, entering)),
    ...amountRow('coupon', order.couponDiscount, 'as discounts on the lines'),
    ...surchargeRow(order, entering),
    ...amountRow('shipping', order.shippingTotal, gstIn(shown(order, 'shippingTax'))),
    ...amountRow('shipping discount', order.shippingDiscount),
    ...(left.length === 0 ? taxRow(order) : left),
    { name: 'total', value: `${formatMoney(order.grandTotal)}, GST in it ${formatMoney(order.orderTax)}` },
    { name: 'mail', value: `send no order mail${mail}` },
  ];
}

/** Xero's contact is that of the account, so that `link` compares it. */
function accountWords({ account, rules: { store } }: EnteringByHand): string {
  if (account === undefined || account.name === '') return `the account of its buyer, as ${store} shows it`;
  if (account.isDecided) return account.name;
  return `${account.name}, or the one that its buyer has there already (\`link\` then takes --accept-differences, for another name)`;
}

/** Whom a copy names. Where they live is said by no line that stays on a screen: their own store shows it. */
function buyerRows({ id, billing, shipping }: Order, { store }: EnteringByHand['rules']): ToEnter[] {
  const [billed, shipped] = [nameOf(billing), nameOf(shipping)];
  return [
    ...(billed === '' ? [] : [{ name: 'billing name', value: billed }]),
    ...(shipped === '' || shipped === billed ? [] : [{ name: 'shipping name', value: shipped }]),
    { name: 'addresses', value: `as ${id} has them in ${store}` },
  ];
}

function nameOf({ firstName, lastName, company }: Address): string {
  const name = [firstName.trim(), lastName.trim()].filter(Boolean).join(' ');
  return [name, company.trim()].filter(Boolean).join(', ');
}

function numberOfItsOwn(prefix: Readonly<Record<string, string>>): string {
  const copies = [...new Set(Object.values(prefix))].map((one) => `${one}…`);
  return `the one that the primary gives it (none that begins as copies do: ${copies.join(', ')})`;
}

/** As what the lines come to in their own store tells; per line where nothing does. */
function readingOf(order: Order): DiscountReading {
  const [reading = 'per-line'] = readingsOf(order.lines, shown(order, 'productSubtotal'));
  return reading;
}

function lineRow(line: OrderLine, reading: DiscountReading, { rules, skuThere }: EnteringByHand): ToEnter {
  const { sku, quantity, unitPrice, percentDiscount, productDiscount, couponDiscount } = line;
  const there = sku === '' && rules.products.policy !== 'placeholder' ? undefined : skuThere(sku);
  const name = there ?? `a product of your choice (${sku || 'none is named'} in ${rules.store})`;
  const each = reading === 'per-unit' ? ' on each' : '';
  const off = [
    ...(isZero(percentDiscount) ? [] : [`less ${percentDiscount} %`]),
    ...(isZero(productDiscount) ? [] : [`less ${formatMoney(productDiscount)}${each}`]),
  ];
  const sum = off.length === 0 && equal(quantity, ONE) ? [] : [`comes to ${formatMoney(lineSum(line, reading))}`];
  const coupon = isZero(couponDiscount) ? [] : [`of the coupon ${formatMoney(couponDiscount)}`];
  const parts = [`${quantity} × ${name} at ${formatMoney(unitPrice)}`, ...off, ...sum, ...coupon];
  return { name: 'line', value: [...parts, ...gstIn(shown(line, 'tax'))].join(', ') };
}

/** AddOrder has no field for a surcharge, and the copies of others bear theirs as a line: so does this one. */
function surchargeRow(order: Order, { rules }: EnteringByHand): ToEnter[] {
  const sku = rules.orders.surchargeSku;
  const isNamed = sku !== undefined && sku !== '';
  const product = isNamed ? sku : 'a product of your choice';
  const { surchargeTotal, surchargeTaxable } = order;
  const taxed = equal(surchargeTotal, surchargeTaxable)
    ? 'with GST'
    : isZero(surchargeTaxable)
      ? 'free of GST'
      : `${formatMoney(surchargeTaxable)} of it with GST, the rest without: two lines${isNamed ? ' of that product' : ' (`link` then takes --accept-differences, for it compares one line)'}`;
  return amountRow('surcharge', surchargeTotal, `as a line: 1 × ${product}`, taxed);
}

/** What the fields above do not come to: it is in the total all the same. */
function leftRow(order: Order, reading: DiscountReading): ToEnter[] {
  const { lines, shippingTotal, shippingDiscount, surchargeTotal, couponDiscount, grandTotal, orderTax } = order;
  const products = add(ZERO, ...lines.map((line) => lineSum(line, reading)));
  const coupon = isZero(couponDiscount) ? add(ZERO, ...lines.map((line) => line.couponDiscount)) : couponDiscount;
  const net = add(products, shippingTotal, surchargeTotal, negate(shippingDiscount), negate(coupon));
  const gross = order.taxInclusive ? net : add(net, orderTax);
  // A store may show its shipping after the discount.
  if ([gross, add(gross, shippingDiscount)].some((sum) => equal(sum, grandTotal))) return [];
  const left = subtract(grandTotal, gross);
  const words = isNegative(left) ? 'less than the fields above come to' : 'more than the fields above come to';
  return [
    {
      name: 'not explained',
      value: [`${formatMoney(absolute(left))} ${words}`, ...leftTax(order), 'as a line of its own'].join(', '),
    },
  ];
}

/** So that what is told of GST comes to what the order shows: where a surcharge has the rest, and where no field has it. */
function taxRow(order: Order): ToEnter[] {
  const { lines, orderTax, surchargeTotal, surchargeTaxable } = order;
  const shippingTax = shown(order, 'shippingTax');
  // Where a line or the shipping hides its own, the total alone tells it.
  if (shippingTax === null || lines.some((line) => shown(line, 'tax') === null)) return [];
  const told = isZero(order.shippingTotal) ? ZERO : shippingTax;
  const rest = subtract(orderTax, told, ...lines.map(({ tax }) => tax));
  const cents = subtract(absolute(rest), ONE_CENT);
  if (isZero(rest) || isNegative(cents) || isZero(cents)) return [];
  const where =
    isZero(surchargeTotal) || isZero(surchargeTaxable) ? 'beside what the lines and shipping say' : 'for the surcharge';
  return [{ name: 'GST', value: `${formatMoney(rest)} of the GST of the order is ${where}` }];
}

function leftTax(order: Order): string[] {
  const { lines, orderTax, shippingTax, surchargeTotal } = order;
  // How much of a surcharge is taxed is no amount of tax.
  if (!isZero(surchargeTotal) || lines.some((line) => shown(line, 'tax') === null)) return [];
  return gstIn(subtract(orderTax, shippingTax, ...lines.map(({ tax }) => tax)));
}

function gstIn(tax: Decimal | null): string[] {
  return tax === null ? ['its GST is not shown'] : [isZero(tax) ? 'free of GST' : `GST in it ${formatMoney(tax)}`];
}

function amountRow(name: string, amount: Decimal, ...more: readonly (string | readonly string[])[]): ToEnter[] {
  return isZero(amount) ? [] : [{ name, value: [formatMoney(amount), ...more.flat()].join(', ') }];
}
