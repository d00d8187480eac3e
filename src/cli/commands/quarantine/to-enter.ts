import type { Pipeline } from '../../../config/pipeline.ts';
import { targetSku } from '../../../entities/product/transform.ts';
import type { Ledger } from '../../../ledger/ledger.ts';
import type { LedgerRecord } from '../../../ledger/record.ts';
import { meantMethod } from '../../../model/method-names.ts';
import { formatMoney, isZero } from '../../../model/money.ts';
import { accountingDate, type Order, type OrderLine, orderSchema } from '../../../model/order.ts';
import { type Payment, paymentSchema } from '../../../model/payment.ts';
import { rmaSchema } from '../../../model/rma.ts';
import { readSkuMap } from '../../../session/sku-map.ts';
import { fixedRules } from '../../../session/store-rules.ts';
import type { FixedRules } from '../../../transform/rules.ts';

/** One thing to enter in the primary by hand. */
export interface ToEnter {
  readonly name: string;
  readonly value: string;
}

/**
 * What a person enters in the primary for a record that can't be copied, so that it is taken for its copy afterwards: as the
 * rules of its store make it, as far as they go. Nothing personal: the buyer is to be looked up in the store.
 * @returns nothing where its content is not in the ledger any more
 */
export async function toEnter(pipeline: Pipeline, ledger: Ledger, record: LedgerRecord): Promise<readonly ToEnter[]> {
  const { store, entity, payload, parent } = record;
  const secondary = pipeline.secondaries.find(({ name }) => name === store);
  if (secondary === undefined || !payload) return [];
  const skuMap = await readSkuMap(secondary.products.map);
  const rules = fixedRules(pipeline, secondary, { installationId: ledger.installationId, skuMap });
  const content: unknown = JSON.parse(payload);
  if (entity === 'orders') {
    const order = orderSchema.safeParse(content);
    return order.success ? ofOrder(order.data, rules, await paymentsOf(ledger, record)) : [];
  }
  const copy = await ledger.find({ store, entity: 'orders', sourceId: parent ?? '' });
  const on = { name: 'on', value: copy?.targetId ?? `the copy of ${parent ?? 'its order'}` };
  if (entity === 'payments') {
    const payment = paymentSchema.safeParse(content);
    return payment.success ? [on, paymentRow(payment.data, rules)] : [];
  }
  const rma = entity === 'rmas' ? rmaSchema.safeParse(content) : undefined;
  if (rma?.success !== true) return [];
  const { total, issuedOn, refunds } = rma.data;
  const paidOut = refunds.map(({ amount, method }) => `${formatMoney(amount)} by ${methodThere(method, rules)}`);
  return [
    on,
    { name: 'return', value: `${formatMoney(total)} on ${issuedOn ?? 'no day'}` },
    ...(paidOut.length === 0 ? [] : [{ name: 'paid out', value: paidOut.join(', ') }]),
  ];
}

function ofOrder(order: Order, rules: FixedRules, payments: readonly Payment[]): ToEnter[] {
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
    ...order.lines.filter(({ componentOfKit }) => componentOfKit === '').map((line) => lineRow(line, rules)),
    ...amountRow('coupon', order.couponDiscount),
    ...amountRow('surcharge', order.surchargeTotal),
    ...amountRow('shipping', order.shippingTotal),
    ...amountRow('shipping discount', order.shippingDiscount),
    { name: 'total', value: `${formatMoney(order.grandTotal)}, GST in it ${formatMoney(order.orderTax)}` },
    { name: 'mail', value: `send no order mail${mail}` },
    ...payments.map((payment) => paymentRow(payment, rules)),
  ];
}

function lineRow(
  { sku, quantity, unitPrice, percentDiscount, productDiscount }: OrderLine,
  rules: FixedRules,
): ToEnter {
  const there = sku === '' && rules.products.policy !== 'placeholder' ? undefined : targetSku(sku, rules);
  const name = there ?? `an article of your choice (${sku || 'none is named'} in ${rules.store})`;
  const off = [
    ...(isZero(percentDiscount) ? [] : [`less ${percentDiscount} %`]),
    ...(isZero(productDiscount) ? [] : [`less ${formatMoney(productDiscount)}`]),
  ];
  return { name: 'line', value: [`${quantity} × ${name} at ${formatMoney(unitPrice)}`, ...off].join(', ') };
}

function amountRow(name: string, amount: Order['grandTotal']): ToEnter[] {
  return isZero(amount) ? [] : [{ name, value: formatMoney(amount) }];
}

function paymentRow({ amount, method, paidOn }: Payment, rules: FixedRules): ToEnter {
  const value = `${formatMoney(amount)} by ${methodThere(method, rules)} on ${paidOn ?? 'no day'}`;
  return { name: 'payment', value };
}

function methodThere(method: string, { payments }: FixedRules): string {
  return meantMethod(payments.methods, method) || method || 'no method';
}

/** Those that its store shows, and nobody has dropped. */
async function paymentsOf(ledger: Ledger, { store, sourceId }: LedgerRecord): Promise<Payment[]> {
  const records = await ledger.belongingTo(store, 'payments', sourceId);
  return records.flatMap(({ payload, state }) => {
    if (!payload || state === 'skipped') return [];
    const payment = paymentSchema.safeParse(JSON.parse(payload));
    return payment.success ? [payment.data] : [];
  });
}
