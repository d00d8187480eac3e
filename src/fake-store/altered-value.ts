import { type Amount, add, amountOf, moneyText, multiply } from './amount.ts';
import type { Lie } from './lies.ts';
import { TAX_FREE_CODE } from './records/order-record.ts';
import type { StoreState } from './state.ts';
import { shiftDays, utcToLocal } from './time.ts';
import { booleanText, readBoolean } from './value.ts';

const DATE = /^Date/;
const PLAIN_DAYS: ReadonlySet<string> = new Set(['DateInvoiced', 'DateCompleted', 'DateApproved']);
const COUNT = /^(Quantity|PickQuantity|BackorderQuantity|QuantityShipped)$/;
const MONEY = /(Total|Taxable|Tax|Subtotal|Amount|AmountPaid|Price|Discount|Rounding)$/;
const YES_NO: ReadonlySet<string> = new Set(['TaxInclusive', 'TaxFreeShipping', 'ShippingSignature']);

function today(state: StoreState): string {
  return utcToLocal(state.now(), state.config.timezone).slice(0, 10);
}

function alteredDate(state: StoreState, field: string, before: string, lie: Lie): string {
  const now = PLAIN_DAYS.has(field) ? today(state) : state.now();
  const setsAnew = before === '' || (lie.on === 'approve' && lie.by === undefined);
  return setsAnew ? now : shiftDays(before, Number(lie.by ?? '1'));
}

function alteredNumber(field: string, before: string, by: string | undefined): Amount {
  if (by === undefined && COUNT.test(field)) return multiply(amountOf(before), '2');
  const value = add(amountOf(before), amountOf(by ?? '1'));
  return COUNT.test(field) ? value : moneyText(value);
}

/** The first that differs from what is there. */
function another(values: Iterable<string>, before: string): string {
  for (const value of values) if (value !== '' && value.toLowerCase() !== before.toLowerCase()) return value;
  return `${before} altered`.trim();
}

function* namesOf<Row>(rows: Iterable<Row>, read: (row: Row) => string): Generator<string> {
  for (const row of rows) yield read(row);
}

/**
 * What a lie makes of a field: what it gives, or else another value of the field's own kind.
 * @param field its name without the part it belongs to: `Quantity`, not `OrderLine.Quantity`
 */
export function alteredValue(state: StoreState, field: string, before: string, lie: Lie): string {
  if (lie.value === 'today') return today(state);
  if (lie.value === 'now') return state.now();
  if (lie.value !== undefined) return lie.value;
  if (DATE.test(field)) return alteredDate(state, field, before, lie);
  if (YES_NO.has(field)) return booleanText(readBoolean(before) !== true);
  if (field === 'TaxCode' || field === 'ShippingRefundTaxCode') return before === TAX_FREE_CODE ? 'GST' : TAX_FREE_CODE;
  if (MONEY.test(field) || COUNT.test(field)) return alteredNumber(field, before, lie.by);
  if (field === 'SKU')
    return another(
      namesOf(state.items(), ({ SKU }) => SKU),
      before,
    );
  if (field === 'Username' || field === 'CustomerUsername')
    return another(
      namesOf(state.customers(), ({ Username }) => Username),
      before,
    );
  if (field === 'OrderID')
    return another(
      namesOf(state.orders(), ({ OrderID }) => OrderID),
      before,
    );
  if (field === 'PaymentMethodName')
    return another(
      state.config.paymentMethods.map(({ name }) => name),
      before,
    );
  if (field === 'CurrencyCode') return before === 'USD' ? 'NZD' : 'USD';
  if (field === 'RmaStatus') return before === 'Open' ? 'Closed' : 'Open';
  return `${before} altered`.trim();
}
