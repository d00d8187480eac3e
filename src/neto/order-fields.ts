import type { Order, OrderLine, OrderPayment } from '../model/order.ts';
import { readAddress } from './addresses.ts';
import { knownLineKeys, knownNoteKeys, knownOrderKeys, knownPaymentKeys } from './order-selectors.ts';
import {
  booleanField,
  dayField,
  decimalField,
  FieldProblem,
  firstText,
  givenDecimal,
  instantField,
  notShownIn,
  type RawRecord,
  requiredBoolean,
  requiredDecimal,
  sublist,
  text,
} from './read-fields.ts';
import { countUnknown } from './records.ts';

export function orderIdOf(raw: RawRecord): string {
  return firstText(raw, 'OrderID', 'ID');
}

/** Amounts that are compared; missing ones stand as zero in the normal form, which says so beside them. */
const orderAmounts = {
  orderTax: 'OrderTax',
  productSubtotal: 'ProductSubtotal',
  shippingTotal: 'ShippingTotal',
  shippingTax: 'ShippingTax',
  shippingDiscount: 'ShippingDiscount',
};
const lineAmounts = { tax: 'Tax', percentDiscount: 'PercentDiscount', productDiscount: 'ProductDiscount' };

/**
 * An order of GetOrder in the normal form (reference, section 2.1). An amount that is empty counts as zero, but a total, a
 * tax mode or a quantity that is missing is refused, since a guess would change what the order costs.
 * @param timeZone the store's own, for days that arrive with a time
 * @throws FieldProblem
 */
export function readOrder(raw: RawRecord, timeZone: string, unknownFields: Map<string, number>): Order {
  const lines = sublist(raw, 'OrderLine');
  const payments = sublist(raw, 'OrderPayment');
  const notes = sublist(raw, 'StickyNotes', 'StickyNote');
  countUnknown(raw, knownOrderKeys, '', unknownFields);
  for (const line of lines) countUnknown(line, knownLineKeys, 'OrderLine.', unknownFields);
  for (const payment of payments) countUnknown(payment, knownPaymentKeys, 'OrderPayment.', unknownFields);
  for (const note of notes) countUnknown(note, knownNoteKeys, 'StickyNotes.', unknownFields);
  const id = orderIdOf(raw);
  if (id === '') throw new FieldProblem('OrderID is missing');
  return {
    id,
    relatedOrderId: text(raw, 'RelatedOrderID'),
    status: text(raw, 'OrderStatus'),
    type: text(raw, 'OrderType'),
    onHoldType: text(raw, 'OnHoldType'),
    approval: text(raw, 'CompleteStatus'),
    username: text(raw, 'Username'),
    email: text(raw, 'Email'),
    userGroup: text(raw, 'UserGroup'),
    billing: readAddress(raw, 'Bill'),
    shipping: readAddress(raw, 'Ship'),
    purchaseOrderNumber: text(raw, 'PurchaseOrderNumber'),
    salesPerson: text(raw, 'SalesPerson'),
    customerReferences: readReferences(raw),
    salesChannel: text(raw, 'SalesChannel'),
    deliveryInstruction: text(raw, 'DeliveryInstruction'),
    internalNotes: text(raw, 'InternalOrderNotes'),
    stickyNotes: notes.map((note) => ({
      id: text(note, 'StickyNoteID'),
      title: text(note, 'Title'),
      description: text(note, 'Description'),
    })),
    paymentMethod: text(raw, 'DefaultPaymentType'),
    paymentTerms: text(raw, 'PaymentTerms'),
    shippingMethod: text(raw, 'ShippingOption'),
    signatureRequired: booleanField(raw, 'ShippingSignature'),
    // No selector of the API: only a document in its shape may bear one.
    ...(text(raw, 'CurrencyCode') === '' ? {} : { currency: text(raw, 'CurrencyCode') }),
    taxInclusive: requiredBoolean(raw, 'TaxInclusive'),
    couponCode: text(raw, 'CouponCode'),
    grandTotal: requiredDecimal(raw, 'GrandTotal'),
    orderTax: decimalField(raw, 'OrderTax'),
    productSubtotal: decimalField(raw, 'ProductSubtotal'),
    shippingTotal: decimalField(raw, 'ShippingTotal'),
    shippingTax: decimalField(raw, 'ShippingTax'),
    shippingDiscount: decimalField(raw, 'ShippingDiscount'),
    surchargeTotal: decimalField(raw, 'SurchargeTotal'),
    surchargeTaxable: decimalField(raw, 'SurchargeTaxable'),
    couponDiscount: decimalField(raw, 'CouponDiscount'),
    placedAt: instantField(raw, 'DatePlaced'),
    updatedAt: instantField(raw, 'DateUpdated'),
    requiredAt: instantField(raw, 'DateRequired'),
    paidAt: instantField(raw, 'DatePaid'),
    paymentDueAt: instantField(raw, 'DatePaymentDue'),
    invoicedOn: dayField(raw, 'DateInvoiced', timeZone),
    completedOn: dayField(raw, 'DateCompleted', timeZone),
    lines: lines.map((line, index) => within(`OrderLine ${index + 1}`, line, readLine)),
    ...notShownIn(raw, orderAmounts),
    payments: payments.map((payment, index) => within(`OrderPayment ${index + 1}`, payment, readOrderPayment)),
  };
}

/** Says which one of a list has the trouble. */
function within<T>(place: string, raw: RawRecord, read: (raw: RawRecord) => T): T {
  try {
    return read(raw);
  } catch (error) {
    if (!(error instanceof FieldProblem)) throw error;
    throw new FieldProblem(`${place}: ${error.message}`);
  }
}

function readReferences(raw: RawRecord): string[] {
  const references = Array.from({ length: 10 }, (_, index) => text(raw, `CustomerRef${index + 1}`));
  return references.slice(0, references.findLastIndex((reference) => reference !== '') + 1);
}

/** `SKU` may be empty (reference, section 4, quirk 43). */
function readLine(raw: RawRecord): OrderLine {
  return {
    id: text(raw, 'OrderLineID'),
    sku: text(raw, 'SKU'),
    name: text(raw, 'ProductName'),
    itemNotes: text(raw, 'ItemNotes'),
    quantity: requiredDecimal(raw, 'Quantity'),
    unitPrice: givenDecimal(raw, 'UnitPrice'),
    tax: decimalField(raw, 'Tax'),
    taxCode: text(raw, 'TaxCode'),
    percentDiscount: decimalField(raw, 'PercentDiscount'),
    productDiscount: decimalField(raw, 'ProductDiscount'),
    couponDiscount: decimalField(raw, 'CouponDiscount'),
    costPrice: decimalField(raw, 'CostPrice'),
    warehouseName: text(raw, 'WarehouseName'),
    shippingMethod: text(raw, 'ShippingMethod'),
    trackingNumber: text(raw, 'ShippingTracking'),
    serialNumber: text(raw, 'SerialNumber'),
    componentOfKit: text(raw, 'ComponentOfKit'),
    externalSystem: text(raw, 'ExternalSystemIdentifier'),
    externalOrder: text(raw, 'ExternalOrderReference'),
    externalLine: text(raw, 'ExternalOrderLineReference'),
    extraOptions: sublist(raw, 'ExtraOptions', 'ExtraOption').map((option) => ({
      name: text(option, 'Name'),
      value: text(option, 'Value'),
    })),
    ...notShownIn(raw, lineAmounts),
  };
}

/** Id and Amount were once called OrderPaymentId and OrderPaymentAmount (reference, section 4, quirk 51). @throws FieldProblem */
export function readOrderPayment(raw: RawRecord): OrderPayment {
  return {
    id: firstText(raw, 'Id', 'OrderPaymentId'),
    amount: requiredDecimal(raw, raw['Amount'] === undefined ? 'OrderPaymentAmount' : 'Amount'),
    method: text(raw, 'PaymentType'),
    paidAt: instantField(raw, 'DatePaid'),
  };
}
