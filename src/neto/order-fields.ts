import type { Order, OrderLine, OrderPayment } from '../model/order.ts';
import { readAddress } from './addresses.ts';
import { elementsOfLine, elementsOfOrder } from './order-elements.ts';
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
const { orderTax, productSubtotal, shippingTotal, shippingTax, shippingDiscount } = elementsOfOrder;
const orderAmounts = { orderTax, productSubtotal, shippingTotal, shippingTax, shippingDiscount };
const { tax, percentDiscount, productDiscount } = elementsOfLine;
const lineAmounts = { tax, percentDiscount, productDiscount };

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
  const of = elementsOfOrder;
  const id = orderIdOf(raw);
  if (id === '') throw new FieldProblem('OrderID is missing');
  return {
    id,
    relatedOrderId: text(raw, of.relatedOrderId),
    status: text(raw, of.status),
    type: text(raw, of.type),
    onHoldType: text(raw, of.onHoldType),
    approval: text(raw, of.approval),
    username: text(raw, of.username),
    email: text(raw, of.email),
    userGroup: text(raw, of.userGroup),
    billing: readAddress(raw, 'Bill'),
    shipping: readAddress(raw, 'Ship'),
    purchaseOrderNumber: text(raw, of.purchaseOrderNumber),
    salesPerson: text(raw, of.salesPerson),
    customerReferences: readReferences(raw),
    salesChannel: text(raw, of.salesChannel),
    deliveryInstruction: text(raw, of.deliveryInstruction),
    internalNotes: text(raw, of.internalNotes),
    stickyNotes: notes.map((note) => ({
      id: text(note, 'StickyNoteID'),
      title: text(note, 'Title'),
      description: text(note, 'Description'),
    })),
    paymentMethod: text(raw, of.paymentMethod),
    paymentTerms: text(raw, of.paymentTerms),
    shippingMethod: text(raw, of.shippingMethod),
    signatureRequired: booleanField(raw, of.signatureRequired),
    // No selector of the API: only a document in its shape may bear one.
    ...(text(raw, of.currency) === '' ? {} : { currency: text(raw, of.currency) }),
    taxInclusive: requiredBoolean(raw, of.taxInclusive),
    couponCode: text(raw, of.couponCode),
    grandTotal: requiredDecimal(raw, of.grandTotal),
    orderTax: decimalField(raw, of.orderTax),
    productSubtotal: decimalField(raw, of.productSubtotal),
    shippingTotal: decimalField(raw, of.shippingTotal),
    shippingTax: decimalField(raw, of.shippingTax),
    shippingDiscount: decimalField(raw, of.shippingDiscount),
    surchargeTotal: decimalField(raw, of.surchargeTotal),
    surchargeTaxable: decimalField(raw, of.surchargeTaxable),
    couponDiscount: decimalField(raw, of.couponDiscount),
    placedAt: instantField(raw, of.placedAt),
    updatedAt: instantField(raw, of.updatedAt),
    requiredAt: instantField(raw, of.requiredAt),
    paidAt: instantField(raw, of.paidAt),
    paymentDueAt: instantField(raw, of.paymentDueAt),
    invoicedOn: dayField(raw, of.invoicedOn, timeZone),
    completedOn: dayField(raw, of.completedOn, timeZone),
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

const referenceFields = Array.from({ length: 10 }, (_, index) => `CustomerRef${index + 1}`);

function readReferences(raw: RawRecord): string[] {
  const references = referenceFields.map((field) => text(raw, field));
  return references.slice(0, references.findLastIndex((reference) => reference !== '') + 1);
}

/** `SKU` may be empty (reference, section 4, quirk 43). */
function readLine(raw: RawRecord): OrderLine {
  const of = elementsOfLine;
  return {
    id: text(raw, of.id),
    sku: text(raw, of.sku),
    name: text(raw, of.name),
    itemNotes: text(raw, of.itemNotes),
    quantity: requiredDecimal(raw, of.quantity),
    unitPrice: givenDecimal(raw, of.unitPrice),
    tax: decimalField(raw, of.tax),
    taxCode: text(raw, of.taxCode),
    percentDiscount: decimalField(raw, of.percentDiscount),
    productDiscount: decimalField(raw, of.productDiscount),
    couponDiscount: decimalField(raw, of.couponDiscount),
    costPrice: decimalField(raw, of.costPrice),
    warehouseName: text(raw, of.warehouseName),
    shippingMethod: text(raw, of.shippingMethod),
    trackingNumber: text(raw, of.trackingNumber),
    serialNumber: text(raw, of.serialNumber),
    componentOfKit: text(raw, of.componentOfKit),
    externalSystem: text(raw, of.externalSystem),
    externalOrder: text(raw, of.externalOrder),
    externalLine: text(raw, of.externalLine),
    extraOptions: sublist(raw, of.extraOptions, 'ExtraOption').map((option) => ({
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
