import { type Address, type AddressPart, addressParts } from '../model/address.ts';
import { formatMoney } from '../model/money.ts';
import { isApproved, type Order, type OrderLine } from '../model/order.ts';
import type { OrderSnapshot } from '../model/order-snapshot.ts';
import { plainText } from '../model/plain-text.ts';
import { textKey } from '../model/text-key.ts';
import { contentHash } from './extracted-record.ts';

/**
 * What to keep of an order, to name later what has changed in it.
 * @param followInvoiceDate whether its invoice and due date are the copy's too (`books`)
 */
export function snapshotOf(
  order: Order,
  { followInvoiceDate }: { readonly followInvoiceDate: boolean },
): OrderSnapshot {
  const { username, email, billing, shipping, deliveryInstruction, userGroup } = order;
  return {
    status: order.status,
    approved: isApproved(order),
    fields: {
      total: formatMoney(order.grandTotal),
      tax: formatMoney(order.orderTax),
      shipping: formatMoney(order.shippingTotal),
      'shipping discount': formatMoney(order.shippingDiscount),
      surcharge: formatMoney(order.surchargeTotal),
      coupon: formatMoney(order.couponDiscount),
      'tax inclusive': String(order.taxInclusive),
      'date placed': order.placedAt ?? '',
      'invoice date': followInvoiceDate ? (order.invoicedOn ?? '') : '',
      'due date': followInvoiceDate ? (order.paymentDueAt ?? '') : '',
      'shipping method': order.shippingMethod,
      'payment method': order.paymentMethod,
      'payment terms': order.paymentTerms,
      'sales channel': order.salesChannel,
      'date required': order.requiredAt ?? '',
    },
    person: contentHash({ username, email, billing, shipping, deliveryInstruction, userGroup }),
    other: contentHash([
      order.relatedOrderId,
      order.type,
      order.salesPerson,
      order.signatureRequired,
      order.couponCode,
      order.productSubtotal,
      order.shippingTax,
      order.surchargeTaxable,
    ]),
    texts: {
      username: keyHash(username),
      email: keyHash(email),
      billing: addressHashes(billing),
      shipping: addressHashes(shipping),
      deliveryInstruction: textHash(deliveryInstruction),
      userGroup: textHash(userGroup),
      relatedOrderId: textHash(order.relatedOrderId),
      type: textHash(order.type),
      salesPerson: textHash(order.salesPerson),
      signatureRequired: textHash(String(order.signatureRequired)),
      couponCode: textHash(order.couponCode),
      productSubtotal: textHash(order.productSubtotal),
      shippingTax: textHash(order.shippingTax),
      surchargeTaxable: textHash(order.surchargeTaxable),
    },
    references: referencesHash(order),
    notes: textHash(order.internalNotes),
    lines: order.lines.map(snapshotOfLine),
  };
}

function snapshotOfLine(line: OrderLine): OrderSnapshot['lines'][number] {
  const { id, name, itemNotes, taxCode, warehouseName, componentOfKit, extraOptions } = line;
  const { externalSystem, externalOrder, externalLine } = line;
  return {
    id,
    fields: {
      SKU: line.sku,
      quantity: line.quantity,
      'unit price': formatMoney(line.unitPrice),
      tax: formatMoney(line.tax),
      'discount percent': line.percentDiscount,
      discount: formatMoney(line.productDiscount),
      coupon: formatMoney(line.couponDiscount),
    },
    other: contentHash({
      name,
      itemNotes,
      taxCode,
      warehouseName,
      componentOfKit,
      extraOptions,
      externalSystem,
      externalOrder,
      externalLine,
    }),
    texts: {
      name: textHash(name),
      itemNotes: textHash(itemNotes),
      taxCode: textHash(taxCode),
      warehouseName: textHash(warehouseName),
      serialNumber: textHash(line.serialNumber),
      componentOfKit: textHash(componentOfKit),
      extraOptions: extraOptions.length === 0 ? '' : contentHash(extraOptions),
      externalLine: textHash([externalSystem, externalOrder, externalLine].join('\n')),
    },
    tracking: textHash(line.trackingNumber),
    service: line.trackingNumber === '' ? '' : line.shippingMethod,
  };
}

/** Of the purchase order number and the customer's own references. */
export function referencesHash(order: Pick<Order, 'purchaseOrderNumber' | 'customerReferences'>): string {
  return contentHash([order.purchaseOrderNumber, ...order.customerReferences]);
}

/** Short, since an order has twenty of them; a store may show a part in capitals (reference, section 2.1, ShipCity). */
export function addressHashes(address: Address): string {
  return addressParts.map((part) => keyHash(address[part]).slice(0, 8)).join();
}

/** The parts of an address that have another hash. */
export function changedParts(before: string, after: string): AddressPart[] {
  const [was, is] = [before.split(','), after.split(',')];
  return addressParts.filter((_, place) => was[place] !== is[place]);
}

/** Upper and lower case are no difference. */
export function keyHash(text: string): string {
  return textHash(textKey(text));
}

/** Empty for an empty text; line ends and blanks around it are no difference. */
export function textHash(text: string): string {
  const plain = plainText(text);
  return plain === '' ? '' : contentHash(plain);
}
