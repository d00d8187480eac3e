import type { OrderUpdateDraft } from '../../../model/drafts.ts';
import { type Decimal, isZero } from '../../../model/money.ts';
import type { Order } from '../../../model/order.ts';
import { sameText } from '../../../model/text-key.ts';
import type { FixedRules } from '../../../transform/rules.ts';
import { fieldOf } from '../../comparing/compared-field.ts';
import type { Finding } from '../../comparing/finding.ts';
import { shown } from '../../comparing/line-sums.ts';
import { personalKey } from '../../comparing/personal.ts';
import { type OrderFieldKey, orderFields } from './fields.ts';

type Key = OrderFieldKey;

/**
 * All of a copy that reaches Xero or a tax return, and whom it mails, as text, by the key of its field, and of a line
 * `3 line-tax`. The address stands as a key.
 */
export type Untouched = Readonly<Record<string, string>>;

const ofOrder = [
  ['total', 'grandTotal'],
  ['gst', 'orderTax'],
  ['shipping-tax', 'shippingTax'],
] as const satisfies readonly (readonly [Key, keyof Order])[];

/** What its source has no counterpart for on a copy, so that the table of compared fields does not have it. */
const alsoOfOrder = [
  ['subtotal', 'productSubtotal'],
  ['surcharge', 'surchargeTotal'],
  ['taxable surcharge', 'surchargeTaxable'],
  ['coupon discount', 'couponDiscount'],
] as const satisfies readonly (readonly [string, keyof Order])[];
const COUPON_CODE = 'coupon code';

const ofLine = [
  ['line-product', 'sku'],
  ['line-quantity', 'quantity'],
  ['line-price', 'unitPrice'],
  ['line-tax', 'tax'],
] as const satisfies readonly (readonly [Key, keyof Order['lines'][number]])[];

/** What a change that is carried over must leave as it is. A field that the primary does not show is left out. */
export function untouchedOf(copy: Order): Untouched {
  const fields: Record<string, string> = {
    account: copy.username,
    email: personalKey(copy.email),
    'tax-mode': String(copy.taxInclusive),
    lines: String(copy.lines.length),
    status: copy.status,
    approval: copy.approval,
    [COUPON_CODE]: copy.couponCode,
  };
  // As with the invoice date: one that has none yet may get it.
  if (copy.paymentDueAt !== null) fields['due-date'] = copy.paymentDueAt;
  for (const [name, field] of alsoOfOrder) if (copy.notShown?.includes(field) !== true) fields[name] = copy[field];
  // One that has no date yet may get it when it is approved or sent; until then the day placed is what counts.
  if (copy.invoicedOn !== null) fields['invoice-date'] = copy.invoicedOn;
  else if (copy.placedAt !== null) fields['placed'] = copy.placedAt;
  const shipping = shown(copy, 'shippingTotal');
  const discount = shown(copy, 'shippingDiscount');
  if (shipping !== null) fields['shipping'] = less(shipping, discount);
  for (const [key, field] of ofOrder) if (copy.notShown?.includes(field) !== true) fields[key] = copy[field];
  for (const [place, line] of copy.lines.entries()) {
    for (const [key, field] of ofLine) {
      if (line.notShown?.includes(field as never) !== true) fields[`${place + 1} ${key}`] = line[field];
    }
    const [percent, amount] = [shown(line, 'percentDiscount'), shown(line, 'productDiscount')];
    if (percent !== null && amount !== null) fields[`${place + 1} line-discount`] = `${percent} %, ${amount}`;
  }
  return fields;
}

function less(total: Decimal, discount: Decimal | null): string {
  return discount === null || isZero(discount) ? total : `${total} less ${discount}`;
}

/** Whatever of it the copy shows otherwise now. A field without a key is none of the table's. */
export function compareUntouched(
  before: Untouched,
  copy: Order,
): readonly (Pick<Finding, 'field' | 'meant' | 'held'> & { readonly key: Key | undefined })[] {
  const now = untouchedOf(copy);
  return Object.entries(before).flatMap(([name, meant]) => {
    const existing = now[name];
    if (existing === undefined || sameText(meant, existing)) return [];
    const said =
      name === 'email'
        ? { meant: 'that of the copy', held: existing === '' ? 'none' : 'another' }
        : { meant, held: existing };
    return [{ ...namedField(name), ...said }];
  });
}

function namedField(name: string): Pick<Finding, 'field'> & { readonly key: Key | undefined } {
  if (name === COUPON_CODE || alsoOfOrder.some(([own]) => own === name)) return { key: undefined, field: name };
  const [key = '', place] = name.split(' ').reverse();
  const row = fieldOf<OrderFieldKey>(orderFields, key as Key);
  return { key: key as Key, field: place === undefined ? row.name : `line ${place} ${row.name}` };
}

/** What the change brings is compared with the change; where the primary sends the goods, its staff move the copy on. */
export function untouchedBy(draft: OrderUpdateDraft, existing: Order, { purpose }: FixedRules): Untouched {
  const brought = [
    ...(draft.details?.email === undefined ? [] : ['email']),
    ...(draft.status === null && purpose === 'books' ? [] : ['status']),
    ...(draft.approved === null ? [] : ['approval']),
  ];
  return Object.fromEntries(Object.entries(untouchedOf(existing)).filter(([name]) => !brought.includes(name)));
}
