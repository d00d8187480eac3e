import { amountOf, subtract } from '../../amount.ts';
import { sendMail } from '../../mails.ts';
import { storedCustomer } from '../../records/customer-record.ts';
import { addressFields } from '../../records/order-fields.ts';
import { type StoredOrder, storedOrder } from '../../records/order-record.ts';
import type { StoreState } from '../../state.ts';
import { moveStock } from '../../stock.ts';
import { toldOrder } from '../../tell-lies.ts';
import { utcToLocal } from '../../time.ts';
import { computeTotals } from '../../totals.ts';
import { mapsOf, readBoolean, textOf, type ValueMap } from '../../value.ts';
import { writtenTime } from '../date-field.ts';
import { Refused } from '../refused.ts';
import { fitText } from '../text-field.ts';
import { checkStatus, enterStatus } from './enter-status.ts';
import { writtenLines } from './line-write.ts';
import { ADD_FIELDS, withoutRounding } from './order-write-fields.ts';
import { takeFields, writtenNotes, writtenStatus } from './take-fields.ts';

function ownNumber(state: StoreState): string {
  for (;;) {
    const id = `${state.config.prefix}${state.nextNumber('order')}`;
    if (state.order(id) === undefined) return id;
  }
}

function numberFor(state: StoreState, record: ValueMap): string {
  const given = textOf(record.OrderID);
  if (given === '') return ownNumber(state);
  if (given.length > 15) throw new Refused('OrderID is longer than 15 characters');
  const existing = state.order(given);
  if (existing === undefined) return given;
  if (state.switches.duplicateOrderId === 'error') throw new Refused(`Order ${given} already exists`);
  return state.switches.duplicateOrderId === 'renumber' ? ownNumber(state) : existing.OrderID;
}

function takeUsername(state: StoreState, order: StoredOrder, record: ValueMap, warnings: string[]): void {
  const username = fitText(textOf(record.Username), 'Username', 25, state.switches, warnings);
  const known = username === '' ? undefined : state.customer(username);
  order.Username = known?.Username ?? username;
  if (username === '' || known !== undefined || state.switches.unknownUsername === 'keep') return;
  if (state.switches.unknownUsername === 'error') throw new Refused(`Cannot find Customer ${username}`);
  const address = (side: 'Bill' | 'Ship') =>
    Object.fromEntries(addressFields(side).map((name) => [name, order[name]] as const));
  const customer = storedCustomer({ Username: username }, state.nextNumber('customer'), state.now(), state.stamp());
  const isFree = !state.switches.uniqueEmail || state.customersWithEmail(order.Email).length === 0;
  customer.EmailAddress = isFree ? order.Email : '';
  customer.BillingAddress = address('Bill');
  customer.ShippingAddress = address('Ship');
  state.putCustomer(customer);
}

function takeShipping(state: StoreState, order: StoredOrder, record: ValueMap, warnings: string[]): void {
  const name = fitText(textOf(record.ShippingMethod), 'ShippingMethod', 50, state.switches, warnings);
  const method = state.config.shippingMethods.find((known) => known.name.toLowerCase() === name.toLowerCase());
  if (method === undefined) {
    warnings.push(`ShippingMethod ${name === '' ? 'not specified' : `${name} does not exist`}`);
  }
  order.ShippingOption = method?.name ?? '';
  if (state.switches.shippingTotal === 'after-discount') {
    order.ShippingTotal = subtract(amountOf(order.ShippingTotal), amountOf(order.ShippingDiscount));
  }
}

function takeStatus(order: StoredOrder, record: ValueMap, warnings: string[]): void {
  const type = textOf(record.OrderType).toLowerCase();
  const isKnown = ['sales', 'dropshipping', 'quote', ''].includes(type);
  if (!isKnown) warnings.push(`OrderType ${type} does not exist, setting as sales`);
  order.OrderType = isKnown && type !== '' ? type : 'sales';
  order.OrderStatus = writtenStatus(record, warnings) ?? (type === 'quote' ? 'Quote' : 'New');
  order.CompleteStatus = readBoolean(textOf(record.OrderApproval)) === true ? 'Approved' : 'Incomplete';
}

function takeDates(state: StoreState, order: StoredOrder, record: ValueMap, warnings: string[]): void {
  const time = (name: string) => writtenTime(state, record, name, warnings);
  order.DateUpdated = state.stamp();
  order.DatePlaced = time('DatePlaced') ?? order.DateUpdated;
  order.DateRequired = time('DateRequired') ?? '';
  order.DatePaymentDue = time('DateDue') ?? '';
  const invoiced = time('DateInvoiced');
  if (invoiced === undefined) {
    if (state.switches.autoInvoice)
      order.DateInvoiced = utcToLocal(order.DatePlaced, state.config.timezone).slice(0, 10);
    return;
  }
  // A plain date stays the date that was written, whichever zone it is read in.
  const isPlain = textOf(record.DateInvoicedUTC) === '';
  order.DateInvoiced = isPlain
    ? textOf(record.DateInvoiced).slice(0, 10)
    : utcToLocal(invoiced, state.config.timezone).slice(0, 10);
}

export function addOrder(state: StoreState, record: ValueMap, warnings: string[]): ValueMap {
  const id = numberFor(state, record);
  const before = state.order(id);
  const order = storedOrder({
    OrderID: id,
    TaxInclusive: true,
    OnHoldType: 'On Hold',
    ExportStatus: 'Pending',
    ExportedToWMS: 'Pending',
    ShippingSignature: false,
    CurrencyCode: state.config.currency,
    PaymentTerms: '',
    UserGroup: '1',
  });
  const fields = state.switches.orderRoundingOnAdd === 'taken' ? ADD_FIELDS : withoutRounding(ADD_FIELDS);
  takeFields(order, record, fields, state.switches, warnings);
  if (order.BillLastName === '') warnings.push('BillLastName is a required field');
  takeShipping(state, order, record, warnings);
  takeStatus(order, record, warnings);
  takeDates(state, order, record, warnings);
  order.OrderLine = writtenLines(state, record, id, warnings);
  order.StickyNotes = writtenNotes(state, record, warnings);
  takeUsername(state, order, record, warnings);
  computeTotals(order, state.config.gst, state.switches);
  checkStatus(state, order, before?.OrderStatus);

  if (before !== undefined) moveStock(state, before, before.OrderStatus, undefined);
  enterStatus(state, order, undefined);
  const added = toldOrder(state, 'add-order', order);
  state.putOrder(order.CompleteStatus === 'Approved' ? toldOrder(state, 'approve', added) : added);
  for (const line of mapsOf(record.OrderLine)) {
    if (readBoolean(textOf(line.SendConfirmationEmail)) === true) sendMail(state, order, 'confirmation');
  }
  if (before === undefined && state.orderHiddenFor > 0) state.hideFromReads(id, state.orderHiddenFor);
  return { OrderID: id };
}
